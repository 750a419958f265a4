import { AssertionError } from '../base/assert.ts';
import { formatTerm } from './format-term.ts';
import { freezeTerm, NotATerm, type Term } from './term.ts';

/** Why a process ended. Tuples are arrays: `['shutdown', 'x']` is `{shutdown,x}`. */
export type ExitReason = Term;

/** Raised by `exit(Reason)`, and by a call whose server is not there, dies or is too slow. Can be caught. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly reason: ExitReason;

  constructor(reason: ExitReason) {
    super(`exit: ${formatTerm(reason)}`);
    this.reason = reason;
  }
}

/** Raised by `error(Reason)`. The process exits with `{Reason, Stack}`. */
export class ErlangError extends Error {
  override readonly name = 'ErlangError';
  readonly reason: Term;
  /** The built-in function of `erlang` that raised it, with its arguments as they were given; undefined: code of the module. */
  readonly builtIn: BuiltIn | undefined;

  constructor(reason: Term, builtIn?: BuiltIn) {
    super(`error: ${formatTerm(reason)}`);
    this.reason = reason;
    this.builtIn = builtIn;
  }
}

type BuiltIn = readonly [name: string, args: readonly unknown[]];

export const ERROR_CLASS = 0;
export const EXIT_CLASS = 1;
export const THROW_CLASS = 2;
/** Not an exception of Erlang's: the runtime ends the process, its code has no say. */
export const KILL_CLASS = 3;

/** An exception, as data. `value` is what was thrown, for `throw` (OTP's behaviours take it as the returned value). */
export interface Failure {
  readonly class: number;
  readonly reason: Term;
  readonly value: unknown;
  /** On top of the stack: `{erlang, Function, Args}`, of a built-in function that raised. */
  readonly frame?: readonly Term[] | undefined;
}

/** How the code server tells what the instrumented code throws by itself. */
export interface Limits {
  isBudgetExhausted(thrown: unknown): boolean;
  isStackOverflow(thrown: unknown): boolean;
}

/**
 * What was thrown, as a failure. An engine's own error messages differ between engines, so of a
 * native error only its class goes into the reason; a message in `new Error(message)` is the author's.
 */
export function toFailure(thrown: unknown, limits: Limits): Failure {
  // Our bug is not their crash.
  if (thrown instanceof AssertionError) throw thrown;
  if (limits.isBudgetExhausted(thrown))
    return { class: KILL_CLASS, reason: 'too_many_reductions', value: undefined };
  if (limits.isStackOverflow(thrown))
    return { class: ERROR_CLASS, reason: 'system_limit', value: undefined };
  if (thrown instanceof Exit) return { class: EXIT_CLASS, reason: thrown.reason, value: undefined };
  if (thrown instanceof ErlangError)
    return {
      class: ERROR_CLASS,
      reason: thrown.reason,
      value: undefined,
      frame: frameOf(thrown.builtIn),
    };
  if (thrown instanceof NotATerm)
    return { class: ERROR_CLASS, reason: ['not_a_term', thrown.message], value: undefined };
  if (thrown instanceof Error)
    return { class: ERROR_CLASS, reason: nativeReason(thrown), value: undefined };
  try {
    return { class: THROW_CLASS, reason: ['nocatch', freezeTerm(thrown)], value: thrown };
  } catch {
    return { class: THROW_CLASS, reason: ['nocatch', 'not_a_term'], value: thrown };
  }
}

/** Made when nobody has caught it: arguments are the author's, and a frame freezes them. Those that are no terms are left out. */
function frameOf(builtIn: BuiltIn | undefined): readonly Term[] | undefined {
  if (!Array.isArray(builtIn)) return undefined;
  const [name, args] = builtIn;
  return ['erlang', String(name), Array.isArray(args) ? args.filter(isTerm) : []];
}

function isTerm(value: unknown): value is Term {
  try {
    freezeTerm(value);
    return true;
  } catch {
    return false;
  }
}

const NATIVE: readonly (readonly [new (message: string) => Error, string])[] = [
  [TypeError, 'TypeError'],
  [RangeError, 'RangeError'],
  [ReferenceError, 'ReferenceError'],
  [SyntaxError, 'SyntaxError'],
  [EvalError, 'EvalError'],
  [URIError, 'URIError'],
];

function nativeReason(thrown: Error): Term {
  const native = NATIVE.find(([type]) => thrown instanceof type);
  if (native !== undefined) return ['javascript', native[1]];
  const message = typeof thrown.message === 'string' ? thrown.message : '';
  return thrown.name === 'Error' || typeof thrown.name !== 'string'
    ? message
    : [thrown.name, message];
}

/**
 * The exit reason of a process that ends by this failure, raised in `callback` of `module`. With an error comes a short
 * stack: the callback, and above it the built-in function that raised, if one did.
 */
export function exitReasonOf(failure: Failure, module: string, callback: string): ExitReason {
  if (failure.class === EXIT_CLASS || failure.class === KILL_CLASS) return failure.reason;
  const { reason, frame } = failure;
  if (frame === undefined) return freezeTerm([reason, [[module, callback]]]);
  return freezeTerm([reason, module === frame[0] ? [frame] : [frame, [module, callback]]]);
}

/** `normal`, `shutdown`, `{shutdown, _}`: an end that needs no report. */
export function isOrderly(reason: ExitReason): boolean {
  return reason === 'normal' || reason === 'shutdown' || isShutdownTuple(reason);
}

function isShutdownTuple(reason: ExitReason): boolean {
  return Array.isArray(reason) && reason.length === 2 && reason[0] === 'shutdown';
}
