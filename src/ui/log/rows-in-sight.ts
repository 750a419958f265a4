/** Height of a line, in CSS pixels. All are alike, so that a place is a sum and nothing is measured. */
export const ROW_PX = 24;
/** Browsers stop at heights of 17 to 33 million pixels; above this one, scrolling covers more lines a pixel. */
const CONTENT_PX_MAX = 8_000_000;
/** Lines drawn beyond each edge, so that fast scrolling shows no gap. */
const BEYOND = 6;

export interface Scroll {
  readonly count: number;
  readonly scrollTop: number;
  /** Of the part in sight. */
  readonly height: number;
}

export interface RowsInSight {
  /** The first line to draw, and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** Where the first line stands, in pixels from the top of the content. */
  readonly top: number;
}

export const contentHeight = (count: number): number => Math.min(CONTENT_PX_MAX, count * ROW_PX);

export function rowsInSight(scroll: Scroll): RowsInSight {
  const { count, scrollTop, height } = scroll;
  const topRow = Math.min(count, Math.max(0, topRowOf(scroll)));
  const first = Math.max(0, Math.floor(topRow) - BEYOND);
  const end = Math.min(count, Math.ceil(topRow + height / ROW_PX) + BEYOND);
  return { first, end, top: scrollTop - (topRow - first) * ROW_PX };
}

/** Where to scroll so that line `index` is in sight, moving no further than needed. */
export function scrollTopFor(index: number, scroll: Scroll): number {
  const visible = scroll.height / ROW_PX;
  const top = topRowOf(scroll);
  if (index >= top && index + 1 <= top + visible) return scroll.scrollTop;
  const wanted = index < top ? index : index + 1 - visible;
  return wanted * pxPerRow(scroll);
}

/** The line at the upper edge; between two lines it is broken. */
function topRowOf(scroll: Scroll): number {
  return scroll.scrollTop / pxPerRow(scroll);
}

/** How far to scroll for one line: its height, or less when the content is cut to what browsers bear. */
function pxPerRow({ count, height }: Scroll): number {
  if (count * ROW_PX <= CONTENT_PX_MAX) return ROW_PX;
  return (CONTENT_PX_MAX - height) / (count - height / ROW_PX);
}
