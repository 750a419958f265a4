import { type Steps, WAIT_YIELD } from '../../runtime/activation.ts';
import { ErlangError, Exit } from '../../runtime/exit-reason.ts';
import { REPLIED, TIMED_OUT } from '../../runtime/process.ts';
import { CALL_TIMEOUT_MS, contextOf, type Dest, type Self } from '../../runtime/self.ts';
import { freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { MESSAGE, WAIT } from '../../runtime/trace-event.ts';
import type { StateFunction, SystemRequest } from './system-messages.ts';

/** What `getStatus` gives. */
export interface Status {
  readonly type: 'status';
  readonly pid: Pid;
  /** The behaviour: `gen_server`, `supervisor` … */
  readonly module: string;
  readonly sysState: 'running' | 'suspended';
  /** Itself, when it was started without a link. */
  readonly parent: Pid;
  readonly callbackModule: string;
  readonly state: Term;
}

/** What `changeCode` gives. */
export type CodeChanged = 'ok' | { readonly type: 'error'; readonly reason: Term };

/**
 * The functions of OTP's module `sys`, for any process of a behaviour. All wait, at most `timeoutMs` milliseconds, and
 * raise Exit as a call does: `{noproc | timeout | Reason, {sys, Function, [Dest, …]}}`.
 */
export const sys = {
  /** `suspend/1,2`: from now on it handles system messages alone, and the EXIT of its parent. Doesn't nest. */
  *suspend(self: Self, dest: Dest, timeoutMs = CALL_TIMEOUT_MS): Steps<void> {
    yield* ask(self, dest, 'suspend', 'suspend', [], timeoutMs);
  },

  /** `resume/1,2`. */
  *resume(self: Self, dest: Dest, timeoutMs = CALL_TIMEOUT_MS): Steps<void> {
    yield* ask(self, dest, 'resume', 'resume', [], timeoutMs);
  },

  /** `get_state/1,2`: the state of its callback module. */
  *getState(self: Self, dest: Dest, timeoutMs = CALL_TIMEOUT_MS): Steps<Term> {
    return orRaise(yield* ask(self, dest, 'get_state', 'get_state', [], timeoutMs));
  },

  /**
   * `replace_state/2,3`: gives the new state. Functions are no terms, so it takes the name of an exported one,
   * `[module, function]`, which is called in that process as `function(self, state)`; further arguments in a third place
   * come before the state. If it raises, the state stays and the caller raises the error
   * `{callback_failed, {Behaviour,system_replace_state}, {Class,Reason}}`.
   */
  *replaceState(
    self: Self,
    dest: Dest,
    named: StateFunction,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Steps<Term> {
    const [module, name, args = []] = named;
    if (typeof module !== 'string' || typeof name !== 'string' || !Array.isArray(args))
      throw new ErlangError('badarg');
    const request: SystemRequest = { type: 'replace_state', function: named };
    return orRaise(yield* ask(self, dest, request, 'replace_state', [named as Term], timeoutMs));
  },

  /**
   * `change_code/4,5`: has a suspended process convert its state with the callback `codeChange`. If that fails, or gives
   * anything but `ok(State)`, the state stays and the result is the error; of a process that isn't suspended it is
   * `{unknown_system_msg, _}`.
   */
  *changeCode(
    self: Self,
    dest: Dest,
    module: string,
    oldVsn: Term,
    extra: Term,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Steps<CodeChanged> {
    const request: SystemRequest = { type: 'change_code', module, oldVsn, extra };
    const args = [module, oldVsn, extra];
    return (yield* ask(self, dest, request, 'change_code', args, timeoutMs)) as CodeChanged;
  },

  /** `get_status/1,2`. */
  *getStatus(self: Self, dest: Dest, timeoutMs = CALL_TIMEOUT_MS): Steps<Status> {
    return (yield* ask(self, dest, 'get_status', 'get_status', [], timeoutMs)) as unknown as Status;
  },

  /** `terminate/2,3`: returns when it begins to terminate. */
  *terminate(self: Self, dest: Dest, reason: Term, timeoutMs = CALL_TIMEOUT_MS): Steps<void> {
    const request: SystemRequest = { type: 'terminate', reason, acknowledge: true };
    yield* ask(self, dest, request, 'terminate', [reason], timeoutMs);
  },
} as const;

/** Port of `send_system_msg/3`: `name` and `args` are those of the function in the reason of an exit. */
function* ask(
  self: Self,
  dest: Dest,
  request: SystemRequest,
  name: string,
  args: readonly Term[],
  timeoutMs: number,
): Steps<Term> {
  const context = contextOf(self);
  const message = freezeTerm(request);
  const failed = context.request(dest, MESSAGE.system, message, timeoutMs, WAIT.call);
  if (failed === null) {
    yield WAIT_YIELD;
    if (context.outcome === REPLIED) return context.value;
  }
  const reason = failed ?? (context.outcome === TIMED_OUT ? 'timeout' : context.value);
  throw new Exit(freezeTerm([reason, ['sys', name, [dest, ...args]]]));
}

/** A behaviour's callback that failed is an error of the caller. OTP: so is a state that looks like one. */
function orRaise(answer: Term): Term {
  const { type, reason } = (answer ?? {}) as { readonly type?: Term; readonly reason?: Term };
  if (type === 'error' && reason !== undefined) throw new ErlangError(reason);
  return answer;
}
