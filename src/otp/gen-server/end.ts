import { ERROR_CLASS, EXIT_CLASS, isOrderly } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { serverName } from '../../runtime/server-ref.ts';
import { freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import { debugEvent, loggedEvents } from '../gen/debug.ts';
import { formatStatus, logOf } from '../gen/format-status.ts';
import { finish } from '../gen/gen.ts';
import { CAST, CONTINUE, LATER, run, TERMINATE } from './callbacks.ts';
import { type Data, IDLE } from './data.ts';

/** `tag`: of the callback that was given what ends the server. A reply goes out after terminate. */
export function terminate(
  node: Node,
  process: Process,
  tag: number,
  reason: Term,
  how: number,
  failureClass: number = EXIT_CLASS,
  reply?: Term,
): void {
  const { from, message } = process.data as Data;
  if (process.debug !== null && tag === CONTINUE) debugContinue(node, process, message);
  const lastMessage = message === undefined ? NO_MESSAGE : asSent(tag, message);
  process.data = { ...IDLE, stopping: { reason, how, failureClass, reply, from, lastMessage } };
  process.crashNext = undefined;
  if (run(node, process, TERMINATE, reason, -1, null, 0) !== LATER) terminated(node, process);
}

export function terminated(node: Node, process: Process): void {
  const { stopping } = process.data as Data;
  if (stopping === null) return;
  const { reason, how, failureClass } = stopping;
  ended(node, process, reason, how, failureClass, failureClass === EXIT_CLASS && isOrderly(reason));
}

/** The event of a `handle_continue`, which OTP tells when that is over. */
export const debugContinue = (node: Node, process: Process, argument: Term | undefined): void =>
  debugEvent(node, process, 'continue', argument as Term);

/** The end, after `terminate`: the report, unless it is orderly; the reply; and the exit with proc_lib's crash report. */
export function ended(
  node: Node,
  process: Process,
  reason: Term,
  how: number,
  failureClass: number,
  orderly = false,
): void {
  const { stopping } = process.data as Data;
  if (!orderly) errorInfo(node, process, reason, failureClass, stopping);
  if (stopping !== null && stopping.reply !== undefined && stopping.from !== null) {
    const { reply, from } = stopping;
    node.mail.reply(process, from, reply);
    if (process.debug !== null) debugEvent(node, process, 'out', reply, from, process.state);
  }
  finish(node, process, reason, how, failureClass);
}

/** Port of `error_info/8`. */
function errorInfo(
  node: Node,
  process: Process,
  exitReason: Term,
  failureClass: number,
  stopping: Data['stopping'],
): void {
  const { module, callbacks } = process;
  const [reason, ...stack] =
    failureClass === ERROR_CLASS ? (exitReason as readonly Term[]) : [exitReason];
  const status = formatStatus(node, process, callbacks, module, {
    reason: reason as Term,
    state: process.state,
    message: stopping?.lastMessage ?? NO_MESSAGE,
    log: loggedEvents(process.debug),
  });
  const report = freezeTerm({
    reason: stack.length === 0 ? status.reason : [status.reason, ...stack],
    lastMessage: status.message,
    name: serverName(process),
    state: status.EXIT ?? status.state,
    ...logOf(status),
    client: stopping?.from?.pid ?? null,
  });
  const kind = node.trace.intern('error_report');
  node.trace.write(node.now, EVENT.reported, process.pid.id, 0, kind, 0, report);
}

/** OTP's last message of a server that nothing but a system message ends. */
const NO_MESSAGE: Term = Object.freeze([]);

/** A message as OTP's reports show it. */
function asSent(tag: number, argument: Term): Term {
  switch (tag) {
    case CAST:
      return { type: '$gen_cast', message: argument };
    case CONTINUE:
      return ['continue', argument];
    default:
      return argument;
  }
}
