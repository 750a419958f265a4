import type { Steps } from '../../runtime/activation.ts';
import type { Behaviour } from '../../runtime/behaviour.ts';
import { ErlangError, exitReasonOf } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { contextOf, type Self } from '../../runtime/self.ts';
import { askVia, tellName, type ViaName, whereisVia } from '../../runtime/server-ref.ts';
import { freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { acknowledge, failedStart, finish, type StartData } from './gen.ts';

/**
 * What a process with a name in `global` or by `via` does before its init: it registers itself; and when its init has failed:
 * it gives the name back, before its starter is told. Both are calls of the module that knows the name, which may wait, so
 * the process is not yet, or no longer, its behaviour's.
 */
type Naming =
  | { readonly behaviour: Behaviour; readonly start: StartData }
  | {
      readonly behaviour: Behaviour;
      readonly start: StartData;
      readonly result: Term;
      readonly reason: Term;
      readonly how: number;
    };

const REGISTER = 0;
const UNREGISTER = 1;
const FUNCTIONS = ['register_name', 'unregister_name'] as const;

/** Has a process that was just spawned register itself as `name` first. */
export function registerFirst(process: Process, name: ViaName, start: StartData): void {
  process.viaName = name;
  process.data = { behaviour: process.behaviour, start } satisfies Naming;
  process.behaviour = NAMING;
}

/** Has a process give its name back; then it tells `result`, and ends. */
export function unregisterFirst(
  node: Node,
  process: Process,
  start: StartData,
  result: Term,
  reason: Term,
  how: number,
): void {
  const { behaviour } = process;
  process.data = { behaviour, start, result, reason, how } satisfies Naming;
  process.behaviour = NAMING;
  call(node, process, UNREGISTER);
}

function call(node: Node, process: Process, tag: number): void {
  const name = FUNCTIONS[tag] as string;
  node.callbacks.call(process, tag, node.trace.intern(name), {
    module: 'gen',
    function: name,
    of: 'exports',
    args: [process.viaName],
  });
}

/** Port of `register_name/1`: true, or whose name it is. */
function* registerName(self: Self, name: ViaName): Steps<Pid | null | true> {
  const answer = yield* askVia(self, name, 'registerName', self.pid);
  if (answer === 'no') return yield* whereisVia(self, name);
  if (answer !== 'yes') throw new ErlangError(freezeTerm(['case_clause', answer]));
  if (name[0] === 'via') contextOf(self).effect((node, { pid }) => tellName(node, pid, name));
  return true;
}

/** The functions of `gen` that run in the process that is started: by name, so that a fork can run them again. */
export const GEN = {
  register_name: registerName,
  unregister_name: (self: Self, name: ViaName) => askVia(self, name, 'unregisterName'),
} as const;

const NAMING: Behaviour = {
  name: 'gen',

  start: (node, process) => call(node, process, REGISTER),

  message() {
    // What comes waits until the process is its behaviour's.
  },
  resumed() {},
  timeout() {},

  completed(node, process, tag, value) {
    const naming = process.data as Naming;
    const { behaviour, start } = naming;
    process.behaviour = behaviour;
    if (tag === REGISTER && value === true) {
      process.data = start;
      return behaviour.start(node, process);
    }
    // OTP: the process that lost its name to another one ends normally.
    const { result, reason, how } =
      'result' in naming
        ? naming
        : {
            result: failedStart(['already_started', (value as Pid | null) ?? 'undefined']),
            reason: 'normal',
            how: 0,
          };
    acknowledge(node, process, start, result);
    node.exits.die(process, reason, how);
  },

  raised(node, process, tag, failure) {
    const [, module] = process.viaName as ViaName;
    const name = FUNCTIONS[tag] as string;
    process.behaviour = (process.data as Naming).behaviour;
    node.callbacks.crashed(process, node.trace.intern(name), failure.class, failure.reason);
    finish(node, process, exitReasonOf(failure, module as string, name), 1, failure.class);
  },

  fork: (data) => data,
};
