import type { Steps } from '../runtime/activation.ts';
import { isDelay, isNameOnNode } from '../runtime/check-args.ts';
import type { ExitReason } from '../runtime/exit-reason.ts';
import { contextOf, type Dest, type Self } from '../runtime/self.ts';
import { freezeTerm, Pid, Ref, type Term } from '../runtime/term.ts';
import type { TimerSettings } from '../runtime/timer.ts';

export type TimerResult =
  | { readonly type: 'ok'; readonly ref: Ref }
  | { readonly type: 'error'; readonly reason: 'badarg' };

export type TimerCancelled =
  | { readonly type: 'ok'; readonly value: 'cancel' }
  | { readonly type: 'error'; readonly reason: 'badarg' };

/**
 * The functions of OTP's module `timer`. Times are in milliseconds; with a time of 0 the caller does it itself, at
 * once. What is no time, function or receiver gives `{error,badarg}`.
 *
 * OTP: there is no server behind it. Its timers are the node's, and an exit signal of theirs is from nobody (`null`).
 */
export const timer = {
  /** `sleep/1`; the time may be Infinity. */
  sleep: (self: Self, ms: number): Steps<void> => self.sleep(ms),

  /** `apply_after/4`: a new process runs `module:function(self, ...args)`. */
  applyAfter(
    self: Self,
    ms: number,
    module: string,
    name: string,
    args: readonly Term[],
  ): TimerResult {
    if (!isDelay(ms) || !isFunction(module, name, args)) return BADARG;
    const body = freezeTerm([module, name, args]);
    if (ms > 0) return start(self, ms, null, body, { action: 'apply' });
    self.spawn(module, name, args);
    return instant(self);
  },

  /** `apply_interval/4`: again and again, until it is cancelled or the caller ends. */
  applyInterval(
    self: Self,
    ms: number,
    module: string,
    name: string,
    args: readonly Term[],
  ): TimerResult {
    if (!isDelay(ms) || !isFunction(module, name, args)) return BADARG;
    const body = freezeTerm([module, name, args]);
    return start(self, ms, null, body, { action: 'apply', everyMs: every(ms), tie: self.pid });
  },

  /** `send_after/2,3`: `sendAfter(self, ms, [dest,] message)`, by default to the caller. A name is looked up when it is time. */
  sendAfter(
    self: Self,
    ms: number,
    ...rest: [message: Term] | [dest: Dest, message: Term]
  ): TimerResult {
    const [dest, message] = rest.length === 1 ? [self.pid, rest[0]] : rest;
    if (!isDelay(ms) || !isDest(dest)) return BADARG;
    const body = freezeTerm(message);
    if (ms > 0) return start(self, ms, receiver(self, dest), body, {});
    self.send(dest, body);
    return instant(self);
  },

  /** `send_interval/2,3`: again and again, until it is cancelled or who has the pid or name now ends. */
  sendInterval(
    self: Self,
    ms: number,
    ...rest: [message: Term] | [dest: Dest, message: Term]
  ): TimerResult {
    const [dest, message] = rest.length === 1 ? [self.pid, rest[0]] : rest;
    if (!isDelay(ms) || !isDest(dest)) return BADARG;
    const body = freezeTerm(message);
    const to = receiver(self, dest);
    if (to === null) return BADARG;
    const tie = typeof to === 'string' ? self.whereis(to) : to;
    return tie === undefined
      ? instant(self)
      : start(self, ms, to, body, { everyMs: every(ms), tie });
  },

  /** `exit_after/2,3`: `exitAfter(self, ms, [target,] reason)`, by default to the caller. */
  exitAfter(
    self: Self,
    ms: number,
    ...rest: [reason: ExitReason] | [target: Pid | string, reason: ExitReason]
  ): TimerResult {
    const [target, reason] = rest.length === 1 ? [self.pid, rest[0]] : rest;
    if (!isDelay(ms)) return BADARG;
    const body = freezeTerm(reason);
    const to = target instanceof Pid || typeof target === 'string' ? target : null;
    if (ms > 0) return start(self, ms, to, body, { action: 'exit', tie: null });
    const pid = typeof to === 'string' ? self.whereis(to) : to;
    if (pid !== undefined && pid !== null) self.exit(pid, body);
    return instant(self);
  },

  /** `kill_after/1,2`. */
  killAfter: (self: Self, ms: number, target: Pid | string = self.pid): TimerResult =>
    timer.exitAfter(self, ms, target, 'kill'),

  /** `cancel/1`: `{ok,cancel}` also when there is no such timer any more. */
  cancel(self: Self, ref: Ref): TimerCancelled {
    if (!(ref instanceof Ref)) return BADARG;
    self.cancelTimer(ref);
    return CANCELLED;
  },
} as const;

const BADARG = Object.freeze({ type: 'error', reason: 'badarg' });
const CANCELLED = Object.freeze({ type: 'ok', value: 'cancel' });

/** OTP floods with an interval of 0, as fast as it can; in virtual time that would be for ever. */
const every = (ms: number): number => Math.max(1, ms);

const isFunction = (module: unknown, name: unknown, args: unknown): boolean =>
  typeof module === 'string' && typeof name === 'string' && Array.isArray(args);

const isDest = (dest: unknown): dest is Dest =>
  typeof dest === 'string' || dest instanceof Pid || isNameOnNode(dest);

/** Whom a timer sends to; null: somebody on another node, whom nothing reaches. */
function receiver(self: Self, dest: Dest): Pid | string | null {
  if (typeof dest === 'string' || dest instanceof Pid) return dest;
  const [name, node] = dest;
  return node === self.node() ? name : null;
}

function start(
  self: Self,
  ms: number,
  dest: Pid | string | null,
  body: Term,
  settings: TimerSettings,
): TimerResult {
  return contextOf(self).effect((node, process) => {
    const ref = node.newRef();
    node.timers.start(process, ms, dest, body, ref, settings);
    return Object.freeze({ type: 'ok', ref: new Ref(node.name, ref) });
  });
}

/** Of what has been done already, or never will be. */
const instant = (self: Self): TimerResult =>
  contextOf(self).effect((node) =>
    Object.freeze({ type: 'ok', ref: new Ref(node.name, node.newRef()) }),
  );
