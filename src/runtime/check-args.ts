import { ErlangError } from './exit-reason.ts';
import { From, Pid, Ref } from './term.ts';

/**
 * What authors hand to `self` is checked before anything else: an error must come again when a
 * generator is run again in a fork, where effects don't happen.
 */
export function checkPid(pid: unknown): void {
  if (!(pid instanceof Pid)) throw new ErlangError('badarg');
}

export function checkDest(dest: unknown): void {
  if (typeof dest !== 'string' && !(dest instanceof Pid)) throw new ErlangError('badarg');
}

export function checkRef(ref: unknown): void {
  if (!(ref instanceof Ref)) throw new ErlangError('badarg');
}

export function checkFrom(from: unknown): void {
  if (!(from instanceof From)) throw new ErlangError('badarg');
}

/** OTP's bound for `receive … after`: 32 bits. */
const TIMEOUT_MAX_MS = 2 ** 32 - 1;
/** A timer may be longer; this keeps the moment an exact integer. */
const TIMER_MAX_MS = 2 ** 42;

const isWholeUpTo = (ms: number, max: number): boolean =>
  Number.isInteger(ms) && ms >= 0 && ms <= max;

export const isTimeout = (ms: number): boolean =>
  ms === Number.POSITIVE_INFINITY || isWholeUpTo(ms, TIMEOUT_MAX_MS);

/** Milliseconds to wait, Infinity included. */
export function checkTimeout(ms: number): void {
  if (!isTimeout(ms)) throw new ErlangError('timeout_value');
}

/** Milliseconds until a timer fires, or of work. */
export function checkDelay(ms: number): void {
  if (!isWholeUpTo(ms, TIMER_MAX_MS)) throw new ErlangError('badarg');
}
