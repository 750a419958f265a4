import type { Steps } from '../../runtime/activation.ts';
import { ErlangError } from '../../runtime/exit-reason.ts';
import type { Become } from '../../runtime/plain.ts';
import type { Self } from '../../runtime/self.ts';
import type { ServerRef } from '../../runtime/server-ref.ts';
import { From, freezeTerm, type Term } from '../../runtime/term.ts';
import { MESSAGE } from '../../runtime/trace-event.ts';
import { type EnterOptions, enterLoop } from '../gen/enter-loop.ts';
import { ask, startFunctions, stopProcess } from '../gen/gen.ts';
import { requests } from '../gen/requests.ts';
import type { EnterData } from './data.ts';
import { GEN_STATEM } from './gen-statem.ts';
import type { Action, ReplyAction } from './module.ts';

/** Of a call, in milliseconds. OTP 24 and later drop a late reply in either case, so the two are the same. */
export type CallTimeout =
  | number
  | readonly ['clean_timeout', number]
  | readonly ['dirty_timeout', number];

/** The functions of OTP's module `gen_statem`. Those that wait are used with `yield*`. */
export const genStatem = {
  ...startFunctions(GEN_STATEM),

  /** `call/2,3`: waits for ever, unless a timeout says otherwise. Raises Exit: `{Reason, {gen_statem,call,[Dest,Request,Timeout]}}`. */
  call,

  ...requests,

  /**
   * `enter_loop/4,5,6`: a plain process returns it, and is a gen_statem from then on, without init. `name` must be the
   * process's own; `actions` as init gives them.
   */
  enterLoop(
    self: Self,
    module: string,
    state: Term,
    data: Term,
    { actions = [], ...options }: EnterOptions & { readonly actions?: readonly Action[] } = {},
  ): Become {
    if (typeof module !== 'string') throw new ErlangError('badarg');
    freezeTerm([state, data, actions]);
    const entering: EnterData['entering'] = { state, data, actions };
    return enterLoop(self, GEN_STATEM, module, { entering } satisfies EnterData, options);
  },

  /** `cast/2`: never fails. */
  cast: (self: Self, dest: ServerRef, message: Term): void => self.cast(dest, message),

  /** `reply/1`: a reply action, or several, made by `replyTo`. `reply/2`: From and the reply. */
  reply(self: Self, to: From | ReplyAction | readonly ReplyAction[], value: Term = null): void {
    if (to instanceof From) return self.reply(to, value);
    for (const { from, reply } of 'type' in to ? [to] : to) self.reply(from, reply);
  },

  /** `stop/1,3`: returns when it has ended with `reason`. */
  stop: stopProcess,
} as const;

function call(
  self: Self,
  dest: ServerRef,
  request: Term,
  timeout: CallTimeout = Number.POSITIVE_INFINITY,
): Steps<Term> {
  const message = freezeTerm(request);
  const time = timeout === Number.POSITIVE_INFINITY ? 'infinity' : timeout;
  const blamed = ['gen_statem', 'call', [dest, message, time]];
  return ask(self, dest, MESSAGE.call, message, lengthOf(timeout), blamed);
}

function lengthOf(timeout: CallTimeout): number {
  if (typeof timeout === 'number') return timeout;
  const [kind, ms] = timeout;
  if (kind !== 'clean_timeout' && kind !== 'dirty_timeout') throw new ErlangError('badarg');
  return ms;
}
