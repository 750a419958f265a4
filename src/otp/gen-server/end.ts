import { EXIT_CLASS, isOrderly } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
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
  const lastMessage = message === undefined ? NO_MESSAGE : asSent(tag, message);
  process.data = { ...IDLE, stopping: { reason, how, failureClass, reply, from, lastMessage } };
  process.crashNext = undefined;
  if (run(node, process, TERMINATE, reason, -1, null, 0) !== LATER) terminated(node, process);
}

export function terminated(node: Node, process: Process): void {
  const { stopping } = process.data as Data;
  if (stopping === null) return;
  // OTP's order: terminate, then the reply, then the exit.
  if (stopping.reply !== undefined && stopping.from !== null)
    node.mail.reply(process, stopping.from, stopping.reply);
  ended(node, process, stopping.reason, stopping.how, stopping.failureClass);
}

/** Port of `error_info/8`, and the end; proc_lib's crash report comes after it. */
export function ended(
  node: Node,
  process: Process,
  reason: Term,
  how: number,
  failureClass: number,
): void {
  if (!isOrderly(reason)) {
    const { stopping } = process.data as Data;
    const report = freezeTerm({
      reason,
      lastMessage: stopping?.lastMessage ?? NO_MESSAGE,
      name: process.name ?? process.pid,
      state: process.state,
      client: stopping?.from?.pid ?? null,
    });
    const kind = node.trace.intern('error_report');
    node.trace.write(node.now, EVENT.reported, process.pid.id, 0, kind, 0, report);
  }
  finish(node, process, reason, how, failureClass);
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
