import type { Behaviour } from '../../runtime/behaviour.ts';
import { exitReasonOf, type Failure, THROW_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { plainBody } from '../../runtime/plain.ts';
import type { Message, Process } from '../../runtime/process.ts';
import { From, freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT, KNOWN_STRING, MESSAGE } from '../../runtime/trace-event.ts';
import { debugEvent } from '../gen/debug.ts';
import { acknowledge, failedStart, IGNORED, initFailed, type StartData } from '../gen/gen.ts';
import { isOfParent, systemMessage } from '../gen/system-messages.ts';
import {
  askMode,
  CODE_CHANGE,
  callback,
  callbacksOf,
  callState,
  ENTER,
  HANDLE,
  INIT,
  isFailure,
  nameInTrace,
  resultRaised,
  TERMINATE,
} from './callbacks.ts';
import { begun, type Data, type EnterData, FIRST, type QueuedEvent, transitionBy } from './data.ts';
import { asList, badReason } from './decide.ts';
import { failed, show, terminate, terminated } from './end.ts';
import { takeEvent } from './queue.ts';
import { codeChangeEnded, codeChangeFailed, SYSTEM } from './system.ts';
import { timeoutBy } from './timeouts.ts';
import { act, tellTransition, took } from './transition.ts';

/**
 * The state machine. Port of `gen_statem.erl`.
 *
 *     event ─▶ state callback ─▶ its actions ─▶ state enter calls, each with its actions ─▶ the transition is done
 *
 * Each callback is a step of its own. What has come of an event so far is `data.transition`; state and data
 * change when it is done. Then come, in this order: inserted events, retried ones, timeouts of no time, messages.
 */
export const GEN_STATEM: Behaviour = {
  name: 'gen_statem',

  start(node, process) {
    const data = process.data as Data | StartData | EnterData;
    if ('entering' in data) {
      process.callbacks = callbacksOf(node, process.module);
      return enterFirst(node, process, null, data.entering);
    }
    if ('args' in data) {
      process.callbacks = callbacksOf(node, process.module);
      const { init } = KNOWN_STRING;
      node.trace.write(node.now, EVENT.called, process.pid.id, 0, init, 0, data.args);
      return callback(node, process, INIT, init, 'init', [data.args]);
    }
    if (data.transition !== null) {
      const [state] = process.state as readonly [Term, Term];
      return callState(node, process, ENTER, 'enter', state, null);
    }
    const next = takeEvent(data);
    if (next === null) return;
    // An event that waited was told when it came; a timeout of no time comes now.
    if (process.debug !== null && data.at === data.events.length)
      debugReceived(node, process, next.event);
    handle(node, process, next.left, next.event, null);
  },

  message(node, process, message) {
    const data = process.data as Data;
    const { body, seq } = message;
    switch (message.kind) {
      case MESSAGE.call: {
        const type = freezeTerm(['call', new From(message.sender as Pid, message.ref)]);
        return received(node, process, data, { type, content: body, seq }, message);
      }
      case MESSAGE.cast:
        return received(node, process, data, { type: 'cast', content: body, seq }, message);
      case MESSAGE.system:
        return systemMessage(node, process, message, SYSTEM);
      case MESSAGE.exit:
        if (isOfParent(process, message)) return parentExit(node, process, message);
        break;
      default:
        break;
    }
    const timeout = timeoutBy(data.timeouts, message);
    if (timeout === undefined) {
      const event = { type: 'info', content: plainBody(message), seq };
      return received(node, process, data, event, message);
    }
    const timeouts = data.timeouts.filter((other) => other !== timeout);
    const event = { type: timeout.kind, content: timeout.content, seq };
    received(node, process, { ...data, timeouts }, event, message);
  },

  resumed() {},
  timeout() {},

  completed(node, process, tag, value) {
    if (tag === INIT) return initialised(node, process, value);
    if (tag === TERMINATE) return terminated(node, process);
    if (tag === CODE_CHANGE) return codeChangeEnded(node, process, value);
    took(node, process, tag, value);
  },

  raised(node, process, tag, failure) {
    // OTP: a thrown value counts as the returned value.
    if (failure.class === THROW_CLASS)
      return GEN_STATEM.completed(node, process, tag, failure.value);
    if ('args' in (process.data as Data | StartData)) return initRaised(node, process, failure);
    if (tag === CODE_CHANGE) return codeChangeFailed(node, process, failure);
    failed(node, process, nameInTrace(process, tag), failure);
  },

  fork: (data) => data,
};

/** Port of `loop_receive_result/4`. */
function received(
  node: Node,
  process: Process,
  data: Data,
  event: QueuedEvent,
  message: Message,
): void {
  if (process.debug !== null) debugReceived(node, process, event);
  handle(node, process, data, event, message);
}

function debugReceived(node: Node, process: Process, { type, content }: QueuedEvent): void {
  const [state] = process.state as readonly [Term, Term];
  debugEvent(node, process, 'in', [type, content], state);
}

function handle(
  node: Node,
  process: Process,
  data: Data,
  event: QueuedEvent,
  message: Message | null,
): void {
  const [state, stateData] = process.state as readonly [Term, Term];
  process.data = { ...data, transition: transitionBy(event, state, stateData) };
  callState(node, process, HANDLE, event.type, event.content, message);
}

/** The EXIT of its parent ends it. */
function parentExit(node: Node, process: Process, message: Message): void {
  const sender = message.sender?.id ?? 0;
  const { body, seq } = message;
  node.trace.write(node.now, EVENT.received, process.pid.id, sender, 0, seq, body);
  const { reason } = body as { reason: Term };
  terminate(node, process, reason, reason, 0);
}

// -------------------------------------------------------------------- init

interface Result {
  readonly type?: unknown;
  readonly reason?: unknown;
  readonly state?: unknown;
  readonly data?: unknown;
  readonly actions?: unknown;
}

/** Port of `init_result/8` and `enter/8`. */
function initialised(node: Node, process: Process, value: unknown): void {
  const start = process.data as StartData;
  const result = (typeof value === 'object' && value !== null ? value : {}) as Result;
  const { type } = result;
  const isOk = type === 'ok' && 'data' in result;
  try {
    if (isOk) freezeTerm([result.state, result.data]);
    if (type === 'ignore') return initFailed(node, process, start, IGNORED, 'normal', 0);
    if (type === 'stop' && !('state' in result)) {
      const reason = freezeTerm(result.reason);
      return initFailed(node, process, start, failedStart(reason), reason, 0);
    }
  } catch (thrown) {
    return resultRaised(node, process, INIT, thrown);
  }
  if (isOk) return enterFirst(node, process, start, result);
  const reason = badReason('bad_return_from_init', value);
  initFailed(node, process, start, failedStart(reason), reason, 1);
}

/** The start has succeeded (null: there was none), whatever comes of the callback mode and of the first actions. */
function enterFirst(node: Node, process: Process, start: StartData | null, result: Result): void {
  const state = result.state as Term;
  const data = result.data as Term;
  const transition = { ...transitionBy(FIRST, state, data), enters: true };
  process.data = begun(transition);
  tellTransition(node, process, 'enter', -1, null, state);
  show(node, process, state, data);
  if (start !== null)
    acknowledge(node, process, start, Object.freeze({ type: 'ok', pid: process.pid }));
  const mode = askMode(node, process, process.module);
  if (isFailure(mode)) return failed(node, process, 'callback_mode', mode);
  process.data = { ...(process.data as Data), mode };
  if (process.debug !== null) debugEvent(node, process, 'enter', process.module, state);
  // There is no event that could be postponed.
  const actions = [...asList(result.actions), { type: 'postpone', postpone: false }];
  act(node, process, INIT, transition, actions, true);
}

/** OTP: the starter is told the reason of an error without the stack, with which the process exits. */
function initRaised(node: Node, process: Process, failure: Failure): void {
  const reason = exitReasonOf(failure, process.module, 'init');
  node.callbacks.crashed(process, KNOWN_STRING.init, failure.class, failure.reason);
  const start = process.data as StartData;
  initFailed(node, process, start, failedStart(failure.reason), reason, 1);
}
