import type { Begin } from '../runtime/activation.ts';
import { isGenerator } from '../runtime/activation.ts';
import type { Behaviour } from '../runtime/behaviour.ts';
import { isTimeout } from '../runtime/check-args.ts';
import {
  ERROR_CLASS,
  EXIT_CLASS,
  exitReasonOf,
  isOrderly,
  THROW_CLASS,
} from '../runtime/exit-reason.ts';
import type { Node } from '../runtime/node.ts';
import { plainBody } from '../runtime/plain.ts';
import { type Message, NOT_WAITING, type Process } from '../runtime/process.ts';
import { Self } from '../runtime/self.ts';
import { From, freezeTerm, type Pid, type Term } from '../runtime/term.ts';
import { EVENT, KNOWN_STRING, MESSAGE } from '../runtime/trace-event.ts';
import { acknowledge, failedStart, finish, IGNORED, initFailed, type StartData } from './gen.ts';
import { changeState, type Data, type EnterData, IDLE } from './gen-server-data.ts';
import type { GenServer } from './gen-server-module.ts';
import {
  CODE_CHANGE,
  codeChangeEnded,
  codeChangeFailed,
  STATE_ACCESS,
} from './gen-server-system.ts';
import type { Next, NoReply, Ok, Reply, Stop, StopInit, StopReply } from './results.ts';
import { type SystemCallbacks, systemMessage } from './system-messages.ts';

const INIT = 0;
const CALL = 1;
const CAST = 2;
const INFO = 3;
const CONTINUE = 4;
const TERMINATE = 5;
const CALLBACKS = [
  'init',
  'handleCall',
  'handleCast',
  'handleInfo',
  'handleContinue',
  'terminate',
] as const;
/** Their names in the trace: OTP's. */
const NAMES = [
  'init',
  'handle_call',
  'handle_cast',
  'handle_info',
  'handle_continue',
  'terminate',
] as const;

const NAME_INDICES = NAMES.map((name) => KNOWN_STRING[name]);

/** The generic server. Port of `gen_server.erl`. */
export const GEN_SERVER: Behaviour = {
  name: 'gen_server',

  start(node, process) {
    const data = process.data as Data | StartData | EnterData;
    if ('continue' in data) {
      const argument = data.continue as Term;
      process.data = IDLE;
      return run(node, process, CONTINUE, argument, -1, null, 0);
    }
    process.callbacks = node.moduleNamed(process.module)?.default ?? null;
    if ('entering' in data) return enter(node, process, data);
    run(node, process, INIT, data.args, -1, null, 0);
  },

  message(node, process, message) {
    switch (message.kind) {
      case MESSAGE.call:
        return run(
          node,
          process,
          CALL,
          message.body,
          message.seq,
          new From(message.sender as Pid, message.ref),
          message.sender?.id ?? 0,
        );
      case MESSAGE.cast:
        return run(node, process, CAST, message.body, message.seq, null, message.sender?.id ?? 0);
      case MESSAGE.exit:
        if (process.parent !== null && message.sender?.id === process.parent.id)
          return parentExit(node, process, message);
        return info(node, process, message);
      case MESSAGE.system:
        if (process.wait === NOT_WAITING) process.data = IDLE;
        return systemMessage(node, process, message, SYSTEM);
      default:
        return info(node, process, message);
    }
  },

  resumed() {},

  timeout(node, process) {
    run(node, process, INFO, 'timeout', -1, null, 0);
  },

  completed(node, process, tag, value) {
    const result = value as { readonly type?: unknown } | null;
    if (tag === INIT) return initialised(node, process, result);
    if (tag === TERMINATE) return terminated(node, process);
    if (tag === CODE_CHANGE) return codeChangeEnded(node, process, value);
    advance(node, process, tag, result, (process.data as Data).message);
  },

  raised(node, process, tag, failure) {
    // OTP: a thrown value counts as the returned value.
    if (failure.class === THROW_CLASS)
      return GEN_SERVER.completed(node, process, tag, failure.value);
    if (tag === CODE_CHANGE) return codeChangeFailed(node, process, failure);
    const callback = NAME_INDICES[tag] as number;
    const reason = exitReasonOf(failure, process.module, NAMES[tag] as string);
    node.callbacks.crashed(process, callback, failure.class, failure.reason);
    if (tag === INIT)
      return initFailed(node, process, process.data as StartData, failedStart(reason), reason, 1);
    if (tag === TERMINATE) return ended(node, process, reason, 1, failure.class);
    terminate(node, process, tag, reason, 1, failure.class);
  },

  fork: (data) => data,
};

