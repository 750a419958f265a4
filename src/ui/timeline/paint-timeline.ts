import type { SimTime } from '../../base/sim-time.ts';
import type { Mark, MarkKind, Span, Timeline } from '../../view/timeline.ts';
import { formatTime } from '../shared/format.ts';
import type { Colour } from '../shared/theme.ts';
import { ticks } from './span.ts';

const HEIGHT_PX = 48;
const AXIS_Y = 35;
const CURVE_PX = 30;
const COLUMN_PX = 3;
/** Marks nearer than this are one, with a number. */
export const CELL_PX = 26;
const TICK_PX = 110;
const HATCH_PX = 9;
const LINES: Readonly<Record<MarkKind | 'bookmark', number>> = {
  crash: 7,
  restart: 18,
  command: 29,
  bookmark: 7,
};

export interface TimelineLook {
  readonly timeline: Timeline;
  readonly span: Span;
  readonly width: number;
  readonly ratio: number;
  readonly now: SimTime;
  /** How far the run is known. */
  readonly end: SimTime;
  /** Of that, what is kept: the rest is made again when somebody goes there. */
  readonly kept: Span;
  readonly bookmarks: readonly SimTime[];
  /** Where the pointer is, in pixels; null when it is elsewhere. */
  readonly pointer: number | null;
  readonly colours: Readonly<Record<Colour, string>>;
}

export const xOf = (at: SimTime, span: Span, width: number): number =>
  ((at - span.from) / (span.to - span.from)) * width;

export const atOf = (x: number, span: Span, width: number): SimTime =>
  span.from + (x / Math.max(1, width)) * (span.to - span.from);

/** The strip, from the ground up. What is known and lies ahead is paler than what is past. */
export function paintTimeline(canvas: HTMLCanvasElement, look: TimelineLook): void {
  const { width, ratio, colours } = look;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.round(HEIGHT_PX * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  context.fillStyle = colours.panel;
  context.fillRect(0, 0, width, HEIGHT_PX);
  const known = xOf(look.end, look.span, width);
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, Math.min(width, known), AXIS_Y);
  paintGap(context, look, 0, look.kept.from);
  paintGap(context, look, look.kept.to, look.end);
  paintCurve(context, look);
  paintTicks(context, look);
  for (const kind of ['command', 'restart', 'crash'] as const) paintMarks(context, look, kind);
  for (const at of look.bookmarks) paintFlag(context, look, at);
  if (look.pointer !== null) paintLine(context, look.pointer, colours.edge, 1);
  paintPlayhead(context, look);
}

/** Known, and no longer kept: hatched, so that it does not look as if nothing had happened. */
function paintGap(
  context: CanvasRenderingContext2D,
  { span, width, colours }: TimelineLook,
  from: SimTime,
  to: SimTime,
): void {
  const [left, right] = [from, to].map((at) => Math.max(0, Math.min(width, xOf(at, span, width))));
  if (left === undefined || right === undefined || right - left < 1) return;
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, AXIS_Y);
  context.clip();
  context.beginPath();
  for (let x = left - AXIS_Y; x < right; x += HATCH_PX) {
    context.moveTo(x, AXIS_Y);
    context.lineTo(x + AXIS_Y, 0);
  }
  context.strokeStyle = colours.hairline;
  context.lineWidth = 2;
  context.stroke();
  context.restore();
}

function paintCurve(context: CanvasRenderingContext2D, look: TimelineLook): void {
  const { timeline, span, width, now, colours } = look;
  const counts = new Float64Array(Math.max(1, Math.ceil(width / COLUMN_PX)));
  timeline.density(span, counts);
  let most = 1;
  for (const count of counts) most = Math.max(most, count);
  const curve = new Path2D();
  curve.moveTo(0, AXIS_Y);
  for (let column = 0; column < counts.length; column++) {
    // By the root, so that a quiet stretch is seen beside a storm.
    const height = Math.sqrt((counts[column] as number) / most) * CURVE_PX;
    curve.lineTo(column * COLUMN_PX, AXIS_Y - height);
    curve.lineTo((column + 1) * COLUMN_PX, AXIS_Y - height);
  }
  curve.lineTo(counts.length * COLUMN_PX, AXIS_Y);
  const present = Math.max(0, Math.min(width, xOf(now, span, width)));
  for (const [from, to, alpha] of [
    [0, present, 0.55],
    [present, width, 0.22],
  ] as const) {
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, HEIGHT_PX);
    context.clip();
    context.globalAlpha = alpha;
    context.fillStyle = colours.edge;
    context.fill(curve);
    context.restore();
  }
}

