import { ErlangError, Exit, type ExitReason } from '../runtime/exit-reason.ts';
import type { Term } from '../runtime/term.ts';

/**
 * What callbacks give back: OTP's tuples as tagged objects, with a builder for each.
 * `next` is OTP's last element: an idle timeout in milliseconds, `hibernate` (here as an endless timeout), or
 * `{continue, Term}`.
 */
export type Next = number | 'hibernate' | { readonly continue: Term };

export interface Ok<State> {
  readonly type: 'ok';
  readonly state: State;
  readonly next?: Next | undefined;
}
export interface Ignore {
  readonly type: 'ignore';
}
export interface Reply<State> {
  readonly type: 'reply';
  readonly reply: Term;
  readonly state: State;
  readonly next?: Next | undefined;
}
export interface NoReply<State> {
  readonly type: 'noreply';
  readonly state: State;
  readonly next?: Next | undefined;
}
export interface Stop<State> {
  readonly type: 'stop';
  readonly reason: ExitReason;
  readonly state: State;
}
export interface StopReply<State> {
  readonly type: 'stop_reply';
  readonly reason: ExitReason;
  readonly reply: Term;
  readonly state: State;
}
export interface StopInit {
  readonly type: 'stop';
  readonly reason: ExitReason;
}

/** `{ok, State}` of init. */
export const ok = <State>(state: State, next?: Next): Ok<State> => ({ type: 'ok', state, next });
/** `ignore` of init: no process, but no failure. */
export const ignore = (): Ignore => ({ type: 'ignore' });
/** `{reply, Reply, State}`. */
export const reply = <State>(answer: Term, state: State, next?: Next): Reply<State> => ({
  type: 'reply',
  reply: answer,
  state,
  next,
});
/** `{noreply, State}`. */
export const noreply = <State>(state: State, next?: Next): NoReply<State> => ({
  type: 'noreply',
  state,
  next,
});

/** `{stop, Reason, State}`; of init, `{stop, Reason}`. */
export function stop(reason: ExitReason): StopInit;
export function stop<State>(reason: ExitReason, state: State): Stop<State>;
export function stop(reason: ExitReason, state?: unknown): StopInit | Stop<unknown> {
  return state === undefined ? { type: 'stop', reason } : { type: 'stop', reason, state };
}
/** `{stop, Reason, Reply, State}`: the caller gets its reply after `terminate`. */
export const stopReply = <State>(
  reason: ExitReason,
  answer: Term,
  state: State,
): StopReply<State> => ({
  type: 'stop_reply',
  reason,
  reply: answer,
  state,
});

/** `erlang:error/1`. */
export function error(reason: Term): never {
  throw new ErlangError(reason);
}

/** `erlang:exit/1`: raises, and can be caught. `self.exit` sends an exit signal. */
export function exit(reason: ExitReason): never {
  throw new Exit(reason);
}

/** `div/2`: integer division, cut towards zero. By zero it raises badarith, as in Erlang. */
export function div(dividend: number, divisor: number): number {
  if (divisor === 0 || !Number.isInteger(dividend) || !Number.isInteger(divisor))
    badarith('div', dividend, divisor);
  return Math.trunc(dividend / divisor);
}

/** `rem/2`. */
export function rem(dividend: number, divisor: number): number {
  if (divisor === 0 || !Number.isInteger(dividend) || !Number.isInteger(divisor))
    badarith('rem', dividend, divisor);
  return dividend % divisor;
}

function badarith(name: string, ...args: readonly unknown[]): never {
  throw new ErlangError('badarith', [name, args]);
}
