import type { Behaviour } from '../../runtime/behaviour.ts';
import { THROW_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { plainBody } from '../../runtime/plain.ts';
import type { Message, Process } from '../../runtime/process.ts';
import { equalTerms, From, freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT, MESSAGE } from '../../runtime/trace-event.ts';
import { debugEvent } from '../gen/debug.ts';
import { acknowledge, type StartData } from '../gen/gen.ts';
import { isSystem, systemMessage } from '../gen/system-messages.ts';
import {
  CODE_CHANGE,
  type Data,
  errorOf,
  HANDLE_CALL,
  HANDLE_EVENT,
  HANDLE_INFO,
  type Handler,
  handlerNamed,
  INIT,
  isCommand,
  type Job,
  NAMES,
  NOTHING_TO_DO,
  type Task,
  TERMINATE,
  taskOf,
} from './data.ts';
import { codeChangeRaised, decide, incoming, linkWith } from './decide.ts';
import { begin, beginStop, proceed, show } from './jobs.ts';
import { SYSTEM } from './system.ts';
import { failureValue } from './task.ts';

/**
 * The event manager. Port of `gen_event.erl`.
 *
 *     message ─▶ job ─▶ task: one callback of one handler ─▶ its result ─▶ next task … ─▶ job done
 *
 * It traps exits. A handler that fails is removed, nobody else notices.
 */
export const GEN_EVENT: Behaviour = {
  name: 'gen_event',

  start(node, process) {
    const start = process.data as StartData;
    process.trapExit = true;
    process.data = NOTHING_TO_DO;
    show(node, process);
    acknowledge(node, process, start, Object.freeze({ type: 'ok', pid: process.pid }));
  },

  message(node, process, message) {
    if (process.debug !== null && !isSystem(process, message))
      debugEvent(node, process, 'in', asSent(message));
    if (process.doomed !== undefined) return;
    switch (message.kind) {
      case MESSAGE.notify:
      case MESSAGE.sync_notify: {
        const from = message.kind === MESSAGE.notify ? null : fromOf(message);
        received(node, process, message, HANDLE_EVENT);
        return begin(node, process, {
          type: 'visit',
          tag: HANDLE_EVENT,
          message: message.body,
          from,
          reply: 'ok',
        });
      }
      case MESSAGE.exit:
        return exitMessage(node, process, message);
      case MESSAGE.system:
        return systemMessage(node, process, message, SYSTEM);
      case MESSAGE.call:
        if (isCommand(message.body)) return command(node, process, message);
        break;
      default:
        break;
    }
    received(node, process, message, HANDLE_INFO);
    begin(node, process, { type: 'visit', tag: HANDLE_INFO, message: plainBody(message) });
  },

  resumed() {},
  timeout() {},

  completed(node, process, _tag, value) {
    process.data = decide(node, process, process.data as Data, value);
    proceed(node, process);
  },

  raised(node, process, tag, failure) {
    const data = process.data as Data;
    const task = data.task as Task;
    if (tag === CODE_CHANGE) {
      process.data = codeChangeRaised(data, data.job as Job, task, failure);
      return proceed(node, process);
    }
    // OTP: to `catch` a thrown value is the returned one.
    const value =
      failure.class === THROW_CLASS ? failure.value : failureValue(node, process, task, failure);
    GEN_EVENT.completed(node, process, tag, value);
  },

  fork: (data) => data,
};

/** As the manager takes it in: a request of gen_event comes with its pid, not as a `$gen_call`. */
function asSent(message: Message): Term {
  if (message.kind !== MESSAGE.call && message.kind !== MESSAGE.sync_notify)
    return plainBody(message);
  const { body } = message;
  const request = message.kind === MESSAGE.call ? body : ['sync_notify', body];
  return [message.sender, fromOf(message), request];
}

const NO_CALLBACK = -1;
const fromOf = (message: Message): From => new From(message.sender as Pid, message.ref);

/** Tells that the message was taken from the mailbox, for the callback `tag`. */
function received(node: Node, process: Process, message: Message, tag: number): void {
  const callback = tag === NO_CALLBACK ? 0 : node.trace.intern(NAMES[tag] as string);
  node.trace.write(
    node.now,
    EVENT.received,
    process.pid.id,
    message.sender?.id ?? 0,
    callback,
    message.seq,
    message.body,
  );
}

/** From the parent: the end. From anybody else: the end of the handlers it supervises, and a message to the others. */
function exitMessage(node: Node, process: Process, message: Message): void {
  const { reason } = message.body as { reason: Term };
  const sender = message.sender as Pid;
  if (process.parent?.id === sender.id) {
    received(node, process, message, NO_CALLBACK);
    return beginStop(node, process, reason);
  }
  received(node, process, message, HANDLE_INFO);
  begin(node, process, { type: 'owner_exit', message: message.body, owners: [sender], reason });
}

// -------------------------------------------------------------------- commands

/** A request of gen_event's own: OTP's tuple, as `genEvent` makes it or a person types it. */
function command(node: Node, process: Process, message: Message): void {
  const { handlers } = process.data as Data;
  const tuple: readonly Term[] = Array.isArray(message.body) ? message.body : [message.body];
  const [type, name = null, argument = null] = tuple;
  const from = fromOf(message);
  const at = handlers.findIndex((handler) => equalTerms(handler.name, name));
  const handler = handlers[at];
  received(node, process, message, type === 'call' ? HANDLE_CALL : NO_CALLBACK);
  switch (type) {
    case 'which_handlers':
      return node.mail.reply(process, from, freezeTerm(handlers.map((each) => each.name)));
    case 'call':
      if (handler === undefined) return node.mail.reply(process, from, errorOf('bad_module'));
      return begin(
        node,
        process,
        { type, from, message: argument },
        taskOf({ tag: HANDLE_CALL, at, handler, argument }),
      );
    case 'delete_handler':
      if (handler === undefined) return node.mail.reply(process, from, errorOf('module_not_found'));
      return begin(
        node,
        process,
        { type: 'delete', from },
        taskOf({ tag: TERMINATE, at, handler, argument, why: 'normal' }),
      );
    case 'add_handler':
    case 'add_sup_handler': {
      const owner = type === 'add_handler' ? null : ((tuple[3] as Pid | undefined) ?? from.pid);
      if (owner !== null) linkWith(node, process, owner);
      return begin(
        node,
        process,
        { type: 'add', from },
        taskOf({ tag: INIT, handler: handlerNamed(name, owner), argument }),
      );
    }
    default:
      return swap(node, process, from, tuple, at, handler);
  }
}

/** Port of `server_swap_handler/6,7`. */
function swap(
  node: Node,
  process: Process,
  from: From,
  tuple: readonly Term[],
  at: number,
  old: Handler | undefined,
): void {
  const [type, , argument = null, to = null, initArgs = null, caller] = tuple;
  const asked = type === 'swap_handler' ? null : ((caller as Pid | undefined) ?? from.pid);
  const supervisor = asked ?? old?.supervisor ?? null;
  const plan = { to, initArgs, supervisor, inPlace: false };
  const first =
    old === undefined
      ? incoming(node, process, plan, 'error', -1)
      : taskOf({
          tag: TERMINATE,
          at,
          handler: old,
          argument,
          why: freezeTerm(['swapped', to, supervisor ?? false]),
          swap: plan,
        });
  begin(node, process, { type: 'swap', from }, first);
}