function paintTicks(
  context: CanvasRenderingContext2D,
  { span, width, colours }: TimelineLook,
): void {
  context.font = FONT;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.lineWidth = 1;
  context.strokeStyle = colours.hairline;
  context.beginPath();
  context.moveTo(0, AXIS_Y + 0.5);
  context.lineTo(width, AXIS_Y + 0.5);
  const moments = ticks(span, width, TICK_PX);
  const isWholeSeconds = moments.every((at) => at % 1_000_000 === 0);
  for (const at of moments) {
    const x = Math.round(xOf(at, span, width)) + 0.5;
    context.moveTo(x, AXIS_Y);
    context.lineTo(x, HEIGHT_PX);
    context.fillStyle = colours['ink-3'];
    const text = formatTime(at);
    context.fillText(isWholeSeconds ? text.slice(0, -4) : text, x + 3, HEIGHT_PX - 2);
  }
  context.stroke();
}

function paintMarks(context: CanvasRenderingContext2D, look: TimelineLook, kind: MarkKind): void {
  const { timeline, span, width } = look;
  const cells = Math.max(1, Math.floor(width / CELL_PX));
  for (const mark of timeline.marksIn(kind, span, cells)) paintMark(context, look, kind, mark);
}

function paintMark(
  context: CanvasRenderingContext2D,
  { span, width, colours }: TimelineLook,
  kind: MarkKind,
  { at, count }: Mark,
): void {
  const x = xOf(at, span, width);
  const y = LINES[kind];
  const colour = TONES[kind];
  const shape = SHAPES[kind];
  context.save();
  context.translate(x, y);
  context.lineCap = 'round';
  // A rim of ground keeps the shape clear of the curve.
  context.strokeStyle = colours.ground;
  context.lineWidth = 5;
  context.stroke(shape);
  context.strokeStyle = colours[colour];
  context.lineWidth = 2;
  context.stroke(shape);
  if (kind === 'command') {
    context.fillStyle = colours[colour];
    context.fill(shape);
  }
  context.restore();
  if (count === 1) return;
  context.font = FONT_BOLD;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.strokeStyle = colours.ground;
  context.fillStyle = kind === 'command' ? colours.ink : colours[`${colour}-text` as Colour];
  const text = count > 999 ? '999+' : String(count);
  context.strokeText(text, x + 6, y + 0.5);
  context.fillText(text, x + 6, y + 0.5);
}

const TONES: Readonly<Record<MarkKind, 'crashed' | 'restarting' | 'ink'>> = {
  crash: 'crashed',
  restart: 'restarting',
  command: 'ink',
};

/** A cross, a ring, and a person. */
const SHAPES: Readonly<Record<MarkKind, Path2D>> = {
  crash: new Path2D('M-3.2-3.2L3.2 3.2M3.2-3.2L-3.2 3.2'),
  restart: new Path2D('M3.4-1.2A3.6 3.6 0 1 0 3.6.4'),
  command: new Path2D('M-1.5-2.8a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0zM-3 3.4a3 3 0 0 1 6 0z'),
};

function paintFlag(
  context: CanvasRenderingContext2D,
  { span, width, colours }: TimelineLook,
  at: SimTime,
): void {
  const x = Math.round(xOf(at, span, width));
  if (x < -10 || x > width + 10) return;
  context.strokeStyle = colours.ink;
  context.fillStyle = colours.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x + 0.5, AXIS_Y);
  context.lineTo(x + 0.5, LINES.bookmark - 5);
  context.stroke();
  context.beginPath();
  context.moveTo(x + 1, LINES.bookmark - 6);
  context.lineTo(x + 10, LINES.bookmark - 2);
  context.lineTo(x + 1, LINES.bookmark + 2);
  context.fill();
}

function paintPlayhead(
  context: CanvasRenderingContext2D,
  { now, span, width, colours }: TimelineLook,
): void {
  const x = xOf(now, span, width);
  if (x < -6 || x > width + 6) return;
  paintLine(context, x, colours.ink, 2);
  context.fillStyle = colours.ink;
  context.beginPath();
  context.moveTo(x - 6, AXIS_Y + 12);
  context.lineTo(x + 6, AXIS_Y + 12);
  context.lineTo(x, AXIS_Y + 2);
  context.fill();
}

function paintLine(
  context: CanvasRenderingContext2D,
  x: number,
  colour: string,
  width: number,
): void {
  context.fillStyle = colour;
  context.fillRect(x - width / 2, 0, width, AXIS_Y + 4);
}

const FONT = '12px "Source Sans 3", sans-serif';
const FONT_BOLD = '600 12px "Source Sans 3", sans-serif';
