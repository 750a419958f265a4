import { KILL_CLASS, toFailure } from '../../runtime/exit-reason.ts';
import { equalTerms, freezeTerm, type Term } from '../../runtime/term.ts';
import { loggedEvents } from '../gen/debug.ts';
import { formatStatus, statusHeader } from '../gen/format-status.ts';
import type { SystemCallbacks } from '../gen/system-messages.ts';
import { callbacksOf, type Data, type Handler } from './data.ts';
import { begin, beginStop, show } from './jobs.ts';

/** What a manager offers to system messages. Its state is the list of `{Module, Id, State}`, newest first. */
export const SYSTEM: SystemCallbacks = {
  getState: (_node, process) => freezeTerm((process.data as Data).handlers.map(told)),

  /** Each handler's state by itself: one that can't be replaced stays. */
  replaceState(node, process, replace) {
    const data = process.data as Data;
    const handlers = data.handlers.map((handler): Handler => {
      const before = told(handler);
      try {
        const after = replace(before);
        if (!Array.isArray(after) || after.length !== 3) return handler;
        const [module, id, state] = after as unknown as readonly [Term, Term, Term];
        return equalTerms([module, id], before.slice(0, 2)) ? { ...handler, state } : handler;
      } catch (thrown) {
        if (toFailure(thrown, node.code).class === KILL_CLASS) throw thrown;
        return handler;
      }
    });
    process.data = { ...data, handlers };
    show(node, process);
    return freezeTerm(handlers.map(told));
  },

  /** Each handler's state as its module formats it; the log goes from one to the next. */
  formatStatus(node, process, sysState) {
    const { pid, parent, debug } = process;
    let log: Term = loggedEvents(debug);
    const installed = (process.data as Data).handlers.map((handler): Term => {
      const { module, state, supervisor } = handler;
      const status = formatStatus(node, process, callbacksOf(node, module), module, { log, state });
      ({ log } = status);
      return ['handler', module, idOf(handler), status.state, supervisor ?? false];
    });
    return [
      statusHeader('event handler', process),
      [
        'data',
        [
          ['Status', sysState],
          ['Logged Events', log],
          ['Parent', parent ?? pid],
        ],
      ],
      ['items', ['Installed handlers', installed]],
    ];
  },

  /** Port of `system_code_change/4`: of the handlers of that module, one after the other; one that fails, and none has changed. */
  changeCode(node, process, change, from) {
    const { handlers } = process.data as Data;
    const message = change as unknown as Term;
    begin(node, process, { type: 'code_change', message, from, change: { before: handlers } });
  },

  continue() {},
  terminate: beginStop,
};

/** `{Module, Id, State}`; the id is `false` for a handler that goes by its module. */
const told = (handler: Handler): readonly Term[] =>
  Object.freeze([handler.module, idOf(handler), handler.state]);

const idOf = ({ name }: Handler): Term => (Array.isArray(name) ? (name[1] as Term) : false);
