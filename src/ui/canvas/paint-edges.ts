import { type Frame, inTreeUnits } from './frame.ts';
import { overlaps } from './geometry.ts';
import { barOf, spineOf } from './route.ts';
import type { Family } from './scene.ts';

const FAINT_BELOW = 0.25;
const parentAt = { x: 0, y: 0 };
const childAt = { x: 0, y: 0 };

/** Supervision edges: from each supervisor a stem, a bar over its children, a drop to each that is in view. */
export function paintEdges(context: CanvasRenderingContext2D, frame: Frame): void {
  const { colours, scene, viewport, seen } = frame;
  inTreeUnits(context, frame);
  context.beginPath();
  for (const family of scene.families) {
    if (overlaps(family.bounds, seen)) traceFamily(context, frame, family);
  }
  context.lineWidth = Math.max(1.5, 1.25 / viewport.zoom);
  context.strokeStyle = colours.edge;
  // Far off, a thousand edges would drown the cards.
  context.globalAlpha = viewport.zoom < FAINT_BELOW ? 0.5 : 1;
  context.stroke();
  context.globalAlpha = 1;
}

function traceFamily(
  context: CanvasRenderingContext2D,
  { easing, clock, seen }: Frame,
  { parent, children }: Family,
): void {
  easing.place(parent, clock, parentAt);
  const stemX = parentAt.x + parent.width / 2;
  const right = seen.x + seen.width;
  const bottom = seen.y + seen.height;
  let bar = NaN;
  let from = stemX;
  let to = stemX;
  for (const child of children) {
    easing.place(child, clock, childAt);
    if (parent.lists) {
      const spine = spineOf(parentAt, childAt);
      const middle = childAt.y + child.height / 2;
      context.moveTo(spine, parentAt.y + parent.height);
      context.lineTo(spine, middle);
      context.lineTo(childAt.x, middle);
      continue;
    }
    const y = barOf(childAt.y, child.height);
    const x = childAt.x + child.width / 2;
    if (y !== bar) {
      if (!Number.isNaN(bar)) traceBar(context, from, to, bar, seen.x, right);
      bar = y;
      from = to = stemX;
      context.moveTo(stemX, parentAt.y + parent.height);
      context.lineTo(stemX, bar);
    }
    from = Math.min(from, x);
    to = Math.max(to, x);
    if (x < seen.x || x > right || bar > bottom) continue;
    context.moveTo(x, bar);
    context.lineTo(x, childAt.y);
  }
  if (!Number.isNaN(bar)) traceBar(context, from, to, bar, seen.x, right);
}

/** Cut to the view: a bar over a thousand children is longer than a canvas likes to draw. */
function traceBar(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  y: number,
  left: number,
  right: number,
): void {
  if (from === to) return;
  context.moveTo(Math.max(from, left - 10), y);
  context.lineTo(Math.min(to, right + 10), y);
}
