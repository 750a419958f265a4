import type { Rect } from './geometry.ts';

/**
 * Ways over the canvas, as rows of numbers in one array, so that a thousand of them cost no object:
 * `[shape, x0, y0, x1, y1, x2, y2]`. A curve is quadratic (x1, y1 is its control point); an elbow
 * runs down, across and down again, as supervision edges do: x1 is unused, y1 is the height of the bar.
 */
export const ROUTE_LENGTH = 7;
const CURVE = 0;
const ELBOW = 1;

export interface Point {
  x: number;
  y: number;
}

/** How far a curve bows out, as a part of its length. Always to the right of its way, so that there and back are two lanes. */
const BOW = 0.14;
const BOW_MOST = 90;
/** A message from outside, or to itself, comes from this far above the card. */
const ABOVE = 64;

/** Along the supervision edge between a parent and its child, upwards or downwards. `bar` is the height of its level part. */
export function writeElbow(
  out: Float32Array,
  at: number,
  parent: Rect & { readonly lists: boolean },
  child: Rect,
  up: boolean,
): void {
  const { lists } = parent;
  const bar = lists ? child.y + child.height / 2 : barOf(child.y, child.height);
  const px = lists ? spineOf(parent, child) : parent.x + parent.width / 2;
  const py = parent.y + parent.height;
  const cx = lists ? child.x : child.x + child.width / 2;
  const cy = lists ? bar : child.y;
  out[at] = ELBOW;
  out[at + 1] = up ? cx : px;
  out[at + 2] = up ? cy : py;
  out[at + 3] = 0;
  out[at + 4] = bar;
  out[at + 5] = up ? px : cx;
  out[at + 6] = up ? py : cy;
}

/** The level part of a supervision edge runs a little above the children. */
export const barOf = (y: number, height: number): number => y - Math.round(height / 5);

/** Where the edges to children that are listed run down. */
export const spineOf = (parent: { readonly x: number }, child: { readonly x: number }): number =>
  (parent.x + child.x) / 2;

/** From card to card, from border to border. */
export function writeCurve(out: Float32Array, at: number, from: Rect, to: Rect): void {
  const ax = from.x + from.width / 2;
  const ay = from.y + from.height / 2;
  const bx = to.x + to.width / 2;
  const by = to.y + to.height / 2;
  const dx = bx - ax;
  const dy = by - ay;
  const length = Math.hypot(dx, dy);
  if (length < 1) {
    writeFromAbove(out, at, to);
    return;
  }
  const bow = Math.min(BOW_MOST, length * BOW) / length;
  // To the right of the way, on a screen whose y grows downwards.
  const cx = (ax + bx) / 2 - dy * bow;
  const cy = (ay + by) / 2 + dx * bow;
  out[at] = CURVE;
  writeBorder(out, at + 1, from, cx, cy);
  out[at + 3] = cx;
  out[at + 4] = cy;
  writeBorder(out, at + 5, to, cx, cy);
}

/** From the world outside, or from a process to itself. */
export function writeFromAbove(out: Float32Array, at: number, to: Rect): void {
  const x = to.x + to.width * 0.75;
  out[at] = CURVE;
  out[at + 1] = x + ABOVE / 2;
  out[at + 2] = to.y - ABOVE;
  out[at + 3] = x;
  out[at + 4] = to.y - ABOVE;
  out[at + 5] = x;
  out[at + 6] = to.y;
}

/** Where the ray from the middle of `rect` towards (x, y) leaves it. */
function writeBorder(out: Float32Array, at: number, rect: Rect, x: number, y: number): void {
  const halfWidth = rect.width / 2;
  const halfHeight = rect.height / 2;
  const mx = rect.x + halfWidth;
  const my = rect.y + halfHeight;
  const scale = 1 / Math.max(Math.abs(x - mx) / halfWidth, Math.abs(y - my) / halfHeight, 1e-6);
  out[at] = mx + (x - mx) * scale;
  out[at + 1] = my + (y - my) * scale;
}

/** The place after the part `t` (0…1) of the way. Writes into `point`. */
export function along(routes: Float32Array, at: number, t: number, point: Point): void {
  const x0 = routes[at + 1] as number;
  const y0 = routes[at + 2] as number;
  const y1 = routes[at + 4] as number;
  const x2 = routes[at + 5] as number;
  const y2 = routes[at + 6] as number;
  if (routes[at] === ELBOW) {
    alongElbow(x0, y0, y1, x2, y2, t, point);
    return;
  }
  const x1 = routes[at + 3] as number;
  const u = 1 - t;
  point.x = u * u * x0 + 2 * u * t * x1 + t * t * x2;
  point.y = u * u * y0 + 2 * u * t * y1 + t * t * y2;
}

function alongElbow(
  x0: number,
  y0: number,
  bar: number,
  x2: number,
  y2: number,
  t: number,
  point: Point,
): void {
  const first = Math.abs(bar - y0);
  const level = Math.abs(x2 - x0);
  const last = Math.abs(y2 - bar);
  let rest = t * (first + level + last);
  if (rest <= first) {
    point.x = x0;
    point.y = y0 + Math.sign(bar - y0) * rest;
    return;
  }
  rest -= first;
  if (rest <= level) {
    point.x = x0 + Math.sign(x2 - x0) * rest;
    point.y = bar;
    return;
  }
  point.x = x2;
  point.y = bar + Math.sign(y2 - bar) * (rest - level);
}

/** Adds the way to a canvas path, in the tree's units. */
export function trace(
  routes: Float32Array,
  at: number,
  context: Pick<CanvasPath, 'moveTo' | 'lineTo' | 'quadraticCurveTo'>,
): void {
  const x0 = routes[at + 1] as number;
  const y0 = routes[at + 2] as number;
  const x2 = routes[at + 5] as number;
  const y2 = routes[at + 6] as number;
  context.moveTo(x0, y0);
  const y1 = routes[at + 4] as number;
  if (routes[at] === CURVE) {
    context.quadraticCurveTo(routes[at + 3] as number, y1, x2, y2);
    return;
  }
  context.lineTo(x0, y1);
  context.lineTo(x2, y1);
  context.lineTo(x2, y2);
}
