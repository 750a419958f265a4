import type { Room } from '../../view/tree-layout.ts';

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

/** Clearly higher than wide, as a phone is: a panel that opens does not change it at once. */
const TALL = 1.2;
export const roomOf = ({ width, height }: Size): Room => (height > width * TALL ? 'tall' : 'wide');

export interface FitLimits {
  /** Pixels kept free at the sides and above the tree, and below it, where the tools stand. */
  readonly margin: number;
  readonly below: number;
  readonly minZoom: number;
  readonly maxZoom: number;
}

/**
 * The viewport that shows `bounds` whole, in the middle of what is free. A tree that would have to
 * shrink below `minZoom` is shown from its top: what is at the root matters most.
 */
export function fitted(bounds: Rect, screen: Size, limits: FitLimits): Viewport {
  const { margin, below, minZoom, maxZoom } = limits;
  const width = screen.width - 2 * margin;
  const height = screen.height - margin - below;
  const zoom = Math.min(
    maxZoom,
    Math.max(minZoom, Math.min(width / bounds.width, height / bounds.height)),
  );
  const spare = Math.max(0, height - bounds.height * zoom);
  return {
    x: screen.width / 2 - (bounds.x + bounds.width / 2) * zoom,
    y: margin + spare / 2 - bounds.y * zoom,
    zoom,
  };
}
