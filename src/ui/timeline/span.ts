import type { SimTime } from '../../base/sim-time.ts';
import type { Span } from '../../view/timeline.ts';

/** Never closer than this: a few scheduling delays. */
const WIDTH_MIN_US = 200;
/** An empty run has a second to begin with. */
const WHOLE_MIN_US = 1_000_000;

/** The whole of a run that goes as far as `end`, with a round end: while it grows, most of the time it stands still. */
export function wholeSpan(end: SimTime): Span {
  return { from: 0, to: roundUp(Math.max(WHOLE_MIN_US, end * 1.02)) };
}

export const isWhole = (span: Span, end: SimTime): boolean =>
  span.from <= 0 && span.to >= wholeSpan(end).to;

/** Closer by `factor` (further away below 1), with the moment `at` staying in its place. */
export function zoom(span: Span, factor: number, at: SimTime, end: SimTime): Span {
  const width = Math.max(WIDTH_MIN_US, (span.to - span.from) / factor);
  const share = (at - span.from) / (span.to - span.from);
  return within(at - share * width, width, end);
}

/** To the right by a part of its width; to the left below 0. */
export function pan(span: Span, part: number, end: SimTime): Span {
  const width = span.to - span.from;
  return within(span.from + part * width, width, end);
}

/** Moved just as far as needed for a moment that has left it, when it had stood in it before. */
export function follow(span: Span, before: SimTime, now: SimTime, end: SimTime): Span {
  const was = before >= span.from && before <= span.to;
  if (!was || (now >= span.from && now <= span.to)) return span;
  const width = span.to - span.from;
  return within(now > span.to ? now - width * 0.2 : now - width * 0.8, width, end);
}

function within(from: SimTime, width: number, end: SimTime): Span {
  const whole = wholeSpan(end);
  if (width >= whole.to) return whole;
  const begin = Math.min(Math.max(0, from), whole.to - width);
  return { from: begin, to: begin + width };
}

/** Round moments within the span, at least `widthPx` apart. */
export function ticks(span: Span, px: number, widthPx: number): readonly SimTime[] {
  const step = roundUp(((span.to - span.from) / Math.max(1, px)) * widthPx);
  const first = Math.ceil(span.from / step);
  const last = Math.floor(span.to / step);
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => (first + index) * step,
  );
}

/** The next of 1, 1.5, 2, 3, 5 and 7 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 3, 5, 7].find((each) => each * power >= value) ?? 10;
  return factor * power;
}
