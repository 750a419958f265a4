/** Browsers stop at heights of 17 to 33 million pixels; above this one, scrolling covers more a pixel. */
const CONTENT_PX_MAX = 8_000_000;

/** A picture of some height, seen through a window of another. */
export interface Pane {
  readonly total: number;
  readonly height: number;
}

/** How high the element is that is scrolled. */
export const contentHeight = ({ total }: Pane): number => Math.min(CONTENT_PX_MAX, total);

/** Which height of the picture stands at the upper edge. */
export const topOf = (pane: Pane, scrollTop: number): number => scrollTop * ratio(pane);

/** Where to scroll for it. */
export const scrollFor = (pane: Pane, top: number): number =>
  Math.max(0, Math.min(contentHeight(pane), top / ratio(pane)));

/** Where to scroll so that a height is in sight, with `room` to both edges; null when it is. */
export function scrollInto(pane: Pane, scrollTop: number, y: number, room: number): number | null {
  const top = topOf(pane, scrollTop);
  if (y - room >= top && y + room <= top + pane.height) return null;
  return scrollFor(pane, y < top + pane.height / 2 ? y - room : y + room - pane.height);
}

function ratio({ total, height }: Pane): number {
  if (total <= CONTENT_PX_MAX) return 1;
  return (total - height) / Math.max(1, CONTENT_PX_MAX - height);
}
