import type { Node } from '../../runtime/node.ts';
import type { Message, Process } from '../../runtime/process.ts';
import { equalTerms, type Term } from '../../runtime/term.ts';
import { MESSAGE } from '../../runtime/trace-event.ts';
import { debugEvent } from '../gen/debug.ts';
import { AT_ONCE, type Timeout, type TimeoutRequest } from './data.ts';
import type { TimeoutKind } from './module.ts';

/**
 * The timeouts of a state machine: those that run, as a list; those that take time as timers of the node.
 * OTP: 25 loses track of a timeout of no time that is started again with some; here it runs, as documented.
 */
type Timeouts = readonly Timeout[];

/** Stops the timeout of this kind, if it runs. Not even what has come to the mailbox by then will be handled. */
export function cancelTimeout(
  node: Node,
  process: Process,
  timeouts: Timeouts,
  kind: TimeoutKind,
): Timeouts {
  const timeout = timeouts.find((running) => equalTerms(running.kind, kind));
  if (timeout === undefined) return timeouts;
  if (timeout.ref !== AT_ONCE && node.timers.cancel(process, timeout.ref) === null)
    discardTimeout(node, process, timeout.ref);
  return timeouts.filter((running) => running !== timeout);
}

function discardTimeout(node: Node, process: Process, ref: number): void {
  for (
    let before = null, message = process.head;
    message !== null;
    before = message, message = message.next
  ) {
    if (message.kind === MESSAGE.timeout && message.ref === ref)
      return node.mail.discard(process, before, message);
  }
}

/**
 * Does what a transition asked for, in the order asked; of two requests for one kind the later counts. Port of
 * `loop_timeouts/12`, whose timers are started in the other order: of two with one length the later comes first.
 */
export function applyRequests(
  node: Node,
  process: Process,
  timeouts: Timeouts,
  requests: readonly TimeoutRequest[],
): Timeouts {
  if (requests.length === 0) return timeouts;
  let running = timeouts;
  const done: Term[] = [];
  const atOnce: Timeout[] = [];
  for (const request of requests.toReversed()) {
    const { kind, time, content } = request;
    if (done.some((earlier) => equalTerms(earlier, kind))) continue;
    done.push(kind);
    const isRunning = running.some((timeout) => equalTerms(timeout.kind, kind));
    if (time === 'update' && isRunning) {
      running = running.map((timeout) =>
        equalTerms(timeout.kind, kind) ? { ...timeout, content } : timeout,
      );
      continue;
    }
    running = cancelTimeout(node, process, running, kind);
    if (process.debug !== null && Number.isFinite(time)) debugStart(node, process, request);
    if (time === 'update' || time === 0) atOnce.unshift({ kind, ref: AT_ONCE, content });
    else if (time !== Number.POSITIVE_INFINITY)
      running = [...running, { kind, ref: startTimer(node, process, request), content }];
  }
  return atOnce.length === 0 ? running : [...running, ...atOnce];
}

function debugStart(node: Node, process: Process, request: TimeoutRequest): void {
  const { kind, time, content, abs } = request;
  const [state] = process.state as readonly [Term, Term];
  const action: Term = [kind, time, content, abs ? [['abs', true]] : []];
  debugEvent(node, process, 'start_timer', action, state);
}

/** Counted from the end of what the process is busy with. */
function startTimer(node: Node, process: Process, request: TimeoutRequest): number {
  const { kind, content, abs } = request;
  const time = request.time as number;
  const from = Math.max(node.now, process.busyUntil);
  const due = abs ? Math.max(time * 1_000, node.now) : from + time * 1_000;
  const body = Object.freeze([kind as Term, content]);
  return node.timers.start(process, (due - node.now) / 1_000, process.pid, body, node.newRef());
}

/** The timeout that this message brings, if it is one of the machine's. */
export const timeoutBy = (timeouts: Timeouts, message: Message): Timeout | undefined =>
  message.kind === MESSAGE.timeout
    ? timeouts.find(({ ref }) => ref !== AT_ONCE && ref === message.ref)
    : undefined;
