import { ErlangError } from './exit-reason.ts';
import { From, Pid, Ref } from './term.ts';

/**
 * What authors hand to `self` is checked before anything else: an error must come again when a
 * generator is run again in a fork, where effects don't happen.
 */
export const isPid = (pid: unknown): pid is Pid => pid instanceof Pid;

const isPidOrName = (dest: unknown): boolean => typeof dest === 'string' || isPid(dest);

/** A pid, a name, or a name with its node. */
export const isDest = (dest: unknown): boolean => isPidOrName(dest) || isNameOnNode(dest);

/** badarg of a built-in function of `erlang`. Options that were left out are no argument. */
export const badarg = (name: string, ...args: readonly unknown[]): ErlangError =>
  new ErlangError('badarg', [name, args.filter((argument) => argument !== NO_OPTIONS)]);

/** `{Name, Node}`. */
export function checkNameOnNode(dest: unknown): void {
  if (!isNameOnNode(dest)) throw new ErlangError('badarg');
}

export const isNameOnNode = (dest: unknown): boolean =>
  Array.isArray(dest) && dest.length === 2 && dest.every((part) => typeof part === 'string');

/** What stands for options that are left out: there is nothing to check. */
export const NO_OPTIONS = Object.freeze({});

/** No option but these, and each with a value it can have. */
export function checkOptions(
  options: unknown,
  allowed: Readonly<Record<string, (value: unknown) => boolean>>,
): void {
  if (!areOptions(options, allowed)) throw new ErlangError('badarg');
}

/** An option that is undefined is one that is left out. */
export function areOptions(
  options: unknown,
  allowed: Readonly<Record<string, (value: unknown) => boolean>>,
): boolean {
  if (options === NO_OPTIONS) return true;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false;
  return Object.entries(options).every(
    ([name, value]) =>
      value === undefined || (Object.hasOwn(allowed, name) && allowed[name]?.(value) === true),
  );
}

export const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

export const isRef = (ref: unknown): ref is Ref => ref instanceof Ref;

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

/** A timer's: a name, or a process of this node. */
export const isTimerDest = (dest: unknown, node: string): boolean =>
  isPidOrName(dest) && !(isPid(dest) && dest.node !== node);

/** A moment for a timer, in milliseconds; it may be past. */
export const isMoment = (ms: number): boolean => isWholeUpTo(Math.abs(ms), TIMER_MAX_MS);

/** Milliseconds until a timer fires, or of work. */
export const isDelay = (ms: number): boolean => isWholeUpTo(ms, TIMER_MAX_MS);

export function checkDelay(ms: number): void {
  if (!isDelay(ms)) throw new ErlangError('badarg');
}
