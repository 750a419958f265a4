import type { PlaygroundState } from '../../store/playground-state.ts';
import { BeatSign } from './beat-sign.ts';
import { Flights } from './flights.ts';
import { cleared, type Frame } from './frame.ts';
import { MessagePainter } from './paint-messages.ts';
import type { Scene } from './scene.ts';

/** Above the cards: messages under way and waiting, and the exit signal of the beat being told. */
export class Overlay {
  canvas: HTMLCanvasElement | null = null;
  /** Something on it changes by real time alone. */
  animating = false;
  readonly #flights = new Flights();
  readonly #messages = new MessagePainter();
  readonly #beat = new BeatSign();
  #scene: Scene | null = null;
  #empty = true;

  paint(frame: Frame, all: boolean, before: PlaygroundState | null): void {
    const { state, scene } = frame;
    const messagesChanged = state.view.messages !== this.#flights.messages || scene !== this.#scene;
    if (messagesChanged) {
      this.#flights.fill(state.view, scene);
      this.#scene = scene;
    }
    const beat = this.#beat.take(frame);
    const shown = state.settings.showMessages && this.#flights.count > 0;
    const moved = shown && (state.now !== before?.now || state.selection !== before.selection);
    const changed = all || messagesChanged || beat || moved || state.settings !== before?.settings;
    this.animating = this.#beat.moving(frame);
    if (!changed || (this.#empty && !shown && !this.#beat.shown)) return;
    const context = cleared(this.canvas, frame);
    if (context === null) return;
    this.#messages.begin();
    if (shown) this.#messages.paint(context, frame, this.#flights, this.#beat);
    this.#beat.paint(context, frame);
    this.#empty = !shown && !this.#beat.shown;
  }

  /** The `seq` of the message drawn at this place of the canvas (CSS pixels), if any. */
  messageAt(x: number, y: number): number | null {
    return this.#messages.hit(x, y);
  }
}
