import type { SimTime } from '../../base/sim-time.ts';
import { statusAt } from '../../view/status.ts';
import type { ProcessView } from '../../view/view.ts';
import { PICTURES, type Picture, umbrella } from '../shared/picture-data.ts';
import { type Tone, toneOf } from '../shared/process-look.ts';
import { type Frame, inScreenUnits } from './frame.ts';
import type { Hold } from './hold.ts';
import { processOf, type SceneCard } from './scene.ts';

/** Smaller than this on screen, a card is a block of colour with its mark of trouble. */
const OUTLINE_FROM = 14;
const PICTURE_FROM = 56;
/** Enough for a name of 12 px. */
const NAMED_FROM = 84;
/** A crash is never smaller than this: it must be seen from the back of the room. */
const CROSS_LEAST = 10;

const place = { x: 0, y: 0 };
const crossed: number[] = [];
const CRASHED = { tone: 'crashed', word: '' } as const;

/** Cards that are not in the DOM, as shapes. Whether one of them is busy, which ends by time alone. */
export function paintCards(
  context: CanvasRenderingContext2D,
  frame: Frame,
  cards: readonly SceneCard[],
  hold: Hold,
): boolean {
  const { viewport, state, easing, clock, colours } = frame;
  if (cards.length === 0) return false;
  let busy = false;
  const held = hold.busy(frame.clock);
  inScreenUnits(context, frame);
  crossed.length = 0;
  const { zoom } = viewport;
  const playing = state.run.type === 'playing';
  for (const card of cards) {
    easing.place(card, clock, place);
    const x = Math.round(place.x * zoom + viewport.x);
    const y = Math.round(place.y * zoom + viewport.y);
    const width = Math.max(3, Math.round(card.width * zoom));
    const height = Math.max(2, Math.round(card.height * zoom));
    let tone = cardTone(processOf(state.view, card), card, state.now);
    if (tone === 'busy') busy = true;
    if (tone === 'crashed' || held) {
      // A look is made for the few cards in trouble only.
      tone = playing
        ? hold.show(card.path, tone === 'crashed' ? CRASHED : { tone, word: '' }, clock).tone
        : tone;
    }
    if (width < OUTLINE_FROM) {
      context.fillStyle =
        tone === 'running'
          ? colours[card.kind === 'supervisor' ? 'ink-2' : 'edge']
          : toneColour(tone, colours);
      context.fillRect(x, y, width, height);
    } else {
      paintShape(context, frame, card, tone, x, y, width, height);
    }
    if (tone === 'crashed')
      crossed.push(x + width / 2, y + height / 2, Math.max(CROSS_LEAST, height * 0.7));
    if (state.selection.path === card.path) {
      context.lineWidth = 3;
      context.strokeStyle = colours.ink;
      context.strokeRect(x - 4, y - 4, width + 8, height + 8);
    }
  }
  paintRoles(context, frame);
  paintCrosses(context, colours.crashed, colours.ground);
  paintNames(context, frame, cards);
  return busy;
}

/** Of a card without a process: a pool is drawn as calm, its own picture tells more; so is who sends from outside. */
export function cardTone(process: ProcessView | undefined, card: SceneCard, now: SimTime): Tone {
  if (process === undefined) {
    return card.kind === 'pool' || card.kind === 'you' ? 'running' : 'exited';
  }
  return toneOf(statusAt(process, now));
}

function toneColour(tone: Tone, colours: Frame['colours']): string {
  return tone === 'running' ? colours.edge : colours[tone];
}

function paintShape(
  context: CanvasRenderingContext2D,
  { colours }: Frame,
  card: SceneCard,
  tone: Tone,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  context.fillStyle = tone === 'crashed' ? colours['crashed-pale'] : colours.raised;
  if (tone !== 'exited') context.fillRect(x, y, width, height);
  if (tone === 'busy') {
    context.fillStyle = colours.busy;
    context.fillRect(x, y, Math.max(3, width * 0.08), height);
  }
  context.strokeStyle = toneColour(tone, colours);
  context.lineWidth = card.kind === 'supervisor' ? 2 : 1;
  if (tone === 'exited') context.setLineDash([3, 3]);
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  if (tone === 'exited') context.setLineDash([]);
  if (tone === 'waiting')
    context.strokeRect(x + 0.5, y + 0.5, Math.max(3, width * 0.08), height - 1);
  if ((width >= PICTURE_FROM || card.kind === 'supervisor') && tone !== 'crashed')
    paintPicture(context, card, colours['ink-2'], x + width / 2, y + height / 2, height * 0.62);
}

