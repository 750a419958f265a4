import type { Begin } from '../../runtime/activation.ts';
import { ERROR_CLASS, exitReasonOf, type Failure } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { type From, freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import { loggedEvents } from '../gen/debug.ts';
import { formatStatus, statusHeader } from '../gen/format-status.ts';
import { codeChanged, type SysState, type SystemCallbacks } from '../gen/system-messages.ts';
import type { Ok } from '../results.ts';
import { changeState, type Data } from './data.ts';
import type { GenServer } from './module.ts';

/** The tag of the callback `code_change`, after those of the other callbacks. */
export const CODE_CHANGE = 6;

/** What a gen_server offers to system messages, but for its end. Port of the `system_*` functions of `gen_server.erl`. */
export const STATE_ACCESS: Omit<SystemCallbacks, 'terminate'> = {
  getState: (_node, process) => process.state,

  replaceState(node, process, replace) {
    changeState(node, process, replace(process.state));
    return process.state;
  },

  changeCode(node, process, { oldVsn, extra }, from) {
    const callbacks = (node.moduleNamed(process.module)?.default ?? null) as GenServer | null;
    process.callbacks = callbacks;
    process.data = { ...(process.data as Data), from };
    const { module, state } = process;
    const args = freezeTerm([oldVsn, state, extra]) as readonly Term[];
    const callback = node.trace.intern('code_change');
    node.trace.write(node.now, EVENT.called, process.pid.id, 0, callback, 0, args);
    if (typeof callbacks?.codeChange !== 'function')
      return codeChangeFailed(node, process, {
        class: ERROR_CLASS,
        reason: 'undef',
        value: undefined,
      });
    const begin: Begin = { module, function: 'codeChange', of: 'callbacks', args };
    node.callbacks.call(process, CODE_CHANGE, callback, begin);
  },

  formatStatus(node, process, sysState) {
    const { module, callbacks, state, debug } = process;
    const log = loggedEvents(debug);
    const status = formatStatus(node, process, callbacks, module, { state, log });
    return serverStatus(process, sysState, status.log, status.EXIT ?? status.state);
  },

  continue(node, process) {
    const { idleMs } = process.data as Data;
    if (idleMs !== undefined) node.waits.idle(process, idleMs);
  },
};

/** Port of `format_status/2`: what stands in the status of a gen_server, a supervisor's too. */
export const serverStatus = (
  process: Process,
  sysState: SysState,
  log: Term,
  state: Term,
): Term => [
  statusHeader('generic server', process),
  [
    'data',
    [
      ['Status', sysState],
      ['Parent', process.parent ?? process.pid],
      ['Logged events', log],
    ],
  ],
  ['data', [['State', state]]],
];

/** The callback gave `value`. */
export function codeChangeEnded(node: Node, process: Process, value: unknown): void {
  try {
    if ((value as Ok<Term> | null)?.type !== 'ok')
      return answer(node, process, freezeTerm(value ?? 'undefined'));
    changeState(node, process, (value as Ok<Term>).state);
  } catch (thrown) {
    return node.callbacks.raised(process, CODE_CHANGE, 0, thrown);
  }
  answer(node, process);
}

/** The callback raised: `{'EXIT', Reason}`, as Erlang's `catch` gives. */
export function codeChangeFailed(node: Node, process: Process, failure: Failure): void {
  const reason = exitReasonOf(failure, process.module, 'code_change');
  answer(node, process, freezeTerm(['EXIT', reason]));
}

function answer(node: Node, process: Process, failure?: Term): void {
  const data = process.data as Data;
  process.data = { ...data, from: null };
  codeChanged(node, process, data.from as From, failure);
}
