/**
 * How much of a card is shown, by zoom. `full` and `name` are cards in the DOM, which can be read,
 * focused and named to a screen reader; `shape` is a mark on the canvas below, which costs nothing.
 */
export type Detail = 'full' | 'name' | 'shape';

/** Below this the smaller lines of a card (12 px) can't be read any more. */
export const FULL_ZOOM = 0.62;
/** Below this not even the name (24 px at that level) can be read. */
export const NAME_ZOOM = 0.36;
/** More cards than these in the DOM make panning stutter (research: 200 hold 60 frames a second, 500 don't). */
export const CARDS_IN_DOM = 160;
/** A level once taken is kept until the zoom is this much past its border, so that it does not flicker there. */
const STICK = 0.94;

export function detailAt(zoom: number, cardsInView: number, before: Detail): Detail {
  const crowded = cardsInView > (before === 'shape' ? CARDS_IN_DOM * STICK : CARDS_IN_DOM);
  if (crowded || zoom < border(NAME_ZOOM, before !== 'shape')) return 'shape';
  return zoom < border(FULL_ZOOM, before === 'full') ? 'name' : 'full';
}

function border(zoom: number, held: boolean): number {
  return held ? zoom * STICK : zoom;
}
