import { callFunction, isGenerator, type Steps } from './activation.ts';
import { sent } from './context.ts';
import { ErlangError, KILL_CLASS, toFailure } from './exit-reason.ts';
import { formatTerm } from './format-term.ts';
import type { Node } from './node.ts';
import type { Process } from './process.ts';
import { contextOf, type Dest, type Self } from './self.ts';
import { Pid, type Term } from './term.ts';
import { EVENT } from './trace-event.ts';

/**
 * A name that a module knows: `{via, Module, Name}`, and `{global, Name}`, which is `{via, global, Name}`. Such a module
 * exports `registerName(self, name, pid)` (`yes` or `no`), `unregisterName(self, name)`, `whereisName(self, name)` (a pid, or
 * anything else for nobody) and `send(self, name, message)`. They run in the process that starts, calls or sends. Where that
 * process waits anyway they may be generators: not for a cast, a notification or a request that isn't waited for.
 */
export type ViaName =
  | readonly ['global', name: Term]
  | readonly ['via', module: string, name: Term];

/** OTP's `server_ref()`: whom the functions of the behaviours are for. */
export type ServerRef = Dest | ViaName;

export function isViaName(ref: unknown): ref is ViaName {
  if (!Array.isArray(ref)) return false;
  return ref[0] === 'global'
    ? ref.length === 2
    : ref[0] === 'via' && ref.length === 3 && typeof ref[1] === 'string';
}

/** The name without where it is known. */
const bareName = (name: ViaName): Term => name[name.length - 1] as Term;

/** Port of `name/1` of gen.erl: what a behaviour's process goes by in its reports. */
export const serverName = ({ viaName, name, pid }: Process): Term =>
  viaName === null ? (name ?? pid) : bareName(viaName);

/** As people see it, and where text stands for a name: `{global,kv}`. */
export const viaText = (name: ViaName): string =>
  formatTerm(name, 'erlang', Number.POSITIVE_INFINITY);

/** Tells that a process has this name. */
export function tellName(node: Node, { id }: Pid, name: ViaName): void {
  const { trace } = node;
  trace.write(node.now, EVENT.registered, id, 0, trace.intern(viaText(name)), 1, undefined);
}

type ViaFunction = 'registerName' | 'unregisterName' | 'whereisName' | 'send';

/** Calls a function of the module that knows `ref`, in this process. */
function ask(self: Self, ref: ViaName, name: ViaFunction, args: readonly Term[]): unknown {
  const module = ref[0] === 'global' ? ref[0] : ref[1];
  const begin = { module, function: name, of: 'exports', args: [bareName(ref), ...args] } as const;
  return callFunction(contextOf(self).node, begin, self);
}

export function* askVia(
  self: Self,
  ref: ViaName,
  name: ViaFunction,
  ...args: readonly Term[]
): Steps<unknown> {
  const answer = ask(self, ref, name, args);
  return isGenerator(answer) ? yield* answer : answer;
}

/** As `askVia`, where the process can't wait. */
function askViaNow(self: Self, ref: ViaName, name: ViaFunction, ...args: readonly Term[]): unknown {
  const answer = ask(self, ref, name, args);
  if (isGenerator(answer)) throw new ErlangError('call_needs_a_generator');
  return answer;
}

const pidOrNull = (answer: unknown): Pid | null => (answer instanceof Pid ? answer : null);

/** Port of `where/1` of gen.erl: null for nobody. */
export function* whereisVia(self: Self, ref: ViaName): Steps<Pid | null> {
  return pidOrNull(yield* askVia(self, ref, 'whereisName'));
}

/** As `whereisVia`, where the process can't wait. */
export const whereisViaNow = (self: Self, ref: ViaName): Pid | null =>
  pidOrNull(askViaNow(self, ref, 'whereisName'));

/** `catch Module:send(Name, Message)`, for a message of `kind`: what it raises has no effect. */
export function sendVia(self: Self, ref: ViaName, kind: number, body: Term): void {
  const { code } = contextOf(self).node;
  let answer: unknown;
  try {
    answer = ask(self, ref, 'send', [sent(kind, body)]);
  } catch (thrown) {
    if (toFailure(thrown, code).class === KILL_CLASS) throw thrown;
  }
  if (isGenerator(answer)) throw new ErlangError('call_needs_a_generator');
}
