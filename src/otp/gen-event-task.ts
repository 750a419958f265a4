import { type Begin, isGenerator } from '../runtime/activation.ts';
import { ERROR_CLASS, exitReasonOf, type Failure } from '../runtime/exit-reason.ts';
import type { Node } from '../runtime/node.ts';
import type { Process } from '../runtime/process.ts';
import { Self } from '../runtime/self.ts';
import { freezeTerm, type Term } from '../runtime/term.ts';
import { EVENT } from '../runtime/trace-event.ts';
import { CALLBACKS, HANDLE_INFO, INIT, NAMES, type Task, TERMINATE } from './gen-event-data.ts';

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
  const callbacks = node.moduleNamed(handler.module)?.default as
    | Record<string, unknown>
    | undefined;
  const method = callbacks?.[CALLBACKS[tag] as string];
  if (typeof method !== 'function') return missing(node, process, task);
  const context = node.callbacks.enter(process);
  let result: unknown;
  try {
    node.callbacks.raiseIfAsked(process);
    result =
      tag === INIT
        ? method.call(callbacks, argument, new Self(context))
        : method.call(callbacks, argument, handler.state, new Self(context));
  } catch (thrown) {
    node.callbacks.leave(process);
    node.callbacks.raised(process, tag, callback, thrown);
    return LATER;
  }
  if (isGenerator(result)) {
    const args = tag === INIT ? [argument] : [argument, handler.state];
    const begin: Begin = {
      module: handler.module,
      function: CALLBACKS[tag] as string,
      of: 'callbacks',
      args,
    };
    node.callbacks.settle(process, tag, callback, begin, context, result);
    return LATER;
  }
  node.callbacks.leave(process);
  return process.doomed === undefined ? result : LATER;
}

/** OTP: without handle_info a message is logged and dropped, without terminate there is none; any other callback must exist. */
function missing(node: Node, process: Process, task: Task): unknown {
  if (task.tag === TERMINATE) return 'ok';
  if (task.tag !== HANDLE_INFO)
    return failureValue(node, process, task, {
      class: ERROR_CLASS,
      reason: 'undef',
      value: undefined,
    });
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
