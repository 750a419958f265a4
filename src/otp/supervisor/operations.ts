import { type Begin, callFunction } from '../../runtime/activation.ts';
import type { Node } from '../../runtime/node.ts';
import { type Process, TIMED_OUT } from '../../runtime/process.ts';
import { Self } from '../../runtime/self.ts';
import { isViaName } from '../../runtime/server-ref.ts';
import { freezeTerm, Pid, type Term } from '../../runtime/term.ts';
import { BEAT } from '../../runtime/trace.ts';
import { EVENT, MESSAGE, WAIT } from '../../runtime/trace-event.ts';
import { Starting, startOutcome } from '../gen/gen.ts';
import type { Child, SupervisorData } from './data.ts';
import { report } from './reports.ts';
import { isExpectedEnd } from './restart-plan.ts';

/**
 * The two operations a supervisor waits for: the start of a child, the end of a child. Each sets
 * `sup.operation` while it lasts; when it is over, `sup.operation` is null and `sup.result` says how it went.
 */
const START = 1;

/** How a start function ended. */
export type Started =
  | { readonly type: 'ok'; readonly pid: Pid | 'undefined'; readonly extra?: Term | undefined }
  | { readonly type: 'error'; readonly reason: Term };

/** Port of `do_start_child/2`: calls the start function, in the supervisor. */
export function beginStart(
  node: Node,
  process: Process,
  sup: SupervisorData,
  child: Child,
  phase: 0 | 1,
): void {
  const [module, name] = child.spec.start;
  sup.operation = { type: 'starting', child, phase, pid: null };
  if (typeof node.moduleNamed(module)?.[name] !== 'function') {
    return endStart(node, process, sup, {
      type: 'error',
      reason: freezeTerm(['EXIT', ['undef', [[module, name]]]]),
    });
  }
  const begin: Begin = { module, function: name, of: 'exports', args: child.args };
  const context = node.callbacks.enter(process);
  let value: unknown;
  try {
    value = callFunction(node, begin, new Self(context));
  } catch (thrown) {
    node.callbacks.leave(process);
    return node.callbacks.raised(process, START, node.trace.intern(name), thrown);
  }
  if (!(value instanceof Starting) || isViaName(value.name))
    return node.callbacks.settle(process, START, node.trace.intern(name), begin, context, value);
  // What nearly every start function does; the supervisor does it by itself.
  node.callbacks.leave(process);
  const begun = value.begin(node, process);
  if (begun instanceof Pid) sup.operation = { type: 'starting', child, phase, pid: begun };
  else endStart(node, process, sup, begun);
}

/** The start function gave `value`. */
export function endStart(node: Node, process: Process, sup: SupervisorData, value: unknown): void {
  const operation = sup.operation;
  if (operation?.type !== 'starting') return;
  const { child, phase } = operation;
  const result = startResult(value);
  const id = child.label;
  if (phase === 1) node.trace.told |= BEAT;
  if (result.type === 'ok')
    node.trace.write(
      node.now,
      EVENT.child_started,
      process.pid.id,
      result.pid instanceof Pid ? result.pid.id : 0,
      id,
      phase,
      undefined,
    );
  else {
    node.trace.told |= BEAT;
    node.trace.write(
      node.now,
      EVENT.child_start_failed,
      process.pid.id,
      0,
      id,
      phase,
      result.reason,
    );
  }
  sup.operation = null;
  sup.result = result;
}

function startResult(value: unknown): Started {
  const result = value as {
    readonly type?: unknown;
    readonly pid?: unknown;
    readonly extra?: Term;
    readonly reason?: Term;
  } | null;
  if (typeof result === 'object' && result !== null) {
    if (result.type === 'ok' && result.pid instanceof Pid) {
      return result.extra === undefined
        ? { type: 'ok', pid: result.pid }
        : { type: 'ok', pid: result.pid, extra: result.extra };
    }
    if (result.type === 'ignore') return { type: 'ok', pid: 'undefined' };
  }
  try {
    if (typeof result === 'object' && result?.type === 'error')
      return { type: 'error', reason: freezeTerm(result.reason) };
    return { type: 'error', reason: freezeTerm(value) };
  } catch {
    return { type: 'error', reason: 'not_a_term' };
  }
}

/** Port of `shutdown/1`: an exit signal, and a wait for the end that is limited unless it is a kill. */
export function beginStop(node: Node, process: Process, sup: SupervisorData, child: Child): void {
  const pid = child.pid as Pid;
  const { shutdown } = child.spec;
  const brutally = shutdown === 'brutal_kill';
  sup.operation = { type: 'stopping', child, pid, killed: brutally };
  node.trace.told |= BEAT;
  const told = shutdown === 'infinity' ? -1 : shutdown === 'brutal_kill' ? -2 : shutdown;
  node.trace.write(
    node.now,
    EVENT.child_stopping,
    process.pid.id,
    pid.id,
    child.label,
    told,
    undefined,
  );
  const target = node.find(pid);
  if (target === null) return childStopped(node, process, sup, 'noproc');
  node.exits.send(process, target, brutally ? 'kill' : 'shutdown', true);
  node.waits.await(
    process,
    target,
    WAIT.stop,
    typeof shutdown === 'number' ? shutdown : Number.POSITIVE_INFINITY,
  );
}

/** A wait is over: for the start of a child, or for its end (it ended, or took too long). */
export function endWait(node: Node, process: Process, sup: SupervisorData): void {
  const { operation } = sup;
  if (operation?.type === 'starting' && operation.pid !== null) {
    return endStart(node, process, sup, startOutcome(node, process, operation.pid));
  }
  if (operation?.type !== 'stopping') return;
  if (process.outcome !== TIMED_OUT) return childStopped(node, process, sup, process.outcomeValue);
  const target = node.find(operation.pid);
  if (target === null) return childStopped(node, process, sup, 'noproc');
  operation.killed = true;
  node.exits.send(process, target, 'kill', true);
  node.waits.await(process, target, WAIT.stop, Number.POSITIVE_INFINITY);
}

function childStopped(node: Node, process: Process, sup: SupervisorData, reason: Term): void {
  const operation = sup.operation;
  if (operation?.type !== 'stopping') return;
  const { child, pid } = operation;
  const real = unlinkFlush(node, process, pid, reason);
  node.trace.write(node.now, EVENT.child_stopped, process.pid.id, pid.id, child.label, 0, real);
  if (!isExpectedEnd(real, child.spec.restart, child.spec.shutdown === 'brutal_kill'))
    report(node, process, 'shutdown_error', child, real);
  sup.setPid(child, 'undefined');
  sup.operation = null;
  sup.result = null;
}

/** Port of `unlink_flush/2`: the reason of the EXIT, if there is one in the mailbox, else `reason`. */
export function unlinkFlush(node: Node, process: Process, pid: Pid, reason: Term): Term {
  node.ties.unlink(process, pid);
  for (
    let before = null, message = process.head;
    message !== null;
    before = message, message = message.next
  ) {
    if (message.kind !== MESSAGE.exit || message.sender?.id !== pid.id) continue;
    node.mail.discard(process, before, message);
    return (message.body as { readonly reason: Term }).reason;
  }
  return reason;
}
