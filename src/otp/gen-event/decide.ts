import { exitReasonOf, type Failure, THROW_CLASS, toFailure } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { hasLink, type Process } from '../../runtime/process.ts';
import { serverName } from '../../runtime/server-ref.ts';
import { freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT, MESSAGE } from '../../runtime/trace-event.ts';
import { formatStatus } from '../gen/format-status.ts';
import {
  asTerm,
  CODE_CHANGE,
  callbacksOf,
  type Data,
  errorOf,
  HANDLE_CALL,
  type Handler,
  handlerNamed,
  INIT,
  type Job,
  type Swap,
  type Task,
  TERMINATE,
  taskOf,
} from './data.ts';
import type { SwapHandler } from './event-handler.ts';
import { failureValue } from './task.ts';

/** Takes in what the callback of `data.task` gave. */
export function decide(node: Node, process: Process, data: Data, value: unknown): Data {
  const { job, task } = data;
  if (job === null || task === null) return data;
  let given = value;
  try {
    freezeParts(given);
  } catch (thrown) {
    if (task.tag === CODE_CHANGE)
      return codeChangeRaised(data, job, task, toFailure(thrown, node.code));
    given = failureValue(node, process, task, toFailure(thrown, node.code));
  }
  switch (task.tag) {
    case INIT:
      return initialised(node, process, data, job, task, given);
    case CODE_CHANGE:
      return converted(data, job, task, given);
    case TERMINATE:
      return terminated(node, process, data, job, task, given);
    default:
      return handled(data, job, task, given);
  }
}

type Result = Partial<Omit<SwapHandler<Term>, 'type'>> & {
  readonly type?: string;
  readonly reply?: Term;
  readonly next?: unknown;
};
const resultOf = (value: unknown): Result | null =>
  typeof value === 'object' && value !== null ? (value as Result) : null;

function freezeParts(value: unknown): void {
  const result = resultOf(value);
  switch (result?.type) {
    case 'swap_handler':
      freezeTerm(result?.args);
      freezeTerm(result?.to);
      freezeTerm(result?.initArgs);
      freezeTerm(result?.state);
      break;
    case 'ok':
      freezeTerm(result?.state);
      break;
    default:
      break;
  }
  if (result !== null && result.reply !== undefined) freezeTerm(result.reply);
}

/** Port of `server_update/4` and `server_call_update/3`. */
function handled(data: Data, job: Job, task: Task, value: unknown): Data {
  const { handler, at } = task;
  const result = resultOf(value);
  const reply = task.tag === HANDLE_CALL ? result?.reply : job.reply;
  const wellFormed =
    (result?.reply !== undefined) === (task.tag === HANDLE_CALL) &&
    (result?.next === undefined || (result.next === 'hibernate' && result.type === 'ok'));
  switch (wellFormed ? result?.type : undefined) {
    case 'ok':
      return {
        handlers: replaced(data.handlers, at, handler, result?.state as Term),
        shown: data.shown,
        job: { ...job, reply: reply ?? null, at: at + 1 },
        task: null,
      };
    case 'swap_handler': {
      const { args, state, to, initArgs } = result as SwapHandler<Term>;
      const { supervisor } = handler;
      const swap: Swap = { to, initArgs, supervisor, inPlace: true };
      const why = freezeTerm(['swapped', to, supervisor ?? false]);
      return {
        ...data,
        job: { ...job, reply: reply ?? null },
        task: taskOf({
          tag: TERMINATE,
          at,
          handler: { ...handler, state },
          argument: args,
          why,
          swap,
        }),
      };
    }
    case 'remove_handler':
      return {
        ...data,
        job: { ...job, reply: reply ?? null },
        task: taskOf({ tag: TERMINATE, at, handler, argument: 'remove_handler', why: 'normal' }),
      };
    default: {
      const what = asTerm(value);
      const refused = task.tag === HANDLE_CALL ? { ...job, reply: errorOf(what) } : job;
      return {
        ...data,
        job: refused,
        task: taskOf({
          tag: TERMINATE,
          at,
          handler,
          argument: errorOf(what),
          why: what,
          failed: true,
        }),
      };
    }
  }
}

/** Port of the function in `system_code_change/4`. */
function converted(data: Data, job: Job, { handler, at }: Task, value: unknown): Data {
  const result = resultOf(value);
  if (result?.type !== 'ok' || result.next !== undefined) {
    const why: Term = ['badmatch', asTerm(value)];
    return codeChangeFailed(data, job, ['EXIT', [why, [['gen_event', 'system_code_change']]]]);
  }
  const handlers = replaced(data.handlers, at, handler, result?.state as Term);
  return { ...data, handlers, job: { ...job, at: at + 1 }, task: null };
}

/** OTP: `sys` catches it, so a thrown value is itself what went wrong. */
export function codeChangeRaised(data: Data, job: Job, { handler }: Task, failure: Failure): Data {
  const what =
    failure.class === THROW_CLASS
      ? asTerm(failure.value)
      : ['EXIT', exitReasonOf(failure, handler.module, 'code_change')];
  return codeChangeFailed(data, job, what);
}

/** Nothing has changed, in no handler. */
function codeChangeFailed(data: Data, job: Job, what: Term): Data {
  const { before } = job.change as NonNullable<Job['change']>;
  const over = { ...job, at: before.length, change: { before, failure: freezeTerm(what) } };
  return { ...data, handlers: before, job: over, task: null };
}

