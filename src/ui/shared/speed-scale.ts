/**
 * The speed slider: one step a second at its left end, as fast as possible at its right end, and
 * in between virtual seconds a second on a log scale, three decades down and three up from real time.
 */
export const POSITION_MAX = 62;
/** Half a tick: where the neighbour of an end lies. */
const FIRST = 1;
const LAST = POSITION_MAX - 1;
const SLOWEST = 0.001;
const FASTEST = 1000;
const TICKS_A_DECADE = 10;

/** `playground.setSpeed` takes these for the two ends. */
export const ONE_STEP_A_SECOND = 0;
export const AS_FAST_AS_POSSIBLE = Number.POSITIVE_INFINITY;

export function speedAt(position: number): number {
  if (position < FIRST) return ONE_STEP_A_SECOND;
  if (position > LAST) return AS_FAST_AS_POSSIBLE;
  return rounded(SLOWEST * 10 ** ((position - FIRST) / TICKS_A_DECADE));
}

export function positionOf(speed: number): number {
  if (speed <= ONE_STEP_A_SECOND) return 0;
  if (speed > FASTEST) return POSITION_MAX;
  const decades = Math.log10(Math.max(speed, SLOWEST) / SLOWEST);
  return FIRST + Math.round(decades * TICKS_A_DECADE);
}

/** What the slider says beside it and to a screen reader. */
export function formatSpeed(speed: number): string {
  if (speed <= ONE_STEP_A_SECOND) return '1 step/s';
  if (speed > FASTEST) return 'max';
  return `×${rounded(speed)}`;
}

/** Two significant digits: 1, 1.3, 1.6, 2 … are easier to say than 1.2589. */
function rounded(speed: number): number {
  return Number(speed.toPrecision(2));
}
