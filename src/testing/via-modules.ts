import { genServer } from '../otp/gen-server/api.ts';
import type { GenServer } from '../otp/gen-server/module.ts';
import { noreply, ok, reply } from '../otp/results.ts';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Pid, Term } from '../runtime/term.ts';
import type { TestModule } from './run-modules.ts';

/** A module that knows names, of which it keeps none itself: they are local ones. */
const LOCAL_NAMES: TestModule = {
  registerName(self: Self, name: string, pid: Pid): string {
    if (self.whereis(name) !== undefined) return 'no';
    self.register(name, pid);
    return 'yes';
  },
  unregisterName: (self: Self, name: string) => self.unregister(name),
  whereisName: (self: Self, name: string) => self.whereis(name),
  send: (self: Self, name: string, message: Term) => self.send(name, message),
};

type Names = { readonly [name: string]: Pid };
type Request = readonly [what: 'register' | 'unregister' | 'whereis', name: string, pid?: Pid];

/** Keeps the names of `ASKED_NAMES`, while those live who have them; takes 5 ms for each question. */
const registry: GenServer<
  Names,
  Request,
  readonly [name: string, message: Term],
  { readonly object: Pid }
> = {
  init: () => ok({}),
  handleCall([what, name, pid], _from, names, self) {
    self.work(5);
    if (what === 'whereis') return reply(names[name] ?? null, names);
    if (what === 'register' && names[name] !== undefined) return reply('no', names);
    if (pid !== undefined) self.monitor(pid);
    const { [name]: _gone, ...rest } = names;
    return reply('yes', pid === undefined ? rest : { ...rest, [name]: pid });
  },
  handleCast([name, message], names, self) {
    if (names[name] !== undefined) self.send(names[name], message);
    return noreply(names);
  },
  handleInfo: ({ object }, names) =>
    noreply(Object.fromEntries(Object.entries(names).filter(([, pid]) => pid.id !== object.id))),
};

const ask = (self: Self, ...request: [...Request]): Steps<Term> =>
  self.call('registry', request as unknown as Term);

/** A module that asks a server for the names; `startRegistry` starts that. */
const ASKED_NAMES: TestModule = {
  default: registry,
  registerName: (self: Self, name: string, pid: Pid) => ask(self, 'register', name, pid),
  unregisterName: (self: Self, name: string) => ask(self, 'unregister', name),
  whereisName: (self: Self, name: string) => ask(self, 'whereis', name),
  send: (self: Self, name: string, message: Term) => self.cast('registry', [name, message]),
};

export const startRegistry = (self: Self): Iterable<never, unknown, void> =>
  genServer.startLink(self, 'asked_names', null, { name: 'registry' }) as never;

/** The modules `local_names` and `asked_names`, and a name of each kind. */
export const VIA_MODULES = { local_names: LOCAL_NAMES, asked_names: ASKED_NAMES };
export const GLOBAL = ['global', ['kv', 1]] as const;
export const VIA = ['via', 'local_names', 'kv'] as const;
export const ASKED = ['via', 'asked_names', 'kv'] as const;
