import type { Exports } from '../runtime/node.ts';
import type { Self, SendDest } from '../runtime/self.ts';
import type { Pid, Term } from '../runtime/term.ts';
import { genEvent } from './gen-event/api.ts';
import { genServer } from './gen-server/api.ts';
import { genStatem } from './gen-statem/api.ts';
import { exit } from './results.ts';
import { supervisor } from './supervisor/api.ts';

/** `{local, Name}` of OTP's start functions. */
type Local = { readonly local: string };
const isLocal = (argument: unknown): argument is Local =>
  typeof argument === 'object' && argument !== null && 'local' in argument;

const nameOption = (argument: unknown): { name?: string } =>
  isLocal(argument) ? { name: argument.local } : {};

/** `start_link([{local, Name},] Module, Args)` as a function that a child spec can name. */
function startFunction(
  start: (self: Self, module: string, args: Term, options: { name?: string }) => unknown,
) {
  return (self: Self, ...args: Term[]): unknown => {
    const [first, second, third] = args;
    if (isLocal(first)) return start(self, second as string, third ?? null, { name: first.local });
    return start(self, first as string, second ?? null, {});
  };
}

/** OTP's own modules, by the names they have in a child spec: `['gen_server', 'start_link', ['kv', []]]`. */
export const BUILTINS: Readonly<Record<string, Exports>> = Object.freeze({
  gen_server: {
    start_link: startFunction(genServer.startLink),
    start: startFunction(genServer.start),
  },
  gen_statem: {
    start_link: startFunction(genStatem.startLink),
    start: startFunction(genStatem.start),
  },
  gen_event: {
    start_link: (self: Self, name?: Term) => genEvent.startLink(self, nameOption(name)),
    start: (self: Self, name?: Term) => genEvent.start(self, nameOption(name)),
  },
  erlang: {
    exit: (self: Self, ...args: [Term] | [Pid, Term]) =>
      args.length === 1 ? exit(args[0]) : self.exit(...args),
    register: (self: Self, name: string, pid: Pid) => self.register(name, pid),
    send: (self: Self, dest: SendDest, message: Term) => self.send(dest, message),
  },
  supervisor: { start_link: startFunction(supervisor.startLink) },
});
