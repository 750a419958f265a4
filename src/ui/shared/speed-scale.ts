import { AS_FAST_AS_POSSIBLE, FASTEST, ONE_STEP_A_SECOND, SLOWEST } from '../../store/speed.ts';

/**
 * The speed slider: one step a second at its left end, as fast as possible at its right end, and
 * in between virtual seconds a second on a log scale, three decades down and three up from real time.
 */
export const POSITION_MAX = 62;
/** Half a tick: where the neighbour of an end lies. */
const FIRST = 1;
const LAST = POSITION_MAX - 1;
const TICKS_A_DECADE = 10;

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
