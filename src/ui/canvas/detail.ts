import { ON_SCREEN, scaleOf } from '../../view/card-size.ts';
import type { Size } from './geometry.ts';

/**
 * How much of a card is shown, by how large it is on screen: the less room, the fewer lines, and what stays
 * is as large as ever. All but `shape` are cards in the DOM, which can be read, focused and named
 * to a screen reader; `shape` is a mark on the canvas below, which costs nothing.
 */
export type Detail = 'whole' | 'brief' | 'name' | 'tag' | 'shape';

/** The least a card must measure on screen for its detail. A tag is a name on one line, at 12 px. */
const LEAST: readonly (readonly [Detail, Size])[] = [
  ['whole', ON_SCREEN.whole],
  ['brief', ON_SCREEN.brief],
  ['name', ON_SCREEN.name],
  ['tag', { width: 56, height: 17 }],
];
/** More cards than these in the DOM make panning stutter (research: 200 hold 60 frames a second, 500 don't). */
export const CARDS_IN_DOM = 160;
/** A level once taken is kept until the zoom is this much past its border, so that it does not flicker there. */
const STICK = 0.97;

/** The detail of cards that are of this size at zoom 1. */
export function detailAt(zoom: number, card: Size, cardsInView: number, before: Detail): Detail {
  const crowded = cardsInView > (before === 'shape' ? CARDS_IN_DOM * STICK : CARDS_IN_DOM);
  if (crowded) return 'shape';
  let richer = true;
  for (const [detail, least] of LEAST) {
    if (detail === before) richer = false;
    // What is as rich as before, or poorer, is kept a little longer.
    if (zoom * scaleOf(card, least) >= (richer ? 1 : STICK) - ROUNDING) return detail;
  }
  return 'shape';
}
const ROUNDING = 1e-6;

/** So much larger than on screen everything on a card of this size stands at zoom 1: at the least zoom of its detail it has its true size. */
export function textScale(detail: Detail, card: Size): number {
  const least = LEAST.find(([one]) => one === detail)?.[1];
  return least === undefined ? 1 : scaleOf(card, least);
}
