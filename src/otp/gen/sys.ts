import type { Steps } from '../../runtime/activation.ts';
import type { Dictionary } from '../../runtime/dictionary.ts';
import { ErlangError } from '../../runtime/exit-reason.ts';
import { CALL_TIMEOUT_MS, type Self } from '../../runtime/self.ts';
import type { ServerRef } from '../../runtime/server-ref.ts';
import { freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { MESSAGE } from '../../runtime/trace-event.ts';
import {
  type Debug,
  type DebugFunction,
  isDebugFunction,
  isNamedFunction,
  type NamedFunction,
  type Statistics,
} from './debug.ts';
import { ask } from './gen.ts';
import { specialProcess } from './special.ts';
import type { SysState, SystemRequest } from './system-messages.ts';

/** What `getStatus` gives. */
export interface Status {
  readonly type: 'status';
  readonly pid: Pid;
  /** The behaviour, `gen_server` for a supervisor; of a process written by hand its module. */
  readonly module: string;
  readonly dictionary: Dictionary;
  readonly sysState: SysState;
  /** Itself, when it was started without a link. */
  readonly parent: Pid;
  readonly debug: Debug;
  /** As OTP's: of a behaviour `[['header', Text], ['data', [[Name, Value], …]], …]`, state included, as its `formatStatus` has it. */
  readonly misc: Term;
}

/** What `changeCode` gives. */
export type CodeChanged = 'ok' | { readonly type: 'error'; readonly reason: Term };

/**
 * The functions of OTP's module `sys`, for any process of a behaviour. All wait, at most `timeoutMs` milliseconds, and
 * raise Exit as a call does: `{noproc | timeout | Reason, {sys, Function, [Dest, …]}}`.
 */
export const sys = {
  /** `suspend/1,2`: from now on it handles system messages alone, and the EXIT of its parent. Doesn't nest. */
  *suspend(self: Self, dest: ServerRef, timeoutMs = CALL_TIMEOUT_MS): Steps<void> {
    yield* request(self, dest, 'suspend', 'suspend', [], timeoutMs);
  },

  /** `resume/1,2`. */
  *resume(self: Self, dest: ServerRef, timeoutMs = CALL_TIMEOUT_MS): Steps<void> {
    yield* request(self, dest, 'resume', 'resume', [], timeoutMs);
  },

  /** `get_state/1,2`: the state of its callback module. */
  *getState(self: Self, dest: ServerRef, timeoutMs = CALL_TIMEOUT_MS): Steps<Term> {
    return orRaise(yield* request(self, dest, 'get_state', 'get_state', [], timeoutMs));
  },

  /**
   * `replace_state/2,3`: gives the new state. Functions are no terms, so it takes the name of an exported one,
   * `[module, function]`, which is called in that process as `function(self, state)`; further arguments in a third place
   * come before the state. If it raises, the state stays and the caller raises the error
   * `{callback_failed, {Behaviour,system_replace_state}, {Class,Reason}}`.
   */
  *replaceState(
    self: Self,
    dest: ServerRef,
    named: NamedFunction,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Steps<Term> {
    if (!isNamedFunction(named)) throw new ErlangError('badarg');
    const message: SystemRequest = { type: 'replace_state', function: named };
    return orRaise(
      yield* request(self, dest, message, 'replace_state', [named as Term], timeoutMs),
    );
  },

  /**
   * `change_code/4,5`: has a suspended process convert its state with the callback `codeChange`. If that fails, or gives
   * anything but `ok(State)`, the state stays and the result is the error; of a process that isn't suspended it is
   * `{unknown_system_msg, _}`.
   */
  *changeCode(
    self: Self,
    dest: ServerRef,
    module: string,
    oldVsn: Term,
    extra: Term,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Steps<CodeChanged> {
    const message: SystemRequest = { type: 'change_code', module, oldVsn, extra };
    const args = [module, oldVsn, extra];
    return (yield* request(self, dest, message, 'change_code', args, timeoutMs)) as CodeChanged;
  },

  /** `get_status/1,2`. */
  *getStatus(self: Self, dest: ServerRef, timeoutMs = CALL_TIMEOUT_MS): Steps<Status> {
    return (yield* request(
      self,
      dest,
      'get_status',
      'get_status',
      [],
      timeoutMs,
    )) as unknown as Status;
  },

  /** `terminate/2,3`: returns when it begins to terminate. */
  *terminate(self: Self, dest: ServerRef, reason: Term, timeoutMs = CALL_TIMEOUT_MS): Steps<void> {
    const message: SystemRequest = { type: 'terminate', reason, acknowledge: true };
    yield* request(self, dest, message, 'terminate', [reason], timeoutMs);
  },

  /** `log/2,3`: keeps the last system events, 10 or as many as said, and gives (`get`) or reports (`print`) them, oldest first. */
  log: (
    self: Self,
    dest: ServerRef,
    flag: boolean | readonly [true, number] | 'get' | 'print',
    timeoutMs?: number,
  ): Steps<'ok' | { readonly type: 'ok'; readonly events: readonly Term[] }> =>
    debug(self, dest, ['log', flag], timeoutMs),

  /** `trace/2,3`: reports every system event, as a `reported` event `debug`. */
  trace: (self: Self, dest: ServerRef, flag: boolean, timeoutMs?: number): Steps<'ok'> =>
    debug(self, dest, ['trace', flag], timeoutMs),

  /** `statistics/2,3`: counts messages. */
  statistics: (
    self: Self,
    dest: ServerRef,
    flag: boolean | 'get',
    timeoutMs?: number,
  ): Steps<'ok' | { readonly type: 'ok'; readonly statistics: Statistics | 'no_statistics' }> =>
    debug(self, dest, ['statistics', flag], timeoutMs),

  /** `install/2,3`: from now on the function is called with every system event. One that is installed already stays as it is. */
  *install(self: Self, dest: ServerRef, added: DebugFunction, timeoutMs?: number): Steps<'ok'> {
    if (!isDebugFunction(added)) throw new ErlangError('function_clause');
    return yield* debug(self, dest, ['install', added], timeoutMs);
  },

  /** `remove/2,3`: by its id, or the function itself. */
  remove: (
    self: Self,
    dest: ServerRef,
    id: NamedFunction | Term,
    timeoutMs?: number,
  ): Steps<'ok'> => debug(self, dest, ['remove', id as Term], timeoutMs),

  /** `no_debug/1,2`: ends all of that. */
  noDebug: (self: Self, dest: ServerRef, timeoutMs?: number): Steps<'ok'> =>
    debug(self, dest, 'no_debug', timeoutMs),

  ...specialProcess,
} as const;

/** Whatever is none of OTP's debug commands is answered with `unknown_debug`. */
const debug = (
  self: Self,
  dest: ServerRef,
  command: unknown,
  timeoutMs = CALL_TIMEOUT_MS,
): Steps<never> => {
  const message = { type: 'debug', command: command as Term } as const;
  const [name, ...args] = Array.isArray(command) ? command : [command];
  return request(self, dest, message, name, args, timeoutMs) as Steps<never>;
};

/** Port of `send_system_msg/3`: `name` and `args` are those of the function in the reason of an exit. */
const request = (
  self: Self,
  dest: ServerRef,
  message: SystemRequest,
  name: string,
  args: readonly Term[],
  timeoutMs: number,
): Steps<Term> =>
  ask(self, dest, MESSAGE.system, freezeTerm(message), timeoutMs, ['sys', name, [dest, ...args]]);

/** A behaviour's callback that failed is an error of the caller. OTP: so is a state that looks like one. */
function orRaise(answer: Term): Term {
  const { type, reason } = (answer ?? {}) as { readonly type?: Term; readonly reason?: Term };
  if (type === 'error' && reason !== undefined) throw new ErlangError(reason);
  return answer;
}
