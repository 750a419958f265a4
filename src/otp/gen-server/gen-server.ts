import type { Behaviour } from '../../runtime/behaviour.ts';
import { exitReasonOf, THROW_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { plainBody } from '../../runtime/plain.ts';
import { type Message, NOT_WAITING, type Process } from '../../runtime/process.ts';
import { From, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT, MESSAGE } from '../../runtime/trace-event.ts';
import { debugEvent, debugIn } from '../gen/debug.ts';
import { failedStart, initFailed, type StartData } from '../gen/gen.ts';
import {
  isOfParent,
  isSystem,
  type SystemCallbacks,
  systemMessage,
} from '../gen/system-messages.ts';
import {
  CALL,
  CAST,
  CONTINUE,
  INFO,
  INIT,
  LATER,
  NAME_INDICES,
  NAMES,
  remember,
  run,
  TERMINATE,
} from './callbacks.ts';
import { changeState, type Data, type EnterData, IDLE } from './data.ts';
import { ended, terminate, terminated } from './end.ts';
import { advance, advanceCall, initialised, proceed } from './results.ts';
import { CODE_CHANGE, codeChangeEnded, codeChangeFailed, STATE_ACCESS } from './system.ts';

type Result = { readonly type?: unknown } | null;

/** The generic server. Port of `gen_server.erl`. */
export const GEN_SERVER: Behaviour = {
  name: 'gen_server',

  start(node, process) {
    const data = process.data as Data | StartData | EnterData;
    if ('continue' in data) {
      const argument = data.continue as Term;
      process.data = IDLE;
      return handle(node, process, CONTINUE, argument, -1, 0);
    }
    process.callbacks = node.moduleNamed(process.module)?.default ?? null;
    if ('entering' in data) return enter(node, process, data);
    const result = run(node, process, INIT, data.args, -1, null, 0);
    if (result !== LATER) initialised(node, process, result as Result);
  },

  message(node, process, message) {
    if (process.debug !== null && !isSystem(process, message)) debugIn(node, process, message);
    switch (message.kind) {
      case MESSAGE.call:
        return call(node, process, message);
      case MESSAGE.cast:
        return handle(node, process, CAST, message.body, message.seq, message.sender?.id ?? 0);
      case MESSAGE.exit:
        if (isOfParent(process, message)) return parentExit(node, process, message);
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
    if (process.debug !== null) debugEvent(node, process, 'in', 'timeout');
    handle(node, process, INFO, 'timeout', -1, 0);
  },

  completed(node, process, tag, value) {
    const result = value as Result;
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

function call(node: Node, process: Process, message: Message): void {
  const { body, seq, ref } = message;
  const sender = message.sender as Pid;
  const from = new From(sender, ref);
  const result = run(node, process, CALL, body, seq, from, sender.id);
  if (result !== LATER) advanceCall(node, process, result as Result, from, body);
}

function handle(
  node: Node,
  process: Process,
  tag: number,
  argument: Term,
  seq: number,
  sender: number,
): void {
  const result = run(node, process, tag, argument, seq, null, sender);
  if (result !== LATER) advance(node, process, tag, result as Result, argument);
}

function enter(node: Node, process: Process, { entering }: EnterData): void {
  process.data = IDLE;
  changeState(node, process, entering.state);
  proceed(node, process, entering.next);
}

function info(node: Node, process: Process, message: Message): void {
  handle(node, process, INFO, plainBody(message), message.seq, message.sender?.id ?? 0);
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
