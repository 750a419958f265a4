import { type Begin, isGenerator } from '../../runtime/activation.ts';
import { ERROR_CLASS, exitReasonOf, type Failure } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { Self } from '../../runtime/self.ts';
import { freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import {
  CALLBACKS,
  CODE_CHANGE,
  callbacksOf,
  HANDLE_INFO,
  INIT,
  NAMES,
  type Task,
  TERMINATE,
} from './data.ts';

/** The callback waits, or what came of it has been dealt with already. */
export const LATER = Symbol('later');

/** Runs one callback; gives its value, or LATER. `process.data` must hold the task. */
export function runTask(node: Node, process: Process, task: Task): unknown {
  const { tag, handler, argument } = task;
  const { trace } = node;
  const callback = trace.intern(NAMES[tag] as string);
  trace.write(
    node.now,
    EVENT.called,
    process.pid.id,
    0,
    callback,
    trace.intern(handler.text),
    argument,
  );
  const callbacks = callbacksOf(node, handler.module);
  const method = callbacks?.[CALLBACKS[tag] as string];
  if (typeof method !== 'function') return missing(node, process, task);
  const context = node.callbacks.enter(process);
  let result: unknown;
  try {
    node.callbacks.raiseIfAsked(process);
    switch (tag) {
      case INIT:
        result = method.call(callbacks, argument, new Self(context));
        break;
      case CODE_CHANGE:
        result = method.call(callbacks, ...argumentsOf(task), new Self(context));
        break;
      default:
        result = method.call(callbacks, argument, handler.state, new Self(context));
    }
  } catch (thrown) {
    node.callbacks.leave(process);
    node.callbacks.raised(process, tag, callback, thrown);
    return LATER;
  }
  if (isGenerator(result)) {
    const begin: Begin = {
      module: handler.module,
      function: CALLBACKS[tag] as string,
      of: 'callbacks',
      args: argumentsOf(task),
    };
    node.callbacks.settle(process, tag, callback, begin, context, result);
    return LATER;
  }
  node.callbacks.leave(process);
  return process.doomed === undefined ? result : LATER;
}

function argumentsOf({ tag, argument, handler }: Task): readonly unknown[] {
  if (tag === INIT) return [argument];
  if (tag !== CODE_CHANGE) return [argument, handler.state];
  const [oldVsn, extra] = argument as readonly [Term, Term];
  return [oldVsn, handler.state, extra];
}

/** OTP: without handle_info a message is logged and dropped, without terminate there is none; any other callback must exist. */
function missing(node: Node, process: Process, task: Task): unknown {
  if (task.tag === TERMINATE) return 'ok';
  if (task.tag !== HANDLE_INFO) {
    const failure = { class: ERROR_CLASS, reason: 'undef', value: undefined };
    if (task.tag !== CODE_CHANGE) return failureValue(node, process, task, failure);
    process.behaviour.raised(node, process, task.tag, failure);
    return LATER;
  }
  node.trace.write(
    node.now,
    EVENT.reported,
    process.pid.id,
    0,
    node.trace.intern('unhandled_message'),
    0,
    task.handler.module,
  );
  return { type: 'ok', state: task.handler.state };
}

/** What Erlang's `catch` gives: `{'EXIT', Reason}`. */
export function failureValue(node: Node, process: Process, task: Task, failure: Failure): Term {
  const name = NAMES[task.tag] as string;
  node.callbacks.crashed(process, node.trace.intern(name), failure.class, failure.reason);
  return freezeTerm(['EXIT', exitReasonOf(failure, task.handler.module, name)]);
}
