import type { CanvasLoop } from './canvas-loop.ts';
import { EASE_MS, eased } from './easing.ts';
import {
  encloses,
  fittedTree,
  grown,
  MIN_ZOOM,
  type Rect,
  type Size,
  seen,
  seenFree,
  type Viewport,
} from './geometry.ts';
import type { GlideOptions } from './glide.ts';
import type { Scene } from './scene.ts';

export const MAX_ZOOM = 2.5;
/** A change of size by more than this, in pixels, is no drag. */
const PANEL_LEAST = 64;

/** What moves, as React Flow does it. */
export interface Screen {
  viewport(): Viewport;
  size(): Size;
  go(to: Viewport, options: GlideOptions): void;
}

/**
 * Moves the viewport. Keeps the tree fitted until a person moves it; after that keeps what was folded
 * or opened where it is, and brings into view what is selected or focused elsewhere.
 */
export class Guide {
  readonly #loop: CanvasLoop;
  readonly #screen: Screen;
  /** Nobody has moved the viewport: it follows the tree. */
  #follows = true;
  #fitted = false;
  /** The card that shall stay where it is when the tree changes next. */
  #anchor: string | null = null;

  constructor(loop: CanvasLoop, screen: Screen) {
    this.#loop = loop;
    this.#screen = screen;
  }

  /** Another run is shown: the viewport follows again. */
  reset(): void {
    this.#follows = true;
    this.#fitted = false;
  }

  /** A person has taken the viewport. */
  readonly released = (domEvent: unknown): void => {
    if (domEvent !== null) this.#follows = false;
  };

  readonly fit = (): void => {
    this.#follows = true;
    this.#fitTree(true);
  };

  /** The canvas has another size. What is selected is not lost to a panel that opens for it. */
  resized(before: Size | null = null, selected: Rect | undefined = undefined): void {
    if (this.#follows) {
      const { width, height } = this.#screen.size();
      // A panel was opened or folded: whoever drags a border wants the tree to keep up.
      const panel =
        before !== null &&
        before.width > 0 &&
        Math.abs(width - before.width) + Math.abs(height - before.height) > PANEL_LEAST;
      this.#fitTree(panel);
    } else if (selected !== undefined) this.show(selected);
  }

  /** The card stays in its place on screen when the tree changes by what a person does to it. */
  anchor(path: string): void {
    this.#anchor = path;
  }

  /** After every change of the tree. */
  follow(scene: Scene, before: Scene): void {
    const anchor = this.#anchor;
    this.#anchor = null;
    const size = this.#screen.size();
    if (scene.bounds === null || size.width === 0) return;
    const viewport = this.#screen.viewport();
    if (this.#follows) {
      const free = grown(seenFree(viewport, size), 1);
      if (this.#fitted && anchor === null && encloses(free, scene.bounds)) return;
      this.#fitTree(this.#fitted);
      this.#fitted = true;
    } else if (anchor !== null) {
      const from = before.card(anchor);
      const to = scene.card(anchor);
      if (from === undefined || to === undefined) return;
      const { x, y, zoom } = viewport;
      this.#go({ x: x + (from.x - to.x) * zoom, y: y + (from.y - to.y) * zoom, zoom }, true);
    }
  }

  /** Brings a card into view; nothing moves when it is in view already. */
  show(card: Rect): void {
    const viewport = this.#screen.viewport();
    if (encloses(seen(viewport, this.#screen.size()), grown(card, 4))) return;
    this.#follows = false;
    this.#centre(card.x + card.width / 2, card.y + card.height / 2, true);
  }

  /** Moves so that this place of the tree stands in the middle. */
  goTo(x: number, y: number): void {
    this.#follows = false;
    this.#centre(x, y, false);
  }

  zoomBy(factor: number): void {
    this.#follows = false;
    const { x, y, zoom } = this.#screen.viewport();
    const { width, height } = this.#screen.size();
    const to = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom * factor));
    const scale = to / zoom;
    const [left, top] = [width / 2, height / 2];
    this.#go({ x: left - (left - x) * scale, y: top - (top - y) * scale, zoom: to }, true);
  }

  #fitTree(ease: boolean): void {
    const { bounds, cards } = this.#loop.scene;
    const size = this.#screen.size();
    if (bounds !== null && size.width > 0) this.#go(fittedTree(bounds, cards, size), ease);
  }

  #centre(x: number, y: number, ease: boolean): void {
    const { zoom } = this.#screen.viewport();
    const { width, height } = this.#screen.size();
    this.#go({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom }, ease);
  }

  #go(to: Viewport, ease: boolean): void {
    const moves = ease && !this.#loop.still();
    this.#screen.go(to, moves ? { duration: EASE_MS, ease: eased } : {});
  }
}
