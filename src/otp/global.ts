import type { Steps } from '../runtime/activation.ts';
import { ErlangError, Exit } from '../runtime/exit-reason.ts';
import type { Node } from '../runtime/node.ts';
import { contextOf, type Self } from '../runtime/self.ts';
import { freezeTerm, Pid, type Term } from '../runtime/term.ts';

/**
 * The functions of OTP's module `global`: names, which are terms, for processes of all nodes. What changes the names waits
 * until all nodes know it, so it is used with `yield*`; what asks looks into the own node's copy. There is one node yet, which
 * knows at once, and never finds two processes under one name.
 */
export const global = {
  /** `register_name/2`: `no` if a process has the name, or `pid` has another one. */
  registerName: (self: Self, name: Term, pid: Pid): Steps<'yes' | 'no'> =>
    change(self, name, pid, ({ globals }, term) => {
      if (globals.whereis(term) !== undefined || globals.has(pid)) return 'no';
      globals.set(term, pid);
      return 'yes';
    }),

  /** `re_register_name/2`: whoever had the name has it no more, and `pid` may have others. */
  reRegisterName: (self: Self, name: Term, pid: Pid): Steps<'yes'> =>
    change(self, name, pid, ({ globals }, term) => {
      globals.set(term, pid);
      return 'yes';
    }),

  /** `unregister_name/1`: of any process; also when nobody has it. */
  unregisterName: (self: Self, name: Term): Steps<void> =>
    change(self, name, self.pid, ({ globals }, term) => globals.delete(term)),

  /** `whereis_name/1`. */
  whereisName(self: Self, name: Term): Pid | undefined {
    const term = freezeTerm(name);
    return contextOf(self).effect(({ globals }) => globals.whereis(term));
  },

  /** `send/2`: gives the pid. Raises Exit `{badarg, {Name, Message}}` when nobody has the name. */
  send(self: Self, name: Term, message: Term): Pid {
    const pid = global.whereisName(self, name);
    if (pid === undefined) throw new Exit(freezeTerm(['badarg', [name, message]]));
    self.send(pid, message);
    return pid;
  },

  /** `registered_names/0`, in no particular order. */
  registeredNames: (self: Self): readonly Term[] =>
    contextOf(self).effect(({ globals }) =>
      Object.freeze([...globals.all.values()].map(({ name }) => name)),
    ),
} as const;

/** The call of `global_name_server` through which all changes go, one after the other. */
function* change<Result>(
  self: Self,
  name: Term,
  pid: Pid,
  make: (node: Node, name: Term) => Result,
): Steps<Result> {
  if (!(pid instanceof Pid)) throw new ErlangError('function_clause');
  const term = freezeTerm(name);
  const context = contextOf(self);
  context.checkCanWait();
  return context.effect((node) => make(node, term));
}