function enter(node: Node, process: Process, { entering }: EnterData): void {
  process.data = IDLE;
  changeState(node, process, entering.state);
  proceed(node, process, entering.next);
}

function info(node: Node, process: Process, message: Message): void {
  run(node, process, INFO, plainBody(message), message.seq, null, message.sender?.id ?? 0);
}

function parentExit(node: Node, process: Process, message: Message): void {
  node.trace.write(
    node.now,
    EVENT.received,
    process.pid.id,
    message.sender?.id ?? 0,
    0,
    message.seq,
    message.body,
  );
  remember(process, message.body, null);
  terminate(node, process, INFO, (message.body as { reason: Term }).reason, 0);
}

const SYSTEM: SystemCallbacks = {
  ...STATE_ACCESS,
  terminate: (node, process, reason) => terminate(node, process, INFO, reason, 0),
};

/** Runs one callback. `seq` is that of the message it handles, -1 without one. */
function run(
  node: Node,
  process: Process,
  tag: number,
  argument: Term,
  seq: number,
  from: From | null,
  sender: number,
): void {
  const { trace } = node;
  const callback = NAME_INDICES[tag] as number;
  if (seq < 0) trace.write(node.now, EVENT.called, process.pid.id, 0, callback, 0, argument);
  else trace.write(node.now, EVENT.received, process.pid.id, sender, callback, seq, argument);
  const callbacks = process.callbacks as GenServer | null;
  const method = callbacks?.[CALLBACKS[tag] as keyof GenServer];
  if (callbacks === null || typeof method !== 'function')
    return missing(node, process, tag, argument);
  const context = node.callbacks.enter(process);
  const self = new Self(context);
  const { state } = process;
  let result: unknown;
  try {
    node.callbacks.raiseIfAsked(process);
    switch (tag) {
      case CALL:
        result = (callbacks as Required<GenServer>).handleCall(argument, from as From, state, self);
        break;
      case CAST:
        result = (callbacks as Required<GenServer>).handleCast(argument, state, self);
        break;
      case INIT:
        result = callbacks.init(argument, self);
        break;
      default:
        result = (method as (argument: Term, state: Term, self: Self) => unknown).call(
          callbacks,
          argument,
          state,
          self,
        );
    }
  } catch (thrown) {
    node.callbacks.leave(process);
    // It may be a result that was thrown.
    if (tag !== INIT && tag !== TERMINATE) remember(process, argument, from);
    return node.callbacks.raised(process, tag, callback, thrown);
  }
  if (isGenerator(result)) {
    if (tag !== INIT && tag !== TERMINATE) remember(process, argument, from);
    return node.callbacks.settle(
      process,
      tag,
      callback,
      describe(process, tag, argument, from),
      context,
      result,
    );
  }
  node.callbacks.leave(process);
  if (process.doomed !== undefined) return;
  const given = result as { readonly type?: unknown } | null;
  if (tag === CALL) return advanceCall(node, process, given, from as From, argument);
  if (tag === INIT) return initialised(node, process, given);
  if (tag === TERMINATE) return terminated(node, process);
  advance(node, process, tag, given, argument);
}

