import type { Steps } from '../../runtime/activation.ts';
import { CALL_TIMEOUT_MS, contextOf, type Self } from '../../runtime/self.ts';
import { isViaName, type ServerRef, sendVia } from '../../runtime/server-ref.ts';
import { freezeTerm, type Term } from '../../runtime/term.ts';
import { MESSAGE } from '../../runtime/trace-event.ts';
import {
  ask,
  Starting,
  type StartMonitorResult,
  type StartOptions,
  startMonitored,
  stopProcess,
} from '../gen/gen.ts';
import type { HandlerName } from './event-handler.ts';
import { GEN_EVENT } from './gen-event.ts';
import { eventRequests } from './requests.ts';

/** What stands for the callback module of a manager: its handlers have theirs. */
const NO_MODULE = 'gen_event';

/**
 * The functions of OTP's module `gen_event`. Those that wait are used with `yield*`; all but `call` wait for
 * ever, as in OTP. Requests travel as OTP's tuples: `['add_handler', Handler, Args]`.
 */
export const genEvent = {
  ...eventRequests,

  /** `start_link/0,1`: a manager without handlers. */
  startLink: (self: Self, options: StartOptions = {}): Starting =>
    new Starting(self, GEN_EVENT, true, NO_MODULE, null, options),

  /** `start/0,1`: without a link. */
  start: (self: Self, options: StartOptions = {}): Starting =>
    new Starting(self, GEN_EVENT, false, NO_MODULE, null, options),

  /** `start_monitor/0,1`: with a monitor, whose `ref` comes with the pid. */
  startMonitor: (self: Self, options: StartOptions = {}): Steps<StartMonitorResult> =>
    startMonitored(self, GEN_EVENT, NO_MODULE, null, options),

  /** `add_handler/3`: `ok`, or whatever else its `init` gave (`['EXIT', Reason]` if it raised); then it is not added. */
  addHandler: (self: Self, dest: ServerRef, handler: HandlerName, args: Term = null): Steps<Term> =>
    request(self, dest, ['add_handler', handler, args]),

  /**
   * `add_sup_handler/3`: the handler goes when this process ends. This process is told when the handler goes:
   * `{type: 'gen_event_EXIT', handler, reason}`. Links it with the manager.
   */
  addSupHandler: (
    self: Self,
    dest: ServerRef,
    handler: HandlerName,
    args: Term = null,
  ): Steps<Term> => request(self, dest, ['add_sup_handler', handler, args, self.pid]),

  /** `delete_handler/3`: what its `terminate(args, state)` gave; `{type: 'error', reason: 'module_not_found'}`. */
  deleteHandler: (
    self: Self,
    dest: ServerRef,
    handler: HandlerName,
    args: Term = null,
  ): Steps<Term> => request(self, dest, ['delete_handler', handler, args]),

  /** `swap_handler/3`: `ok` or `{type: 'error', reason}`; then both are gone. The new one comes first, with the old one's supervision. */
  swapHandler: (
    self: Self,
    dest: ServerRef,
    [from, args]: readonly [HandlerName, Term],
    [to, initArgs]: readonly [HandlerName, Term],
  ): Steps<Term> => request(self, dest, ['swap_handler', from, args, to, initArgs]),

  /** `swap_sup_handler/3`: as `swapHandler`; the new one is supervised by this process. */
  swapSupHandler: (
    self: Self,
    dest: ServerRef,
    [from, args]: readonly [HandlerName, Term],
    [to, initArgs]: readonly [HandlerName, Term],
  ): Steps<Term> => request(self, dest, ['swap_sup_handler', from, args, to, initArgs, self.pid]),

  /** `which_handlers/1`: newest first. */
  whichHandlers: (self: Self, dest: ServerRef): Steps<Term> =>
    request(self, dest, 'which_handlers'),

  /** `notify/2`: doesn't wait. A name that nobody has raises badarg. */
  notify(self: Self, dest: ServerRef, event: Term): void {
    const body = freezeTerm(event);
    if (isViaName(dest)) sendVia(self, dest, MESSAGE.notify, body);
    else contextOf(self).post(dest, MESSAGE.notify, body, true);
  },

  /** `sync_notify/2`: `ok` when all handlers are through with it. */
  syncNotify: (self: Self, dest: ServerRef, event: Term): Steps<Term> =>
    request(self, dest, event, MESSAGE.sync_notify),

  /** `call/3,4`: one handler's reply; `{type: 'error', reason}` if it isn't there or failed. */
  call: callHandler,

  /** `stop/1,3`: returns when it has ended with `reason`. */
  stop: stopProcess,
} as const;

/** `rpc/2` of gen_event.erl. Raises Exit with why the manager could not answer. */
const request = (
  self: Self,
  dest: ServerRef,
  command: Term,
  kind: number = MESSAGE.call,
): Steps<Term> => ask(self, dest, kind, freezeTerm(command), Number.POSITIVE_INFINITY);

function callHandler(
  self: Self,
  dest: ServerRef,
  handler: HandlerName,
  query: Term,
  timeoutMs = CALL_TIMEOUT_MS,
): Steps<Term> {
  const message = freezeTerm(['call', handler, query]);
  const blamed = ['gen_event', 'call', [dest, handler, query]];
  return ask(self, dest, MESSAGE.call, message, timeoutMs, blamed);
}
