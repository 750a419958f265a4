import type { Begin } from './activation.ts';
import type { Behaviour } from './behaviour.ts';
import { reportCrash } from './crash-report.ts';
import { noteAncestors } from './dictionary.ts';
import { exitReasonOf, type Failure } from './exit-reason.ts';
import type { Node } from './node.ts';
import { type Message, type Process, putBack } from './process.ts';
import { From, type Pid, type Term } from './term.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/** `[module, function, arity]`. */
export const firstCall = ({ module, function: name, args, first }: Run): Term =>
  first ?? [module, name, args.length];

/** What a plain process's function returns to call itself last: Erlang's `loop(State)`. */
export class TailCall {
  readonly function: string;
  readonly args: readonly Term[];
  /** Null: the same module. */
  readonly module: string | null;
  /** It is called when there is a message. */
  readonly sleeps: boolean;

  constructor(name: string, args: readonly Term[], module: string | null = null, sleeps = false) {
    this.function = name;
    this.args = args;
    this.module = module;
    this.sleeps = sleeps;
  }
}

/** What a plain process's function returns to go on as a behaviour's process, which starts with `data`: from OTP's `enter_loop` nobody returns either. */
export class Become {
  readonly behaviour: Behaviour;
  readonly module: string;
  readonly data: unknown;

  constructor(behaviour: Behaviour, module: string, data: unknown) {
    this.behaviour = behaviour;
    this.module = module;
    this.data = data;
  }
}

/** The function that runs. */
export interface Run extends Begin {
  /** After a tail call the one it began with, and how many arguments that had: its `initial_call`. */
  readonly first?: Term;
  /** It hibernates: the function runs when there is a message. */
  readonly sleeps?: boolean;
  /** Of a process that proc_lib started: who awaits its acknowledgement, and under which ref; null when that is done. */
  readonly ack?: { readonly starter: Pid; readonly ref: number } | null;
}

const RUN = 0;

/** A process that is no behaviour: it runs one function, from `spawn`. Ends normally when that returns. */
export const PLAIN: Behaviour = {
  name: 'process',

  start(node, process) {
    run(node, process, process.data as Begin);
  },

  message(node, process, message) {
    // A plain process takes messages by `receive` only; until then they wait in its mailbox. This one ends its hibernation.
    putBack(process, message);
    tellWait(node, process, EVENT.wait_ended, WOKE);
    process.toStart = true;
  },

  resumed() {},
  timeout() {},

  completed(node, process, _tag, value) {
    if (value instanceof Become) return become(node, process, value);
    if (!(value instanceof TailCall)) return node.exits.die(process, 'normal', 0);
    const begin = process.data as Run;
    const { function: name, args, module, sleeps } = value;
    const first = firstCall(begin);
    process.data = {
      ...begin,
      module: module ?? begin.module,
      function: name,
      args,
      first,
      sleeps,
    } satisfies Run;
    if (sleeps && process.head === null) tellWait(node, process, EVENT.wait_started, 0);
    else process.toStart = true;
  },

  raised(node: Node, process: Process, _tag: number, failure: Failure) {
    const begin = process.data as Run;
    node.callbacks.crashed(
      process,
      node.trace.intern(begin.function),
      failure.class,
      failure.reason,
    );
    const reason = exitReasonOf(failure, begin.module, begin.function);
    if (process.ancestors !== null) reportCrash(node, process, reason, failure.class);
    node.exits.die(process, reason, 1);
  },

  fork: (data) => data,
};

const WOKE = 2;

function tellWait({ now, trace }: Node, { pid }: Process, event: number, a: number): void {
  trace.write(now, event, pid.id, 0, a, 0, undefined);
}

function run(node: Node, process: Process, begin: Begin): void {
  const callback = node.trace.intern(begin.function);
  node.trace.write(node.now, EVENT.called, process.pid.id, 0, callback, 0, begin.args);
  node.callbacks.call(process, RUN, callback, begin);
}

/** Whoever spawned it is its parent from now on, linked or not: as the first of proc_lib's ancestors. */
function become(node: Node, process: Process, { behaviour, module, data }: Become): void {
  const { trace } = node;
  const name = trace.intern(behaviour.name);
  trace.write(
    node.now,
    EVENT.entered_loop,
    process.pid.id,
    0,
    name,
    trace.intern(module),
    undefined,
  );
  process.behaviour = behaviour;
  process.module = module;
  process.parent = process.spawner;
  process.data = data;
  process.toStart = true;
  if (process.ancestors === null) noteAncestors(node, process);
}

/** Spawns a plain process that runs `module:function(args)`. */
export function spawnPlain(node: Node, parent: Process | null, begin: Begin): Process {
  const process = node.spawn(
    PLAIN,
    begin.module,
    parent,
    false,
    Object.freeze([begin.function, ...begin.args]) as Term,
  );
  process.data = begin;
  return process;
}

/** A message as a plain process's `receive` sees it: what is for a behaviour comes with its wrapping, as in OTP. */
export function plainBody(message: Message): Term {
  switch (message.kind) {
    case MESSAGE.call:
    case MESSAGE.sync_notify:
      return Object.freeze({
        type: '$gen_call',
        from: new From(message.sender as never, message.ref),
        request: message.body,
      });
    case MESSAGE.cast:
      return Object.freeze({ type: '$gen_cast', message: message.body });
    case MESSAGE.system:
      return Object.freeze({
        type: 'system',
        from: new From(message.sender as Pid, message.ref),
        request: message.body,
      });
    case MESSAGE.notify:
      return Object.freeze({ type: 'notify', event: message.body });
    default:
      return message.body;
  }
}

/** The kind of message that a term is when it is simply sent: what is wrapped as a cast or a notification is one. */
export function kindOf(term: Term): number {
  switch ((term as { readonly type?: unknown } | null)?.type) {
    case '$gen_cast':
      return isWrapped(term, 'message') ? MESSAGE.cast : MESSAGE.info;
    case 'notify':
      return isWrapped(term, 'event') ? MESSAGE.notify : MESSAGE.info;
    default:
      return MESSAGE.info;
  }
}

const isWrapped = (term: Term, key: string): boolean =>
  Object.hasOwn(term as object, key) && Object.keys(term as object).length === 2;

/** What `plainBody` has wrapped, of a `kindOf` that is not `info`. */
export const unwrapped = (kind: number, wrapped: Term): Term =>
  (wrapped as Record<string, Term>)[kind === MESSAGE.cast ? 'message' : 'event'] as Term;
