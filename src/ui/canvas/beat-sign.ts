import type { BeatOnShow } from '../../store/playground-state.ts';
import { eased } from './easing.ts';
import { writeRoute } from './flights.ts';
import { type Frame, inScreenUnits, inTreeUnits } from './frame.ts';
import { along, ROUTE_LENGTH, trace } from './route.ts';
import { type Atlas, atlasKey, drawAtlas, EXIT_SPRITE } from './sprites.ts';

/** Where the sign stands in a still picture, as a part of its way. */
const STILL_PART = 0.55;
/** The sign has arrived a little before the beat is over. */
const RUN_PART = 0.8;
const SIZE = 34;
/** Signals of beats that are remembered: longer than any of them is under way. */
const TOLD_KEPT = 16;

/** The exit signal of the beat being told: it runs along the link, by real time, while the run stands still. */
export class BeatSign {
  /** There is one to be drawn. */
  shown = false;
  #beat: BeatOnShow | null = null;
  #startedAt = 0;
  #atlas: Atlas | null = null;
  readonly #told: number[] = [];
  readonly #route = new Float32Array(ROUTE_LENGTH);

  /** Takes over the beat on show; whether the picture changes by it. */
  take(frame: Frame): boolean {
    const { state, scene, clock } = frame;
    const changed = state.beat !== this.#beat;
    if (changed) {
      this.#beat = state.beat;
      if (state.beat?.beat === 'exit_signal') this.#remember(state.beat.line.seq);
      this.#startedAt = clock;
    }
    const was = this.shown;
    const pids = this.#beat?.beat === 'exit_signal' ? this.#beat.pids : [];
    // A signal from outside names its receiver only.
    const [from = 0] = pids.slice(0, -1);
    const to = pids.at(-1);
    const sender = scene.cardOf(state.view, from);
    const receiver = to === undefined ? null : scene.cardOf(state.view, to);
    this.shown = receiver !== null && sender !== receiver;
    if (this.shown && receiver !== null) writeRoute(this.#route, 0, sender, receiver);
    return changed || was || this.shown;
  }

  /** This exit signal has been shown as a beat: as a message it would come a second time. */
  told(seq: number): boolean {
    return this.#told.includes(seq);
  }

  #remember(seq: number): void {
    this.#told.push(seq);
    if (this.#told.length > TOLD_KEPT) this.#told.shift();
  }

  moving(frame: Frame): boolean {
    return this.shown && this.#part(frame) < 1 && this.#runs(frame);
  }

  paint(context: CanvasRenderingContext2D, frame: Frame): void {
    if (!this.shown) return;
    const { viewport, colours, ratio, theme } = frame;
    inTreeUnits(context, frame);
    context.beginPath();
    trace(this.#route, 0, context);
    context.lineWidth = 4 / viewport.zoom;
    context.strokeStyle = colours.crashed;
    context.stroke();

    if (this.#atlas?.key !== atlasKey(SIZE, ratio, theme)) {
      this.#atlas = drawAtlas(SIZE, ratio, theme, colours);
    }
    const { image, side } = this.#atlas;
    along(this.#route, 0, this.#part(frame), point);
    inScreenUnits(context, frame);
    const half = side / ratio / 2;
    const x = point.x * viewport.zoom + viewport.x - half;
    const y = point.y * viewport.zoom + viewport.y - half;
    context.drawImage(image, side * EXIT_SPRITE, 0, side, side, x, y, half * 2, half * 2);
  }

  #runs({ still }: Frame): boolean {
    return !still && this.#beat !== null && this.#beat.holdMs > 0;
  }

  #part(frame: Frame): number {
    if (!this.#runs(frame) || this.#beat === null) return STILL_PART;
    return eased((frame.clock - this.#startedAt) / (this.#beat.holdMs * RUN_PART));
  }
}

const point = { x: 0, y: 0 };