/** What is handled, and for whom: the report tells it if that ends the server. */
function remember(process: Process, message: Term | undefined, from: From | null): void {
  process.data = { ...(process.data as Data), message, from };
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

function describe(process: Process, tag: number, argument: Term, from: From | null): Begin {
  const args =
    tag === INIT
      ? [argument]
      : tag === CALL
        ? [argument, from, process.state]
        : [argument, process.state];
  return { module: process.module, function: CALLBACKS[tag] as string, of: 'callbacks', args };
}

/** OTP: without handle_info a message is logged and dropped, without terminate there is none; any other callback must exist. */
function missing(node: Node, process: Process, tag: number, message: Term): void {
  if (tag === TERMINATE) return terminated(node, process);
  if (tag === INFO) {
    node.trace.write(
      node.now,
      EVENT.reported,
      process.pid.id,
      0,
      node.trace.intern('unhandled_message'),
      0,
      freezeTerm([process.module, message]),
    );
    return;
  }
  GEN_SERVER.raised(node, process, tag, { class: ERROR_CLASS, reason: 'undef', value: undefined });
}

// -------------------------------------------------------------------- results

function initialised(
  node: Node,
  process: Process,
  result: { readonly type?: unknown } | null,
): void {
  const start = process.data as StartData;
  try {
    switch (result?.type) {
      case 'ok': {
        const { state, next } = result as Ok<Term>;
        if (!isNext(next)) break;
        changeState(node, process, state);
        process.data = IDLE;
        acknowledge(node, process, start, Object.freeze({ type: 'ok', pid: process.pid }));
        return proceed(node, process, next);
      }
      case 'ignore':
        return initFailed(node, process, start, IGNORED, 'normal', 0);
      case 'stop': {
        const reason = freezeTerm((result as StopInit).reason);
        return initFailed(node, process, start, failedStart(reason), reason, 0);
      }
      default:
        break;
    }
    const reason = badReturn(result);
    initFailed(node, process, start, failedStart(reason), reason, 1);
  } catch (thrown) {
    node.callbacks.raised(process, INIT, KNOWN_STRING.init, thrown);
  }
}

function advanceCall(
  node: Node,
  process: Process,
  result: { readonly type?: unknown } | null,
  from: From,
  message: Term | undefined,
): void {
  if (result !== null && typeof result === 'object' && result.type === 'reply') {
    const { reply, state, next } = result as Reply<Term>;
    let answer: Term;
    try {
      if (!isNext(next)) {
        remember(process, message, from);
        return terminate(node, process, CALL, badReturn(result), 1);
      }
      answer = freezeTerm(reply);
      changeState(node, process, state);
    } catch (thrown) {
      remember(process, message, from);
      return node.callbacks.raised(process, CALL, KNOWN_STRING.handle_call, thrown);
    }
    node.mail.reply(process, from, answer);
    if (next !== undefined) proceed(node, process, next);
    return;
  }
  remember(process, undefined, from);
  advance(node, process, CALL, result, message);
}

function advance(
  node: Node,
  process: Process,
  tag: number,
  result: { readonly type?: unknown } | null,
  /** What was handled; of a callback that waited or raised, as it was remembered. */
  message: Term | undefined,
): void {
  const { from, message: remembered } = process.data as Data;
  if (from !== null || remembered !== undefined) process.data = IDLE;
  try {
    switch (result?.type) {
      case 'noreply': {
        const { state, next } = result as NoReply<Term>;
        if (!isNext(next)) break;
        changeState(node, process, state);
        return proceed(node, process, next);
      }
      case 'stop': {
        const { reason, state } = result as Stop<Term>;
        changeState(node, process, state);
        remember(process, message, from);
        return terminate(node, process, tag, freezeTerm(reason), 0);
      }
      case 'reply':
        if (tag !== CALL || from === null) break;
        return advanceCall(node, process, result, from, message);
      case 'stop_reply': {
        if (tag !== CALL || from === null) break;
        const { reason, state, reply } = result as StopReply<Term>;
        changeState(node, process, state);
        remember(process, message, from);
        return terminate(node, process, tag, freezeTerm(reason), 0, EXIT_CLASS, freezeTerm(reply));
      }
      default:
        break;
    }
  } catch (thrown) {
    remember(process, message, from);
    return node.callbacks.raised(process, tag, NAME_INDICES[tag] as number, thrown);
  }
  remember(process, message, from);
  terminate(node, process, tag, badReturn(result), 1);
}

function badReturn(value: unknown): Term {
  try {
    return freezeTerm(['bad_return_value', value]);
  } catch {
    return Object.freeze(['bad_return_value', 'not_a_term']);
  }
}

/** Of the forms of OTP's last element: an idle timeout, hibernation, or what to continue with. */
export function isNext(next: unknown): next is Next | undefined {
  if (next === undefined || next === 'hibernate') return true;
  if (typeof next === 'number') return isTimeout(next);
  if (typeof next !== 'object' || next === null || !('continue' in next)) return false;
  freezeTerm(next.continue);
  return true;
}

function proceed(node: Node, process: Process, next: Next | undefined): void {
  if (next === undefined || next === 'hibernate' || next === Number.POSITIVE_INFINITY) return;
  if (typeof next === 'number') {
    if ((process.data as Data).idleMs !== next) process.data = { ...IDLE, idleMs: next };
    return node.waits.idle(process, next);
  }
  process.data = { ...IDLE, continue: next.continue };
  process.toStart = true;
}

// -------------------------------------------------------------------- termination

/** `tag`: of the callback that was given what ends the server. A reply goes out after terminate. */
function terminate(
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
  run(node, process, TERMINATE, reason, -1, null, 0);
}

function terminated(node: Node, process: Process): void {
  const { stopping } = process.data as Data;
  if (stopping === null) return;
  // OTP's order: terminate, then the reply, then the exit.
  if (stopping.reply !== undefined && stopping.from !== null)
    node.mail.reply(process, stopping.from, stopping.reply);
  ended(node, process, stopping.reason, stopping.how, stopping.failureClass);
}

/** Port of `error_info/8`, and the end; proc_lib's crash report comes after it. */
function ended(
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
