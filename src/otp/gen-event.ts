import type { Behaviour } from '../runtime/behaviour.ts';
import { THROW_CLASS, toFailure } from '../runtime/exit-reason.ts';
import type { Node } from '../runtime/node.ts';
import { plainBody } from '../runtime/plain.ts';
import type { Message, Process } from '../runtime/process.ts';
import { equalTerms, From, freezeTerm, type Pid, type Term } from '../runtime/term.ts';
import { EVENT, MESSAGE } from '../runtime/trace-event.ts';
import { acknowledge, finish, type StartData } from './gen.ts';
import {
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
  jobOf,
  NAMES,
  NOTHING_TO_DO,
  shownState,
  type Task,
  TERMINATE,
  taskOf,
} from './gen-event-data.ts';
import { decide, incoming, linkWith } from './gen-event-decide.ts';
import { failureValue, LATER, runTask } from './gen-event-task.ts';
import { codeChanged, type SystemCallbacks, systemMessage } from './system-messages.ts';

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
    // OTP: to `catch` a thrown value is the returned one.
    const { task } = process.data as Data;
    const value =
      failure.class === THROW_CLASS
        ? failure.value
        : failureValue(node, process, task as Task, failure);
    GEN_EVENT.completed(node, process, tag, value);
  },

  fork: (data) => data,
};

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

function beginStop(node: Node, process: Process, reason: Term): void {
  const owners: Pid[] = [];
  for (const { supervisor } of (process.data as Data).handlers) {
    if (supervisor !== null && supervisor.id !== process.parent?.id) owners.push(supervisor);
  }
  begin(node, process, { type: 'stop', reason, owners });
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
        { type, from },
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

// -------------------------------------------------------------------- system messages

const SYSTEM: SystemCallbacks = {
  getState: (_node, process) => freezeTerm((process.data as Data).handlers.map(told)),

  /** Each handler's state by itself: one that can't be replaced stays. */
  replaceState(node, process, replace) {
    const data = process.data as Data;
    const handlers = data.handlers.map((handler) => {
      const before = told(handler);
      try {
        const after = replace(before) as readonly Term[];
        const fits = equalTerms(after.slice(0, 2), [before[0], before[1]]) && after.length === 3;
        return fits ? { ...handler, state: after[2] as Term } : handler;
      } catch (thrown) {
        toFailure(thrown, node.code);
        return handler;
      }
    });
    process.data = { ...data, handlers };
    show(node, process);
    return freezeTerm(handlers.map(told));
  },

  changeCode: (node, process, _change, from) => codeChanged(node, process, from, 'undef'),
  continue() {},
  terminate: beginStop,
};

/** `{Module, Id, State}`. */
const told = ({ module, name, state }: Handler): readonly Term[] =>
  Object.freeze([module, Array.isArray(name) ? (name[1] as Term) : false, state]);

// -------------------------------------------------------------------- jobs

function begin(node: Node, process: Process, job: Partial<Job>, first: Task | null = null): void {
  process.data = { ...(process.data as Data), job: jobOf(job), task: first };
  proceed(node, process);
}

/** Runs one callback after the other, until the job is done or one of them waits. */
function proceed(node: Node, process: Process): void {
  for (;;) {
    const data = process.data as Data;
    if (data.job === null) return;
    const task = data.task ?? nextTask(data.handlers, data.job);
    if (task === null) {
      if (jobDone(node, process, data, data.job)) return;
      continue;
    }
    process.data = { ...data, task };
    const value = runTask(node, process, task);
    if (value === LATER) return;
    process.data = decide(node, process, process.data as Data, value);
  }
}

function nextTask(handlers: readonly Handler[], job: Job): Task | null {
  switch (job.type) {
    case 'visit': {
      const handler = handlers[job.at];
      if (handler === undefined) return null;
      return taskOf({ tag: job.tag, at: job.at, handler, argument: job.message });
    }
    case 'owner_exit': {
      const at = handlers.findIndex(
        ({ supervisor }) => supervisor !== null && supervisor.id === job.owners[0]?.id,
      );
      const handler = handlers[at];
      if (handler === undefined) return null;
      const argument = freezeTerm({ type: 'stop', reason: job.reason });
      return taskOf({ tag: TERMINATE, at, handler, argument, why: 'shutdown' });
    }
    case 'stop': {
      const handler = handlers[0];
      if (handler === undefined) return null;
      return taskOf({ tag: TERMINATE, at: 0, handler, argument: 'stop', why: 'shutdown' });
    }
    default:
      return null;
  }
}

/** Nothing is left to run for this job. False if another one follows from it. */
function jobDone(node: Node, process: Process, data: Data, job: Job): boolean {
  if (job.type === 'owner_exit') {
    // OTP: the EXIT is information for all handlers that are left.
    process.data = {
      ...data,
      job: jobOf({ type: 'visit', tag: HANDLE_INFO, message: job.message }),
    };
    return false;
  }
  process.data = { ...data, job: null, task: null };
  if (job.type === 'stop') ended(node, process, job);
  else {
    show(node, process);
    if (job.from !== null) node.mail.reply(process, job.from, job.reply);
  }
  return true;
}

/** Port of the end of `terminate_server/4`. */
function ended(node: Node, process: Process, { owners, reason }: Job): void {
  for (const owner of owners) node.ties.unlink(process, owner);
  finish(node, process, reason, 0);
}

/** Makes the handlers' states the process's. */
function show(node: Node, process: Process): void {
  const data = process.data as Data;
  if (data.handlers === data.shown) return;
  process.data = { ...data, shown: data.handlers };
  process.state = shownState(data.handlers);
  node.trace.write(node.now, EVENT.state_changed, process.pid.id, 0, 0, 0, process.state);
}
