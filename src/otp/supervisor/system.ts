import type { Failure } from '../../runtime/exit-reason.ts';
import { exitReasonOf, THROW_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { equalTerms, type From, freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT, KNOWN_STRING } from '../../runtime/trace-event.ts';
import { loggedEvents } from '../gen/debug.ts';
import { codeChanged, type SystemCallbacks } from '../gen/system-messages.ts';
import { serverStatus } from '../gen-server/system.ts';
import { error } from '../results.ts';
import { checkFlags, type SupFlags } from './child-spec.ts';
import type { SupervisorData } from './data.ts';
import { beginTermination } from './jobs.ts';
import { supervisorStarted } from './reports.ts';
import { stateOf } from './state.ts';
import { upgrade } from './upgrade.ts';

/** Of the callbacks' tags: `init` at a code change. */
export const CODE_CHANGE = 2;

/** What a supervisor offers to system messages. They come between its jobs. */
export const SYSTEM: SystemCallbacks = {
  getState: (_node, process) => stateOf(process, process.data as SupervisorData),

  formatStatus(_node, process, sysState) {
    const state = stateOf(process, process.data as SupervisorData);
    return serverStatus(process, sysState, loggedEvents(process.debug), state);
  },

  /** OTP takes any record; here the flags alone may change, and have to be such. */
  replaceState(node, process, replace) {
    const sup = process.data as SupervisorData;
    const before = stateOf(process, sup) as object;
    const given = replace(before as Term);
    const { strategy, intensity, period, autoShutdown } = (given ?? {}) as Partial<SupFlags>;
    const flags = checkFlags({ strategy, intensity, period, autoShutdown } as Term);
    if (!flags.ok || !equalTerms(given, { ...before, ...flags.value })) error(['badmatch', given]);
    if ((strategy === 'simple_one_for_one') !== sup.isSimple) error(['badmatch', given]);
    sup.setFlags(flags.value);
    supervisorStarted(node, process, sup, 1);
    return given;
  },

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
