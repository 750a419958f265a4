import type { Steps } from '../../runtime/activation.ts';
import type { Behaviour } from '../../runtime/behaviour.ts';
import { ERROR_CLASS, EXIT_CLASS, exitReasonOf, THROW_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Message, Process } from '../../runtime/process.ts';
import type { Self } from '../../runtime/self.ts';
import { freezeTerm, Pid, type Term } from '../../runtime/term.ts';
import { type Decision, EVENT, KNOWN_STRING, MESSAGE } from '../../runtime/trace-event.ts';
import { debugIn } from '../gen/debug.ts';
import { failedStart, IGNORED, initFailed, type StartData } from '../gen/gen.ts';
import { isOfParent, systemMessage } from '../gen/system-messages.ts';
import type { Ignore, Ok } from '../results.ts';
import { handleCall } from './calls.ts';
import {
  type ChildSpec,
  checkFlags,
  checkStartSpecs,
  idText,
  type SupFlags,
} from './child-spec.ts';
import { Child, type Operation, SupervisorData } from './data.ts';
import { terminationMessage } from './dynamic.ts';
import { beginTermination, crash, pump, startEnded, waitEnded } from './jobs.ts';
import { childRemoved, decided, report, supervisorStarted } from './reports.ts';
import { endsWith, isReported, planRestart, wantsRestart } from './restart-plan.ts';
import { debugNoreply } from './state.ts';
import { CODE_CHANGE, codeChangeEnded, codeChangeRaised, SYSTEM } from './system.ts';

/** A callback module of supervisor. `init` gives `ok({ flags, children })`: OTP's `{ok, {SupFlags, ChildSpecs}}`. */
export interface Supervisor {
  init(args: Term, self: Self): SupervisorInit | Steps<SupervisorInit>;
}
export type SupervisorInit =
  | Ok<{
      readonly flags: Partial<SupFlags> | readonly [string, number, number];
      readonly children: readonly ChildSpec[];
    }>
  | Ignore;

const INIT = 0;
const START = 1;

/** The supervisor. Port of `supervisor.erl`: what it decides is in `restart-plan.ts`, what it does in `supervisor-jobs.ts`. */
export const SUPERVISOR: Behaviour = {
  name: 'supervisor',

  start(node, process) {
    process.trapExit = true;
    const start = process.data as StartData;
    const { args } = start;
    process.data = new SupervisorData(start, args);
    process.callbacks = node.moduleNamed(process.module)?.default ?? null;
    const callback = KNOWN_STRING.init;
    node.trace.write(node.now, EVENT.called, process.pid.id, 0, callback, 0, args);
    const init = (process.callbacks as Partial<Supervisor> | null)?.init;
    if (typeof init !== 'function')
      return SUPERVISOR.raised(node, process, INIT, {
        class: ERROR_CLASS,
        reason: 'undef',
        value: undefined,
      });
    node.callbacks.call(process, INIT, callback, {
      module: process.module,
      function: 'init',
      of: 'callbacks',
      args: [args],
    });
  },

  message(node, process, message) {
    const sup = process.data as SupervisorData;
    if (message.kind === MESSAGE.system && sup.job === null)
      return systemMessage(node, process, message, SYSTEM);
    if (process.debug !== null && sup.job === null && !isOfParent(process, message))
      debugIn(node, process, message);
    if (process.doomed !== undefined) return;
    const from = message.sender?.id ?? 0;
    node.trace.write(
      node.now,
      EVENT.received,
      process.pid.id,
      from,
      KNOWN_STRING[callbackOf(message)],
      message.seq,
      message.body,
    );
    if (sup.job?.type === 'terminate_dynamic')
      return terminationMessage(node, process, sup, sup.job, message);
    handle(node, process, sup, message);
    if (message.kind !== MESSAGE.call) debugNoreply(node, process, sup);
  },

  resumed(node, process) {
    waitEnded(node, process, process.data as SupervisorData);
  },

  timeout() {},

  completed(node, process, tag, value) {
    const sup = process.data as SupervisorData;
    if (tag === START) return startEnded(node, process, sup, value);
    if (tag === CODE_CHANGE) return codeChangeEnded(node, process, value);
    initialise(node, process, sup, value);
  },

  raised(node, process, tag, failure) {
    if (tag === CODE_CHANGE) return codeChangeRaised(node, process, failure);
    if (failure.class === THROW_CLASS)
      return SUPERVISOR.completed(node, process, tag, failure.value);
    const sup = process.data as SupervisorData;
    if (tag === START) {
      // OTP calls the start function in a `catch`: a crash there is the value {'EXIT', Reason}.
      const [module, name] = (sup.operation as Operation).child.spec.start;
      const reason =
        failure.class === EXIT_CLASS ? failure.reason : exitReasonOf(failure, module, name);
      return startEnded(node, process, sup, {
        type: 'error',
        reason: freezeTerm(['EXIT', reason]),
      });
    }
    const reason = exitReasonOf(failure, process.module, 'init');
    node.callbacks.crashed(process, KNOWN_STRING.init, failure.class, failure.reason);
    initFailed(node, process, sup.start as StartData, failedStart(reason), reason, 1);
  },

  fork: (data) => (data instanceof SupervisorData ? data.fork() : data),
};

