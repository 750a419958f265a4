import { formatTerm } from '../../runtime/format-term.ts';
import type { Node } from '../../runtime/node.ts';
import { type From, freezeTerm, type Pid, type Term } from '../../runtime/term.ts';

/**
 * Where a manager is: plain data that is replaced and never changed, so that a fork shares it. It has to
 * be, for any callback may wait, also in the middle of a swap or of a visit to all handlers.
 */
export interface Data {
  /** Newest first. */
  readonly handlers: readonly Handler[];
  /** Those that `process.state` shows. */
  readonly shown: readonly Handler[] | null;
  readonly job: Job | null;
  readonly task: Task | null;
}

/** Port of the record `handler`. */
export interface Handler {
  readonly module: string;
  readonly name: Term;
  /** The name as text. */
  readonly text: string;
  readonly state: Term;
  /** Who added it with add_sup_handler. */
  readonly supervisor: Pid | null;
}

/** What the message in hand asks for. */
export interface Job {
  readonly type:
    | 'visit'
    | 'owner_exit'
    | 'call'
    | 'add'
    | 'delete'
    | 'swap'
    | 'code_change'
    | 'stop';
  /** Of a visit: the callback, with what, and the place of the handler whose turn it is. */
  readonly tag: number;
  readonly message: Term;
  readonly at: number;
  /** Who awaits an answer, and the answer as far as it is known. */
  readonly from: From | null;
  readonly reply: Term;
  /** Of an end, one's own or an owner's: why. */
  readonly reason: Term;
  /** Of `owner_exit`: the owner alone. Of `stop`: all that are to be unlinked. */
  readonly owners: readonly Pid[];
  /** Of `code_change`: the handlers as they were, and why they are so again (undefined: they are not). */
  readonly change: { readonly before: readonly Handler[]; readonly failure?: Term } | null;
}

/** One callback of one handler, which stands at a place in the list (-1: not yet). */
export interface Task {
  readonly tag: number;
  readonly at: number;
  readonly handler: Handler;
  readonly argument: Term;
  /** Of terminate: what the supervising process is told. */
  readonly why: Term;
  /** Of terminate: the handler failed, which is reported. */
  readonly failed: boolean;
  readonly swap: Swap | null;
}

/** Of a terminate and of the init that follows it: who comes instead. */
export interface Swap {
  readonly to: Term;
  readonly initArgs: Term;
  readonly supervisor: Pid | null;
  /** Asked for by the handler itself: the new one stands where the old one stood, else it comes first. */
  readonly inPlace: boolean;
}

export const INIT = 0;
export const HANDLE_EVENT = 1;
export const HANDLE_CALL = 2;
export const HANDLE_INFO = 3;
export const TERMINATE = 4;
export const CODE_CHANGE = 5;
export const CALLBACKS = [
  'init',
  'handleEvent',
  'handleCall',
  'handleInfo',
  'terminate',
  'codeChange',
] as const;
/** Their names in the trace: OTP's. */
export const NAMES = [
  'init',
  'handle_event',
  'handle_call',
  'handle_info',
  'terminate',
  'code_change',
] as const;

export const NOTHING_TO_DO: Data = Object.freeze({
  handlers: [],
  shown: null,
  job: null,
  task: null,
});
export const jobOf = ({
  type = 'visit',
  tag = 0,
  message = null,
  at = 0,
  from = null,
  reply = null,
  reason = null,
  owners = NO_OWNERS,
  change = null,
}: Partial<Job>): Job => ({
  type,
  tag,
  message,
  at,
  from,
  reply,
  reason,
  owners,
  change,
});
const NO_OWNERS: readonly Pid[] = Object.freeze([]);

/** A handler's callback module. */
export const callbacksOf = (node: Node, module: string): Record<string, unknown> | undefined =>
  node.moduleNamed(module)?.default as Record<string, unknown> | undefined;

export const taskOf = ({
  tag,
  at = -1,
  handler,
  argument,
  why = null,
  failed = false,
  swap = null,
}: Pick<Task, 'tag' | 'handler' | 'argument'> & Partial<Task>): Task => ({
  tag,
  at,
  handler,
  argument,
  why,
  failed,
  swap,
});

export function handlerNamed(name: Term, supervisor: Pid | null): Handler {
  const module = Array.isArray(name) ? (name[0] as Term) : name;
  const text = typeof name === 'string' ? name : formatTerm(name);
  return {
    module: typeof module === 'string' ? module : text,
    name,
    text,
    state: null,
    supervisor,
  };
}

/** `{error, What}`. */
export const errorOf = (what: Term): Term => freezeTerm({ type: 'error', reason: what });

/** Whatever a callback gave, as a term. A function that gives nothing gives `undefined`, as Erlang's atom. */
export function asTerm(value: unknown): Term {
  if (value === undefined) return 'undefined';
  try {
    return freezeTerm(withoutGaps(value));
  } catch {
    return 'not_a_term';
  }
}

/** A result's builder leaves `undefined` where OTP's tuple is shorter. */
const withoutGaps = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value
    ? Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
    : value;

/** What an inspector shows: state by handler, newest first. */
export function shownState(handlers: readonly Handler[]): Term {
  const states: Record<string, Term> = {};
  for (const { text, state } of handlers) {
    let key = text;
    for (let copy = 2; key in states; copy++) key = `${text} (${copy})`;
    states[key] = state;
  }
  return Object.freeze(states);
}

const COMMANDS = [
  'call',
  'add_handler',
  'add_sup_handler',
  'delete_handler',
  'swap_handler',
  'swap_sup_handler',
];

/** A request of gen_event's own, not a `$gen_call` for handle_info. */
export function isCommand(body: Term): boolean {
  return body === 'which_handlers' || (Array.isArray(body) && COMMANDS.includes(body[0] as string));
}
