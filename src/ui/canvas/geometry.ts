import type { Room } from '../../view/tree-arrangement.ts';

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

/** How the tree is fitted into the canvas. */
export interface FitLimits {
  /** Pixels kept free beside the tree, above and below it. */
  readonly beside: number;
  readonly above: number;
  readonly below: number;
  readonly minZoom: number;
  readonly maxZoom: number;
}

export const MIN_ZOOM = 0.02;
/** Where a canvas is narrower the tools stand below the tree; the style sheet has the same figure. */
const NARROW = 560;
/** The tools in the upper right corner, or below. */
const TOOLS = { width: 300, height: 48 };

/** Above the tree nothing is kept free for the tools: few trees reach into that corner. */
function limitsOf({ width, height }: Size): FitLimits {
  const below = width < NARROW ? 52 : 16;
  // A small tree is not blown up, but on a screen of many pixels it is no smaller than on another.
  const maxZoom = Math.min(2.2, Math.max(1.25, height / 480));
  return { beside: 8, above: 8, below, minZoom: MIN_ZOOM, maxZoom };
}

/** Where no card can be seen well. */
const toolsIn = ({ width }: Size): Rect | null =>
  width < NARROW ? null : { ...TOOLS, x: width - TOOLS.width, y: 0 };

/** The part of the tree that stands where nothing covers it. */
export function seenFree(viewport: Viewport, screen: Size): Rect {
  const { beside, above, below } = limitsOf(screen);
  const { x, y, zoom } = viewport;
  const width = screen.width - 2 * beside;
  const height = screen.height - above - below;
  return seen({ x: x - beside, y: y - above, zoom }, { width, height });
}

/** What a tree may fill, in steps, so that it is not set out anew for every pixel. */
export function roomOf(screen: Size): Room {
  const { beside, above, below } = limitsOf(screen);
  const step = (length: number) => Math.max(STEP, Math.floor(length / STEP) * STEP);
  return { width: step(screen.width - 2 * beside), height: step(screen.height - above - below) };
}
const STEP = 4;

/**
 * The viewport that shows `bounds` whole, in the middle of what is free. A tree that would have to
 * shrink below `minZoom` is shown from its top: what is at the root matters most.
 */
export function fitted(bounds: Rect, screen: Size, limits: FitLimits): Viewport {
  const { beside, above, below, minZoom, maxZoom } = limits;
  const width = screen.width - 2 * beside;
  const height = screen.height - above - below;
  const zoom = Math.min(
    maxZoom,
    Math.max(minZoom, Math.min(width / bounds.width, height / bounds.height)),
  );
  const spare = Math.max(0, height - bounds.height * zoom);
  return {
    x: screen.width / 2 - (bounds.x + bounds.width / 2) * zoom,
    y: above + spare / 2 - bounds.y * zoom,
    zoom,
  };
}

/** The same for a whole tree, below the tools when a card would stand under them. */
export function fittedTree(bounds: Rect, cards: readonly Rect[], screen: Size): Viewport {
  const limits = limitsOf(screen);
  const viewport = fitted(bounds, screen, limits);
  const tools = toolsIn(screen);
  const covered = tools !== null && cards.some((card) => overlaps(onScreen(card, viewport), tools));
  return covered ? fitted(bounds, screen, { ...limits, above: TOOLS.height }) : viewport;
}

const onScreen = (rect: Rect, { x, y, zoom }: Viewport): Rect => ({
  x: rect.x * zoom + x,
  y: rect.y * zoom + y,
  width: rect.width * zoom,
  height: rect.height * zoom,
});
