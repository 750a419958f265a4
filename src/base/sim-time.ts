/**
 * A moment of virtual time: whole microseconds since the run began.
 *
 * Microseconds, because scheduling delays are shorter than OTP's milliseconds; whole numbers,
 * because sums of floats differ with their order. OTP's own units (milliseconds for timers,
 * seconds for `period`) stay at the border and are converted here.
 */
export type SimTime = number;

export const MICROSECONDS_PER_MS = 1_000;
export const MICROSECONDS_PER_SECOND = 1_000_000;

/** Whole seconds, cut off: what OTP's `erlang:monotonic_time(second)` gives. */
export const toWholeSeconds = (at: SimTime): number => Math.floor(at / MICROSECONDS_PER_SECOND);