/** Port of `do_terminate/7` and of what follows it. */
function terminated(
  node: Node,
  process: Process,
  data: Data,
  job: Job,
  task: Task,
  value: unknown,
): Data {
  const { handler, at, swap } = task;
  const given = value === undefined ? 'ok' : asTerm(value);
  node.trace.write(
    node.now,
    EVENT.handler_removed,
    process.pid.id,
    0,
    node.trace.intern(handler.text),
    at,
    task.why,
  );
  if (task.failed) reportError(node, process, handler, task.why, job.message);
  tellOwner(node, process, handler, task.why);
  const reply = job.type === 'delete' ? given : job.reply;
  if (swap === null)
    return { ...data, handlers: without(data.handlers, at), job: { ...job, reply }, task: null };
  const next = incoming(node, process, swap, given, at);
  return {
    ...data,
    handlers: swap.inPlace ? data.handlers : without(data.handlers, at),
    task: next,
  };
}

/** The init of a swap's new handler. `given` is what the old one's terminate gave, `error` if there was none. */
export function incoming(node: Node, process: Process, swap: Swap, given: Term, at: number): Task {
  const { supervisor, inPlace } = swap;
  if (supervisor !== null && !inPlace) linkWith(node, process, supervisor);
  const handler = handlerNamed(swap.to, supervisor);
  return taskOf({
    tag: INIT,
    at: inPlace ? at : -1,
    handler,
    argument: freezeTerm([swap.initArgs, given]),
    swap,
  });
}

/** Port of `server_add_handler/4`, and of the end of `do_swap/7`. */
function initialised(
  node: Node,
  process: Process,
  data: Data,
  job: Job,
  task: Task,
  value: unknown,
): Data {
  const { at, swap } = task;
  const { handlers } = data;
  const result = resultOf(value);
  const inPlace = swap?.inPlace === true;
  if (
    result?.type === 'ok' &&
    // OTP: the init of a swap that a handler asked for may not hibernate.
    (result.next === undefined || (result.next === 'hibernate' && !inPlace)) &&
    result.reply === undefined
  ) {
    const handler: Handler = { ...task.handler, state: result?.state as Term };
    node.trace.write(
      node.now,
      EVENT.handler_added,
      process.pid.id,
      0,
      node.trace.intern(handler.text),
      inPlace ? at : 0,
      handler.state,
    );
    if (inPlace)
      return {
        ...data,
        handlers: handlers.with(at, handler),
        job: { ...job, at: at + 1 },
        task: null,
      };
    return { ...data, handlers: [handler, ...handlers], job: { ...job, reply: 'ok' }, task: null };
  }
  const what = asTerm(value);
  if (!inPlace)
    return { ...data, job: { ...job, reply: swap === null ? what : errorOf(what) }, task: null };
  // OTP: the old one's owner hears of the swap and then of a `crash`.
  reportError(node, process, task.handler, 'crash', serverName(process));
  tellOwner(node, process, task.handler, 'crash');
  return { ...data, handlers: without(handlers, at), task: null };
}

const without = (handlers: readonly Handler[], at: number): readonly Handler[] =>
  handlers.toSpliced(at, 1);

function replaced(
  handlers: readonly Handler[],
  at: number,
  handler: Handler,
  state: Term,
): readonly Handler[] {
  if (state === handler.state) return handlers;
  const { module, name, text, supervisor } = handler;
  const copy = handlers.slice();
  copy[at] = { module, name, text, state, supervisor };
  return copy;
}

/** Port of `report_error/5`: nothing is said of a reason that could be an orderly one, whatever it came from. */
function reportError(
  node: Node,
  process: Process,
  handler: Handler,
  why: Term,
  message: Term,
): void {
  if (why === 'normal' || why === 'shutdown') return;
  if (Array.isArray(why) && why.length === 3 && why[0] === 'swapped') return;
  const { module, name, state } = handler;
  // `formatStatus` has to do neither with `EXIT` nor with a stack.
  const [wrapped, inner = null] = Array.isArray(why) && why[0] === 'EXIT' ? (why as Term[]) : [];
  const [reason, ...stack] =
    wrapped === undefined ? [why] : Array.isArray(inner) && inner.length === 2 ? inner : [inner];
  const status = formatStatus(node, process, callbacksOf(node, module), module, {
    state,
    message,
    reason: reason as Term,
  });
  const bare = stack.length === 0 ? status.reason : [status.reason, ...stack];
  const report = freezeTerm({
    reason: wrapped === undefined ? bare : ['EXIT', bare],
    handler: name,
    name: serverName(process),
    lastMessage: status.message,
    state: status.state,
  });
  const kind = node.trace.intern('error_report');
  node.trace.write(node.now, EVENT.reported, process.pid.id, 0, kind, 0, report);
}

function tellOwner(node: Node, process: Process, handler: Handler, reason: Term): void {
  const owner = handler.supervisor === null ? null : node.find(handler.supervisor);
  if (owner === null) return;
  node.mail.send(
    process,
    owner,
    MESSAGE.info,
    0,
    freezeTerm({ type: 'gen_event_EXIT', handler: handler.name, reason }),
  );
}

/** `link/1` of a process that traps exits. */
export function linkWith(node: Node, process: Process, pid: Pid): void {
  const other = node.find(pid);
  if (other === null) node.exits.deliver(process, pid, 'noproc');
  else if (!hasLink(process, pid)) node.ties.link(process, other);
}