function handle(node: Node, process: Process, sup: SupervisorData, message: Message): void {
  if (process.crashNext !== undefined) {
    const reason = process.crashNext;
    process.crashNext = undefined;
    return crash(node, process, sup, callbackOf(message), reason);
  }
  switch (message.kind) {
    case MESSAGE.exit:
      return exited(node, process, sup, message);
    case MESSAGE.call:
      return handleCall(node, process, sup, message);
    case MESSAGE.cast:
      return tryAgain(node, process, sup, message.body);
    default:
      // As the EXIT of an unknown pid.
      if ((message.body as { readonly type?: unknown } | null)?.type === 'EXIT') return;
      return report(node, process, 'unexpected_message', null, message.body);
  }
}

function exited(node: Node, process: Process, sup: SupervisorData, message: Message): void {
  const { reason } = message.body as { reason: Term };
  if (isOfParent(process, message)) return beginTermination(node, process, sup, reason, 0);
  childExited(node, process, sup, message.sender as Pid, reason);
}

function callbackOf(message: Message): 'handle_call' | 'handle_cast' | 'handle_info' {
  switch (message.kind) {
    case MESSAGE.call:
      return 'handle_call';
    case MESSAGE.cast:
      return 'handle_cast';
    default:
      return 'handle_info';
  }
}

/** Port of `init/1`, `init_children/2`, `init_dynamic/2`. */
function initialise(node: Node, process: Process, sup: SupervisorData, value: unknown): void {
  const start = sup.start as StartData;
  const result = value as { readonly type?: unknown; readonly state?: unknown } | null;
  const refuse = (reason: Term): void =>
    initFailed(node, process, start, failedStart(reason), reason, 1);
  if (result?.type === 'ignore') return initFailed(node, process, start, IGNORED, 'normal', 0);
  let state: { readonly flags?: Term; readonly children?: Term };
  try {
    state = (result?.type === 'ok' ? freezeTerm(result.state) : null) as typeof state;
    if (typeof state !== 'object' || state === null)
      return refuse(freezeTerm(['bad_return', [process.module, 'init', value]]));
  } catch {
    return refuse(freezeTerm(['bad_return', [process.module, 'init', 'not_a_term']]));
  }
  const flags = checkFlags(state.flags ?? {});
  if (!flags.ok) return refuse(freezeTerm(['supervisor_data', flags.error]));
  sup.setFlags(flags.value);
  const specs = state.children ?? [];
  if (!Array.isArray(specs) || (sup.isSimple && specs.length !== 1))
    return refuse(freezeTerm(['bad_start_spec', specs as Term]));
  const checked = checkStartSpecs(specs as readonly Term[], flags.value.autoShutdown);
  if (!checked.ok) return refuse(freezeTerm(['start_spec', checked.error]));
  for (const spec of checked.value) sup.add(new Child(spec, node.trace.intern(idText(spec.id))));
  supervisorStarted(node, process, sup, 0);
  sup.job = { type: 'init', index: 0 };
  pump(node, process, sup);
}

