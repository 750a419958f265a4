import type { JsonTerm } from '../../otp-trace/parse-scenarios.ts';
import type { Scenario } from '../erl.ts';
import type { Unusual } from '../unusual.ts';

/** A handler's name: its module, or `[module, id]`. */
export type Name = string | readonly [module: string, id: string];

export type ActorName = 'parent' | 'o1' | 'o2' | 'other';

/** What a handler's init is given. A tag belongs to one installation; its terminate gives `[bye, tag]`. */
export interface Args {
  readonly tag: string;
  readonly init: 'ok' | Unusual;
  readonly terminate: 'ok' | Unusual;
  /** What codeChange does; `ok` adds 10 to the count. */
  readonly upgrade: 'ok' | Unusual;
}

export interface Swap {
  readonly to: Name;
  readonly args: JsonTerm;
  readonly initArgs: Args;
}

/** `throw_ok` throws what it ought to return. */
export type Outcome = 'ok' | 'throw_ok' | 'remove' | { readonly swap: Swap } | Unusual;

/** An event, a request or a message: what handlers do with it, by their tags; the others do nothing. */
export interface Event {
  readonly n: number;
  readonly plan: Readonly<Record<string, Outcome>>;
}

export type Action =
  | { readonly op: 'add' | 'add_sup'; readonly handler: Name; readonly args: Args }
  | { readonly op: 'delete'; readonly handler: Name; readonly args: JsonTerm }
  | ({ readonly op: 'swap' | 'swap_sup'; readonly from: Name } & Swap)
  | { readonly op: 'notify' | 'sync_notify' | 'info'; readonly event: Event }
  | { readonly op: 'call'; readonly handler: Name; readonly event: Event }
  | { readonly op: 'which' }
  /** Functions of module sys; `replace_state` adds 100 to each handler's count. A command that suspends resumes, too. */
  | { readonly op: 'suspend' | 'resume' | 'get_state' | 'replace_state' }
  | { readonly op: 'change_code'; readonly module: string }
  /** `exit` sends the manager an exit signal, `die` ends the actor itself. */
  | { readonly op: 'stop' | 'exit' | 'die'; readonly reason: JsonTerm }
  | { readonly op: 'kill'; readonly target: ActorName; readonly reason: JsonTerm };

/** What an actor does at once; the next command comes when all is at rest. What may end somebody comes last. */
export interface Command {
  readonly by: ActorName;
  readonly do: readonly Action[];
}

export interface EventScenario extends Scenario {
  /** Whether each traps exits. `parent` starts the manager. */
  readonly actors: Readonly<Record<ActorName, boolean>>;
  readonly link: boolean;
  readonly commands: readonly Command[];
}

/** What a command led to; what each process did and got is in order, but there is none between processes. */
export interface EventStep {
  /** `dead` when the actor has been before, or has died of what it did. */
  readonly replies: 'dead' | readonly unknown[];
  /** Callbacks: name, tag, how many it has had before, and with what. */
  readonly manager: readonly unknown[];
  readonly reports: readonly unknown[];
  /** The messages of those who are alive. */
  readonly actors: Readonly<Record<string, readonly unknown[]>>;
  readonly exits: Readonly<Record<string, unknown>>;
}
