import { formatTime } from '../base/format-time.ts';
import type { SimTime } from '../base/sim-time.ts';

/** What is looked for, as fast as it goes: a callback that raises, or the moment after which nothing will happen. */
export interface Search {
  readonly for: 'crash' | 'idle';
  /** The step it set out from, and how many it makes at most. */
  readonly from: number;
  readonly most: number;
}

/** Some seconds of real time. Who looks on presses once more. */
export const SEARCH_STEPS_MAX = 250_000;

const MOST = `${SEARCH_STEPS_MAX / 1_000} thousand steps`;

/** What is said when it has made all of its steps. */
export function notFound(search: Search, at: SimTime): string {
  const far = `${MOST}, up to ${formatTime(at)}`;
  return search.for === 'crash'
    ? `No crash within ${far}. Look for it once more to go on from here.`
    : `Still busy after ${far}: this system may never come to rest by itself.`;
}

/** What is said when the run has come to its end. */
export const NO_CRASH_AT_ALL = 'No crash: nothing is left to happen.';
