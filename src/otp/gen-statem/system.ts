import { ErlangError, exitReasonOf, type Failure } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { equalTerms, type From, freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import { formatStatus, statusHeader } from '../gen/format-status.ts';
import { codeChanged, type SystemCallbacks } from '../gen/system-messages.ts';
import {
  askMode,
  CODE_CHANGE,
  callback,
  callbacksOf,
  isFailure,
  resultRaised,
} from './callbacks.ts';
import type { Data } from './data.ts';
import { asTerm } from './decide.ts';
import { show, statusOf, terminate } from './end.ts';
import { tellTransition } from './transition.ts';

/** What a state machine offers to system messages: its state is `[State, Data]`. Port of the `system_*` functions of `gen_statem.erl`. */
export const SYSTEM: SystemCallbacks = {
  getState: (_node, process) => process.state,

  /** OTP: a new state that is no pair is taken, and ends the machine; here it is an error. */
  replaceState(node, process, replace) {
    const given = replace(process.state);
    if (!Array.isArray(given) || given.length !== 2) throw new ErlangError(['badmatch', given]);
    convert(node, process, given[0] as Term, given[1] as Term);
    return process.state;
  },

  formatStatus(node, process, sysState) {
    const { module, callbacks, pid, parent } = process;
    const { below, timeouts } = process.data as Data;
    const status = formatStatus(node, process, callbacks, module, statusOf(process));
    return [
      statusHeader('state machine', process),
      [
        'data',
        [
          ['Status', sysState],
          ['Parent', parent ?? pid],
          ['Modules', [module, ...below]],
          ['Time-outs', [timeouts.length, status.timeouts]],
          ['Logged Events', status.log],
          ['Postponed', status.postponed],
        ],
      ],
      ['data', [['State', [status.state, status.EXIT ?? status.data]]]],
    ];
  },

  changeCode(node, process, { oldVsn, extra }, from) {
    const [state, data] = process.state as readonly [Term, Term];
    process.callbacks = callbacksOf(node, process.module);
    process.data = { ...(process.data as Data), changing: from };
    const args = freezeTerm([oldVsn, state, data, extra]) as readonly Term[];
    const index = node.trace.intern('code_change');
    node.trace.write(node.now, EVENT.called, process.pid.id, 0, index, 0, args);
    callback(node, process, CODE_CHANGE, index, 'codeChange', args);
  },

  // What ran goes on running: an event timeout is cancelled by events, and this is none.
  continue() {},

  terminate: (node, process, reason) => terminate(node, process, reason, reason, 0),
};

/** The callback gave `value`. Then the module is asked for its callback mode again. */
export function codeChangeEnded(node: Node, process: Process, value: unknown): void {
  const { type, state, data } = (value ?? {}) as {
    readonly type?: unknown;
    readonly state?: unknown;
    readonly data?: unknown;
  };
  if (type !== 'ok') return answer(node, process, asTerm(value));
  try {
    freezeTerm([state, data]);
  } catch (thrown) {
    return resultRaised(node, process, CODE_CHANGE, thrown);
  }
  const mode = askMode(node, process, process.module);
  if (isFailure(mode)) return codeChangeFailed(node, process, mode, 'callback_mode');
  process.data = { ...(process.data as Data), mode };
  convert(node, process, state as Term, data as Term);
  answer(node, process);
}

/** Another state and other data, by no event: what was put aside stays there, and timeouts run on. */
function convert(node: Node, process: Process, state: Term, data: Term): void {
  const [from] = process.state as readonly [Term, Term];
  if (!equalTerms(from, state)) tellTransition(node, process, 'system', -1, from, state);
  show(node, process, state, data);
}

/** A callback raised: `{'EXIT', Reason}`, as Erlang's `catch` gives. */
export function codeChangeFailed(
  node: Node,
  process: Process,
  failure: Failure,
  name = 'code_change',
): void {
  const reason = exitReasonOf(failure, process.module, name);
  answer(node, process, freezeTerm(['EXIT', reason]));
}

function answer(node: Node, process: Process, failure?: Term): void {
  const data = process.data as Data;
  process.data = { ...data, changing: null };
  codeChanged(node, process, data.changing as From, failure);
}
