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
    const changed =
      shapes.length > 0 &&
      (this.#hold.busy ||
        state.view !== before?.view ||
        state.selection !== before.selection ||
        state.beat !== before.beat);
    if (!(all || related || changed)) return;
    const context = cleared(this.canvas, frame);
    if (context === null) return;
    paintEdges(context, frame);
    this.#relations.paint(context, frame);
    paintCards(context, frame, shapes, this.#hold);
    this.animating = shapes.length > 0 && this.#hold.busy;
  }
}
