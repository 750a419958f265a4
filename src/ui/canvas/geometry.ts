/** Plain rectangles and points, in the tree's own units (1 unit = 1 px at zoom 1) or on screen. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Screen = tree × zoom + (x, y). */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function boundsOf(rects: Iterable<Rect>): Rect | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export const encloses = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

export const holds = (rect: Rect, x: number, y: number): boolean =>
  x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;

export const grown = (rect: Rect, by: number): Rect => ({
  x: rect.x - by,
  y: rect.y - by,
  width: rect.width + 2 * by,
  height: rect.height + 2 * by,
});

/** The part of the tree that a screen of this size shows. */
export const seen = ({ x, y, zoom }: Viewport, { width, height }: Size): Rect => ({
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
});

export interface FitLimits {
  /** Pixels kept free around the tree. */
  readonly margin: number;
  readonly minZoom: number;
  readonly maxZoom: number;
}

/**
 * The viewport that shows `bounds` whole, centred. A tree that would have to shrink below `minZoom`
 * is shown from its top, in the middle: what is at the root matters most.
 */
export function fitted(bounds: Rect, screen: Size, limits: FitLimits): Viewport {
  const across = (screen.width - 2 * limits.margin) / bounds.width;
  const down = (screen.height - 2 * limits.margin) / bounds.height;
  const zoom = Math.min(limits.maxZoom, Math.max(limits.minZoom, Math.min(across, down)));
  const tooTall = bounds.height * zoom > screen.height - 2 * limits.margin;
  return {
    x: screen.width / 2 - (bounds.x + bounds.width / 2) * zoom,
    y: tooTall
      ? limits.margin - bounds.y * zoom
      : screen.height / 2 - (bounds.y + bounds.height / 2) * zoom,
    zoom,
  };
}
