import type { Failure } from '../../runtime/exit-reason.ts';
import { exitReasonOf, THROW_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { type From, freezeTerm } from '../../runtime/term.ts';
import { EVENT, KNOWN_STRING } from '../../runtime/trace-event.ts';
import { codeChanged, type SystemCallbacks } from '../gen/system-messages.ts';
import { error } from '../results.ts';
import { whichChildren } from './calls.ts';
import type { SupervisorData } from './data.ts';
import { beginTermination } from './jobs.ts';
import { upgrade } from './upgrade.ts';

/** Of the callbacks' tags: `init` at a code change. */
export const CODE_CHANGE = 2;

/** What a supervisor offers to system messages. They come between its jobs. */
export const SYSTEM: SystemCallbacks = {
  getState(_node, process) {
    const sup = process.data as SupervisorData;
    const { flags, args } = sup;
    const restarts = sup.window.times;
    const children = whichChildren(sup);
    const { module } = process;
    return freezeTerm({ ...flags, children, restarts, module, args });
  },

  // OTP: the state is a record, and a function can make any other of it; here it is no term.
  replaceState: () => error('undef'),

  /** Port of `code_change/3`: asks `init` anew, with the arguments of the start. `upgrade` does the rest. */
  changeCode(node, process, _change, from) {
    const sup = process.data as SupervisorData;
    const { module } = process;
    const callbacks = node.moduleNamed(module)?.default ?? null;
    process.callbacks = callbacks;
    sup.changing = from;
    node.trace.write(node.now, EVENT.called, process.pid.id, 0, KNOWN_STRING.init, 0, sup.args);
    if (typeof (callbacks as { init?: unknown } | null)?.init !== 'function')
      return codeChangeEnded(node, process, freezeTerm(['EXIT', ['undef', [[module, 'init']]]]));
    const begin = { module, function: 'init', of: 'callbacks', args: [sup.args] } as const;
    node.callbacks.call(process, CODE_CHANGE, KNOWN_STRING.init, begin);
  },

  continue() {},
  terminate: (node, process, reason) =>
    beginTermination(node, process, process.data as SupervisorData, reason, 0),
};

/** `init` gave `value`, which is the error if it doesn't say flags and children. */
export function codeChangeEnded(node: Node, process: Process, value: unknown): void {
  const sup = process.data as SupervisorData;
  const from = sup.changing as From;
  sup.changing = null;
  codeChanged(node, process, from, upgrade(node, process, sup, value));
}

/** OTP: `sys` catches what `init` raises. */
export function codeChangeRaised(node: Node, process: Process, failure: Failure): void {
  if (failure.class === THROW_CLASS) return codeChangeEnded(node, process, failure.value);
  const reason = exitReasonOf(failure, process.module, 'init');
  codeChangeEnded(node, process, freezeTerm(['EXIT', reason]));
}
