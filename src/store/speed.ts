/**
 * How fast a run is shown: one number, in virtual seconds a real second. The two ends of the scale
 * count otherwise: 0 is one step a second, however far apart the steps are; above `FASTEST` it is
 * as fast as the machine can.
 */
export type Pace =
  | { readonly type: 'steps'; readonly everyMs: number }
  /** Virtual time flows evenly. */
  | { readonly type: 'rate'; readonly usPerMs: number }
  | { readonly type: 'max' };

export const ONE_STEP_A_SECOND = 0;
export const SLOWEST = 0.001;
export const FASTEST = 1_000;
export const AS_FAST_AS_POSSIBLE = Number.POSITIVE_INFINITY;

/** From here on beats are not told one by one: they would pass too fast to be seen. */
const BEATS_MERGE_AT = 20;
/** A beat is never shorter on screen, in real milliseconds. */
const BEAT_MS_MIN = 80;

/** A speed that can be: what lies outside the scale, or is no number, goes to the nearest end. */
export function toSpeed(speed: number): number {
  if (Number.isNaN(speed) || speed <= 0) return ONE_STEP_A_SECOND;
  if (speed > FASTEST) return AS_FAST_AS_POSSIBLE;
  return Math.max(speed, SLOWEST);
}

export function paceOf(speed: number): Pace {
  if (speed <= ONE_STEP_A_SECOND) return { type: 'steps', everyMs: 1_000 };
  // Virtual seconds a second are as many thousand microseconds a millisecond.
  return speed > FASTEST ? { type: 'max' } : { type: 'rate', usPerMs: speed * 1_000 };
}

export const tellsBeats = (speed: number): boolean => speed < BEATS_MERGE_AT;

/**
 * How long a beat is held: shorter when the run is faster. Slower than real time it grows to twice
 * `beatMs` and no further: somebody who watches microseconds still wants the story to go on.
 */
export function holdMs(beatMs: number, speed: number): number {
  return Math.max(BEAT_MS_MIN, beatMs / Math.max(0.5, speed));
}
