import type { Rect } from './geometry.ts';

/** A card that has to move takes this long; the others stand still. The style sheet has the same figure and curve. */
export const EASE_MS = 200;

interface Move {
  readonly fromX: number;
  readonly fromY: number;
  readonly startedAt: number;
}

/**
 * Where cards are drawn while they move to their new places. Cards in the DOM move by a CSS
 * transition; this is the same movement for what is drawn on canvas: edges, shapes, messages.
 */
export class Easing {
  readonly #moves = new Map<string, Move>();
  readonly #places = new Map<string, Rect>();

  /** Takes the new places; returns whether anything has to move. */
  settle(cards: Iterable<Rect & { readonly path: string }>, now: number, still: boolean): boolean {
    const gone = new Set(this.#places.keys());
    for (const card of cards) {
      gone.delete(card.path);
      const before = this.#places.get(card.path);
      if (before === undefined || (before.x === card.x && before.y === card.y)) {
        if (before === undefined) this.#places.set(card.path, card);
        continue;
      }
      if (!still)
        this.#moves.set(card.path, { ...this.#drawnAt(card.path, before, now), startedAt: now });
      this.#places.set(card.path, card);
    }
    for (const path of gone) {
      this.#places.delete(path);
      this.#moves.delete(path);
    }
    return this.#moves.size > 0;
  }

  moving(now: number): boolean {
    for (const [path, { startedAt }] of this.#moves)
      if (now - startedAt >= EASE_MS) this.#moves.delete(path);
    return this.#moves.size > 0;
  }

  /** Writes where the card is drawn now into `out`, which must have its width and height already. */
  place(card: Rect & { readonly path: string }, now: number, out: { x: number; y: number }): void {
    const move = this.#moves.size === 0 ? undefined : this.#moves.get(card.path);
    const part = move === undefined ? 1 : eased((now - move.startedAt) / EASE_MS);
    out.x = move === undefined ? card.x : move.fromX + (card.x - move.fromX) * part;
    out.y = move === undefined ? card.y : move.fromY + (card.y - move.fromY) * part;
  }

  #drawnAt(path: string, before: Rect, now: number): { fromX: number; fromY: number } {
    const point = { x: before.x, y: before.y };
    this.place({ ...before, path }, now, point);
    return { fromX: point.x, fromY: point.y };
  }
}

/** Fast off, slow to arrive: cubic-bezier(0.215, 0.61, 0.355, 1) of the style sheet. */
export function eased(part: number): number {
  const rest = 1 - Math.min(1, Math.max(0, part));
  return 1 - rest * rest * rest;
}