function paintPicture(
  context: CanvasRenderingContext2D,
  card: SceneCard,
  colour: string,
  x: number,
  y: number,
  size: number,
): void {
  const { stroke, fill } = pathsOf(card);
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 20, size / 20);
  context.lineWidth = 1.5;
  context.strokeStyle = context.fillStyle = colour;
  context.stroke(stroke);
  context.fill(fill);
  context.restore();
}

const PICTURE_OF: Readonly<Record<SceneCard['kind'], Picture>> = {
  supervisor: umbrella('one_for_one'),
  worker: PICTURES.process,
  pool: PICTURES.process,
  client: PICTURES.client,
  you: PICTURES.client,
};

const paths = new Map<string, { readonly stroke: Path2D; readonly fill: Path2D }>();
function pathsOf(card: SceneCard): { readonly stroke: Path2D; readonly fill: Path2D } {
  let found = paths.get(card.kind);
  if (found === undefined) {
    const picture = PICTURE_OF[card.kind];
    found = { stroke: new Path2D(picture.stroke), fill: new Path2D(picture.fill) };
    paths.set(card.kind, found);
  }
  return found;
}

/** Who has a part in the beat being told: a frame, vermilion where something dies, amber where something is decided. */
function paintRoles(context: CanvasRenderingContext2D, frame: Frame): void {
  const { state, scene, viewport, colours, easing, clock } = frame;
  const { beat } = state;
  if (beat === null) return;
  const dies = beat.beat === 'throw' || beat.beat === 'exit_signal' || beat.beat === 'give_up';
  context.lineWidth = 4;
  context.strokeStyle = dies ? colours.crashed : colours.restarting;
  const cards = new Set(beat.pids.map((pid) => scene.cardOf(state.view, pid)));
  for (const path of beat.paths) cards.add(scene.card(path) ?? null);
  for (const card of cards) {
    if (card === null) continue;
    easing.place(card, clock, place);
    const x = place.x * viewport.zoom + viewport.x;
    const y = place.y * viewport.zoom + viewport.y;
    context.strokeRect(
      x - 3,
      y - 3,
      card.width * viewport.zoom + 6,
      card.height * viewport.zoom + 6,
    );
  }
}

function paintCrosses(context: CanvasRenderingContext2D, colour: string, ground: string): void {
  for (const [width, style] of [
    [6, ground],
    [3, colour],
  ] as const) {
    context.beginPath();
    for (let at = 0; at < crossed.length; at += 3) {
      const x = crossed[at] as number;
      const y = crossed[at + 1] as number;
      const half = (crossed[at + 2] as number) / 2;
      context.moveTo(x - half, y - half);
      context.lineTo(x + half, y + half);
      context.moveTo(x + half, y - half);
      context.lineTo(x - half, y + half);
    }
    context.lineWidth = width;
    context.strokeStyle = style;
    context.stroke();
  }
}

/** Cards large enough for a name, which are not in the DOM because they are too many or just came into view. */
function paintNames(
  context: CanvasRenderingContext2D,
  { viewport, colours, easing, clock }: Frame,
  cards: readonly SceneCard[],
): void {
  const { zoom } = viewport;
  const [first] = cards;
  if (first === undefined || first.width * zoom < NAMED_FROM) return;
  context.fillStyle = colours.ink;
  context.font = `600 ${Math.max(12, 20 * zoom)}px "Source Sans 3", sans-serif`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const card of cards) {
    easing.place(card, clock, place);
    const x = place.x * zoom + viewport.x;
    const y = (place.y + card.height / 2) * zoom + viewport.y;
    context.fillText(card.title, x + 6, y, card.width * zoom - 12);
  }
}