/** Port of `handle_info({'EXIT', Pid, Reason})`, `restart_child/3`, `do_restart/3`. An unknown pid is ignored. */
function childExited(
  node: Node,
  process: Process,
  sup: SupervisorData,
  pid: Pid,
  reason: Term,
): void {
  const child = sup.byPid.get(pid.id);
  if (child === undefined) return;
  const { restart } = child.spec;
  if (isReported(restart, reason)) report(node, process, 'child_terminated', child, reason);
  if (wantsRestart(restart, reason)) return restartChild(node, process, sup, child, reason, pid);
  sup.setPid(child, 'undefined');
  const ends = endsWith(sup.flags.autoShutdown, child, () =>
    // Of simple_one_for_one all instances are as significant, and this one still is among them.
    sup.isSimple
      ? sup.dynamic.size > 1
      : sup.children.some((other) => other.spec.significant && other.pid !== 'undefined'),
  );
  decided(node, process, sup, ends ? 'auto_shutdown' : 'leave', child, reason, pid, 0, [], []);
  if (sup.forget(child) && !sup.isSimple) childRemoved(node, process, child);
  if (ends) beginTermination(node, process, sup, 'shutdown', 0);
}

/** Port of `handle_cast({try_again_restart, Id})`: void if the child isn't waiting for a restart any more. */
function tryAgain(node: Node, process: Process, sup: SupervisorData, body: Term): void {
  const request = body as { readonly type?: Term; readonly id?: Term } | null;
  // OTP: handle_cast has no clause for anything else.
  if (request?.type !== 'try_again_restart')
    return crash(node, process, sup, 'handle_cast', 'function_clause');
  const { id } = request;
  const child = id instanceof Pid ? sup.restarting.get(id.id) : sup.child(id as string);
  if (child?.pid === 'restarting') restartChild(node, process, sup, child, 'restarting', null);
}

/** Port of `restart/2`: intensity first, then the strategy. */
function restartChild(
  node: Node,
  process: Process,
  sup: SupervisorData,
  child: Child,
  reason: Term,
  pid: Pid | null,
): void {
  const { intensity, period, strategy } = sup.flags;
  const count = sup.window.add(Math.floor(node.now / 1_000_000), period);
  if (count > intensity) {
    decided(
      node,
      process,
      sup,
      'give_up',
      child,
      reason,
      pid,
      count,
      sup.children.map(({ key }) => key).reverse(),
      [],
    );
    report(node, process, 'shutdown', child, 'reached_max_restart_intensity');
    sup.forget(child);
    return beginTermination(node, process, sup, 'shutdown', 0);
  }
  const decision: Decision = pid === null ? 'retry' : 'restart';
  if (strategy === 'one_for_one' || strategy === 'simple_one_for_one') {
    decided(node, process, sup, decision, child, reason, pid, count, NOBODY, [child.key]);
    sup.job = { type: 'restart', child };
  } else {
    const plan = planRestart(strategy, sup.children, child);
    const running = plan.stop
      .filter((other) => typeof other.pid === 'object')
      .map(({ key }) => key);
    decided(
      node,
      process,
      sup,
      decision,
      child,
      reason,
      pid,
      count,
      running,
      plan.start.map(({ key }) => key),
    );
    sup.setPid(child, 'undefined');
    sup.job = {
      type: 'group',
      stop: [...plan.stop].reverse(),
      start: [...plan.start].reverse(),
    };
  }
  pump(node, process, sup);
}

const NOBODY: readonly string[] = Object.freeze([]);
