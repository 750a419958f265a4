import type { PlaygroundState } from '../../store/playground-state.ts';
import { cleared, type Frame } from './frame.ts';
import type { Hold } from './hold.ts';
import { paintCards } from './paint-cards.ts';
import { paintEdges } from './paint-edges.ts';
import { Relations } from './relations.ts';
import type { SceneCard } from './scene.ts';

/** Below the cards: edges, links and monitors, who waits for whom, and the cards that are not in the DOM. */
export class Underlay {
  canvas: HTMLCanvasElement | null = null;
  /** Something on it changes by time alone. */
  animating = false;
  /** Somebody drawn as a shape is at work: that ends by virtual time alone. */
  #busy = false;
  /** A crash was held in sight when it was painted last. */
  #held = false;
  readonly #hold: Hold;
  readonly #relations = new Relations();

  constructor(hold: Hold) {
    this.#hold = hold;
  }

  paint(
    frame: Frame,
    shapes: readonly SceneCard[],
    all: boolean,
    before: PlaygroundState | null,
  ): void {
    const { state } = frame;
    const related = this.#relations.fill(frame);
    const held = this.#hold.busy(frame.clock);
    const changed =
      shapes.length > 0 &&
      (held ||
        this.#held ||
        (this.#busy && state.now !== before?.now) ||
        state.view !== before?.view ||
        state.selection !== before.selection ||
        state.beat !== before.beat);
    if (!(all || related || changed)) return;
    const context = cleared(this.canvas, frame);
    if (context === null) return;
    paintEdges(context, frame);
    this.#relations.paint(context, frame);
    this.#busy = paintCards(context, frame, shapes, this.#hold);
    this.#held = held;
    this.animating = shapes.length > 0 && held;
  }
}
