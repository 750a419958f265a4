import type { MessageView } from '../../view/view.ts';
import type { BeatSign } from './beat-sign.ts';
import { type FlightLook, lookAt, type Pace, paceOf } from './flight-look.ts';
import type { Flights } from './flights.ts';
import { type Frame, inScreenUnits, inTreeUnits } from './frame.ts';
import { along, ROUTE_LENGTH, trace } from './route.ts';
import type { SceneCard } from './scene.ts';
import { type Atlas, atlasKey, drawAtlas, EXIT_SPRITE, spriteSize } from './sprites.ts';

/** So many of a pile are drawn, then their number. */
const PILE_DRAWN = 8;
/** So many taken messages fade at one receiver, the newest. */
const FADES_DRAWN = 3;
/** The ways of messages are drawn when they are so few that one can follow them. */
const WAYS_DRAWN = 40;
const point = { x: 0, y: 0 };
const look: FlightLook = { part: 0, alpha: 1, waits: false };

/** Messages as signs: on their way from card to card, and waiting in a row below the receiver. */
export class MessagePainter {
  #atlas: Atlas | null = null;
  /** What was drawn where, in CSS pixels: x, y, seq. For clicks. */
  #drawn = new Float64Array(0);
  #count = 0;
  #reach = 0;
  readonly #piles = new Map<SceneCard, number>();
  readonly #fades = new Map<SceneCard, number>();

  begin(): void {
    this.#count = 0;
  }

  paint(context: CanvasRenderingContext2D, frame: Frame, flights: Flights, beat: BeatSign): void {
    const { viewport, ratio, theme, colours, state } = frame;
    const size = spriteSize(viewport.zoom);
    const pace = paceOf(
      state.scenario.schedulingDelayUs,
      state.speed,
      state.run.type === 'playing',
    );
    this.#reach = Math.max(10, size / 2 + 3);
    if (this.#atlas?.key !== atlasKey(size, ratio, theme)) {
      this.#atlas = drawAtlas(size, ratio, theme, colours);
    }
    if (this.#drawn.length < flights.count * 3) this.#drawn = new Float64Array(flights.count * 3);
    if (flights.count <= WAYS_DRAWN) paintWays(context, frame, flights, pace);
    this.#piles.clear();
    context.setTransform(1, 0, 0, 1, 0, 0);
    this.#fades.clear();
    for (let turn = 0; turn < flights.count; turn++) {
      const index = flights.order(turn);
      const receiver = flights.receivers[index];
      if (receiver === null || receiver === undefined) continue;
      if (!lookAt(flights.messages[index] as MessageView, state.now, pace, look)) continue;
      if (flights.sprites[index] === EXIT_SPRITE && beat.told(flights.seqs[index] as number))
        continue;
      // Nothing moves when motion is reduced: what is under way stands half-way.
      const part = frame.still && look.part < 1 ? 0.5 : look.part;
      if (!look.waits) along(flights.routes, index * ROUTE_LENGTH, part, point);
      else if (!this.#pileUp(receiver, size / viewport.zoom)) continue;
      if (look.alpha < 1 && !this.#fadesStill(receiver)) continue;
      context.globalAlpha = look.alpha;
      this.#stamp(context, frame, this.#atlas, flights, index);
    }
    context.globalAlpha = 1;
    this.#paintCounts(context, frame, size);
  }

  /** The message drawn here, the topmost first. */
  hit(x: number, y: number): number | null {
    for (let at = (this.#count - 1) * 3; at >= 0; at -= 3) {
      const dx = (this.#drawn[at] as number) - x;
      const dy = (this.#drawn[at + 1] as number) - y;
      if (dx * dx + dy * dy <= this.#reach * this.#reach) return this.#drawn[at + 2] as number;
    }
    return null;
  }

  /** A storm of messages that fade one upon the other would be a blot. */
  #fadesStill(receiver: SceneCard): boolean {
    const count = this.#fades.get(receiver) ?? 0;
    this.#fades.set(receiver, count + 1);
    return count < FADES_DRAWN;
  }

  /** Takes the next place in the receiver's row; false when the row is full. Writes into `point`. */
  #pileUp(receiver: SceneCard, step: number): boolean {
    const place = this.#piles.get(receiver) ?? 0;
    this.#piles.set(receiver, place + 1);
    if (place >= PILE_DRAWN) return false;
    point.x = receiver.x + step * (0.8 + place * 0.9);
    point.y = receiver.y + receiver.height;
    return true;
  }

  /** Copies the sign to `point`, at a whole pixel; nothing when it is out of view. */
  #stamp(
    context: CanvasRenderingContext2D,
    { viewport, size, ratio, state, colours }: Frame,
    { image, side }: Atlas,
    flights: Flights,
    index: number,
  ): void {
    const x = point.x * viewport.zoom + viewport.x;
    const y = point.y * viewport.zoom + viewport.y;
    if (x < -20 || y < -20 || x > size.width + 20 || y > size.height + 20) return;
    const sprite = flights.sprites[index] as number;
    const left = Math.round(x * ratio - side / 2);
    const top = Math.round(y * ratio - side / 2);
    context.drawImage(image, side * sprite, 0, side, side, left, top, side, side);
    const seq = flights.seqs[index] as number;
    if (state.selection.seq === seq) {
      context.beginPath();
      context.arc(x * ratio, y * ratio, side / 2 + 4 * ratio, 0, 2 * Math.PI);
      context.lineWidth = 3 * ratio;
      context.strokeStyle = colours.ink;
      context.stroke();
    }
    const at = this.#count++ * 3;
    this.#drawn[at] = x;
    this.#drawn[at + 1] = y;
    this.#drawn[at + 2] = seq;
  }

  /** "+ 92" behind a row that is longer than it is drawn. */
  #paintCounts(context: CanvasRenderingContext2D, frame: Frame, size: number): void {
    const { viewport, colours } = frame;
    if (size < 12) return;
    inScreenUnits(context, frame);
    context.font = `600 ${Math.max(12, size * 0.75)}px "Source Sans 3", sans-serif`;
    context.textBaseline = 'middle';
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeStyle = colours.ground;
    context.fillStyle = colours.ink;
    for (const [card, count] of this.#piles) {
      if (count <= PILE_DRAWN) continue;
      const x = card.x * viewport.zoom + viewport.x + size * (0.5 + PILE_DRAWN * 0.9);
      const y = (card.y + card.height) * viewport.zoom + viewport.y;
      context.strokeText(`+ ${count - PILE_DRAWN}`, x, y);
      context.fillText(`+ ${count - PILE_DRAWN}`, x, y);
    }
  }
}

/** Faint lines under messages that are under way, so that one sees from where and to whom. */
function paintWays(
  context: CanvasRenderingContext2D,
  frame: Frame,
  flights: Flights,
  pace: Pace,
): void {
  const { state, colours, viewport } = frame;
  inTreeUnits(context, frame);
  context.beginPath();
  for (let index = 0; index < flights.count; index++) {
    if ((flights.receivers[index] ?? null) === null) continue;
    const drawn = lookAt(flights.messages[index] as MessageView, state.now, pace, look);
    if (drawn && look.part < 1) trace(flights.routes, index * ROUTE_LENGTH, context);
  }
  context.lineWidth = 1.5 / viewport.zoom;
  context.strokeStyle = colours['ink-3'];
  context.globalAlpha = 0.45;
  context.stroke();
  context.globalAlpha = 1;
}
