import {
  ERROR_CLASS,
  EXIT_CLASS,
  exitReasonOf,
  type Failure,
  isOrderly,
  KILL_CLASS,
} from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { serverName } from '../../runtime/server-ref.ts';
import { From, freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT, KNOWN_STRING } from '../../runtime/trace-event.ts';
import { debugEvent, loggedEvents } from '../gen/debug.ts';
import { formatStatus, logOf } from '../gen/format-status.ts';
import { finish } from '../gen/gen.ts';
import { callback, hasCallback, nameInTrace, TERMINATE } from './callbacks.ts';
import type { Data, QueuedEvent } from './data.ts';
import { oldestFirst } from './queue.ts';

/** Makes these the process's state and data. */
export function show(node: Node, process: Process, state: Term, data: Term): void {
  const before = process.state as readonly Term[] | null;
  if (before !== null && before[0] === state && before[1] === data) return;
  process.state = Object.freeze([state, data]);
  node.trace.write(node.now, EVENT.state_changed, process.pid.id, 0, 0, 0, process.state);
}

/**
 * Port of `terminate/7`. The callback is given `reason`, without the stack that comes with an error in
 * `exitReason`. `how`: as of `exited`.
 */
export function terminate(
  node: Node,
  process: Process,
  reason: Term,
  exitReason: Term,
  how: number,
  failureClass: number = EXIT_CLASS,
): void {
  const [state, data] = process.state as readonly [Term, Term];
  process.data = { ...(process.data as Data), stopping: { reason: exitReason, how, failureClass } };
  process.crashNext = undefined;
  const { terminate: name } = KNOWN_STRING;
  node.trace.write(node.now, EVENT.called, process.pid.id, 0, name, 0, reason);
  if (!hasCallback(process, 'terminate')) return terminated(node, process);
  callback(node, process, TERMINATE, name, 'terminate', [reason, state, data]);
}

export function terminated(node: Node, process: Process): void {
  const { stopping } = process.data as Data;
  if (stopping === null) return;
  const { reason, how, failureClass } = stopping;
  const bare = failureClass === ERROR_CLASS ? ((reason as readonly Term[])[0] as Term) : reason;
  // OTP: also an error is orderly by its reason, whatever it then exits with.
  const orderly = isOrderly(bare);
  if (orderly && process.debug !== null) {
    const [state] = process.state as readonly [Term, Term];
    debugEvent(node, process, 'terminate', bare, state);
  }
  ended(node, process, reason, how, failureClass, orderly);
}

/** The end, after `terminate`: the report, unless it is orderly, and the exit with proc_lib's crash report. */
function ended(
  node: Node,
  process: Process,
  reason: Term,
  how: number,
  failureClass: number,
  orderly = false,
): void {
  if (!orderly) errorInfo(node, process, reason, failureClass);
  finish(node, process, reason, how, failureClass);
}

/** Port of `error_info/7`. */
function errorInfo(node: Node, process: Process, exitReason: Term, failureClass: number): void {
  const { module, callbacks } = process;
  const { transition, events, at } = process.data as Data;
  const [reason, ...stack] =
    failureClass === ERROR_CLASS ? (exitReason as readonly Term[]) : [exitReason];
  const last = transition === null ? [] : [transition.event];
  const status = formatStatus(node, process, callbacks, module, {
    reason: reason as Term,
    queue: [...last, ...events.slice(at)].map(asTold),
    ...statusOf(process),
  });
  const [lastEvent = null, ...queue] = (status.queue ?? []) as readonly Term[];
  const from = Array.isArray(last[0]?.type) ? last[0].type[1] : null;
  const report = freezeTerm({
    reason: stack.length === 0 ? status.reason : [status.reason, ...stack],
    lastEvent,
    name: serverName(process),
    state: status.state,
    data: status.data,
    queue,
    postponed: status.postponed,
    timeouts: status.timeouts,
    ...logOf(status),
    client: from instanceof From ? from.pid : null,
  });
  const kind = node.trace.intern('error_report');
  node.trace.write(node.now, EVENT.reported, process.pid.id, 0, kind, 0, report);
}

/** What `formatStatus` may change, in a report and in a status: postponed events, newest first, and timeouts with their kind. */
export function statusOf(process: Process) {
  const [state, data] = process.state as readonly [Term, Term];
  const { postponed, timeouts } = process.data as Data;
  return {
    state,
    data,
    postponed: oldestFirst(postponed).reverse().map(asTold),
    timeouts: timeouts.map(({ kind, content }): Term => [kind, content]),
    log: loggedEvents(process.debug),
  };
}

const asTold = ({ type, content }: QueuedEvent): Term => [type, content];

/** A callback raised: the machine terminates, in the state and with the data from before. */
export function failed(
  node: Node,
  process: Process,
  name: string,
  failure: Failure,
  module = process.module,
): void {
  node.callbacks.crashed(process, node.trace.intern(name), failure.class, failure.reason);
  if (failure.class === KILL_CLASS) return node.exits.die(process, failure.reason, 1);
  const exitReason = exitReasonOf(failure, module, name);
  if (name === 'terminate') return ended(node, process, exitReason, 1, failure.class);
  terminate(node, process, failure.reason, exitReason, 1, failure.class);
}

/** What a state callback gave is wrong: an error of its own. */
export function refused(node: Node, process: Process, tag: number, reason: Term): void {
  const failure = { class: ERROR_CLASS, reason, value: undefined };
  const exitReason = exitReasonOf(failure, process.module, nameInTrace(process, tag));
  terminate(node, process, reason, exitReason, 1, ERROR_CLASS);
}
