import type { Exports } from '../runtime/node.ts';
import type { Self, SendDest } from '../runtime/self.ts';
import { isViaName } from '../runtime/server-ref.ts';
import type { Pid, Term } from '../runtime/term.ts';
import type { ServerName, StartOptions } from './gen/gen.ts';
import { GEN } from './gen/naming.ts';
import { genEvent } from './gen-event/api.ts';
import { genServer } from './gen-server/api.ts';
import { genStatem } from './gen-statem/api.ts';
import { global } from './global.ts';
import { exit } from './results.ts';
import { supervisor } from './supervisor/api.ts';

/** `server_name()` of OTP's start functions, as a child spec has it: `['local', name]` or `{ local: name }`, `['global', name]`, `['via', module, name]`. */
function nameOf(argument: unknown): ServerName | undefined {
  if (isViaName(argument)) return argument;
  if (Array.isArray(argument) && argument[0] === 'local') return argument[1] as string;
  return (argument as { readonly local?: string } | null | undefined)?.local;
}

/** `start_link([Name,] Module, Args, Options)` as a function that a child spec can name; options are those of `StartOptions`. */
function startFunction(
  start: (self: Self, module: string, args: Term, options: StartOptions) => unknown,
) {
  return (self: Self, ...args: Term[]): unknown => {
    const name = nameOf(args[0]);
    const [module, argument = null, options] = name === undefined ? args : args.slice(1);
    return start(self, module as string, argument, { ...(options as StartOptions), name });
  };
}

/** `start_link([Name,] Options)` of gen_event. */
const startManager =
  (start: (self: Self, options: StartOptions) => unknown) =>
  (self: Self, ...args: Term[]): unknown => {
    const name = nameOf(args[0]);
    const options = args[name === undefined ? 0 : 1] as StartOptions | undefined;
    return start(self, { ...options, name });
  };

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
    start_link: startManager(genEvent.startLink),
    start: startManager(genEvent.start),
  },
  erlang: {
    exit: (self: Self, ...args: [Term] | [Pid, Term]) =>
      args.length === 1 ? exit(args[0]) : self.exit(...args),
    register: (self: Self, name: string, pid: Pid) => self.register(name, pid),
    send: (self: Self, dest: SendDest, message: Term) => self.send(dest, message),
  },
  gen: GEN,
  global,
  supervisor: { start_link: startFunction(supervisor.startLink) },
});
