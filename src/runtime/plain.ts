import type { Begin } from './activation.ts';
import type { Behaviour } from './behaviour.ts';
import { EXIT_CLASS, exitReasonOf, type Failure, isOrderly } from './exit-reason.ts';
import type { Node } from './node.ts';
import type { Message, Process } from './process.ts';
import { From, freezeTerm, type Pid, type Term } from './term.ts';
import { EVENT, KNOWN_STRING, MESSAGE } from './trace-event.ts';

/**
 * proc_lib's crash report, of an end that is abnormal: reason (an error's with its stack), `class` (error or exit), initial call,
 * ancestors, pid, name (null: none).
 */
export function reportCrash(
  node: Node,
  process: Process,
  reason: Term,
  failureClass: number = EXIT_CLASS,
): void {
  if (failureClass === EXIT_CLASS && isOrderly(reason)) return;
  const report = freezeTerm({
    reason,
    initialCall: initialCall(process),
    class: failureClass === EXIT_CLASS ? 'exit' : 'error',
    ancestors: ancestors(node, process),
    pid: process.pid,
    name: process.name,
  });
  const { crash_report } = KNOWN_STRING;
  node.trace.write(node.now, EVENT.reported, process.pid.id, 0, crash_report, 0, report);
}

/** Port of `translate_initial_call/1`. OTP: of who entered a loop, the function that did. */
function initialCall({ behaviour, module, data }: Process): Term {
  if (behaviour === PLAIN) return firstCall(data as Run);
  if (behaviour.name === 'gen_event') return ['gen_event', 'init_it', 6];
  return behaviour.name === 'supervisor' ? ['supervisor', module, 1] : [module, 'init', 1];
}

/** `[module, function, arity]`. */
export const firstCall = ({ module, function: name, args, first }: Run): Term => [
  module,
  ...(first ?? [name, args.length]),
];

/** Who spawned it, and who spawned that one, by name or pid; not beyond one that proc_lib knows nothing of. OTP: also those who have ended. */
function ancestors(node: Node, process: Process): Term[] {
  const names: Term[] = [];
  for (let child: Process | null = process; child?.spawner != null; ) {
    const parent: Process | null = node.find(child.spawner);
    names.push(parent?.name ?? child.spawner);
    const isKnown = parent?.behaviour !== PLAIN || (parent.data as Run).ack !== undefined;
    child = isKnown ? parent : null;
  }
  return names;
}

/** What a plain process's function returns to call itself last: Erlang's `loop(State)`. */
export class TailCall {
  readonly function: string;
  readonly args: readonly Term[];

  constructor(name: string, args: readonly Term[]) {
    this.function = name;
    this.args = args;
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

/** The function that runs, and after a tail call the one it began with, and how many arguments that had: its `initial_call`. */
export interface Run extends Begin {
  readonly first?: readonly [name: string, arity: number];
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

  message() {
    // A plain process takes messages by `receive` only; until then they wait in its mailbox.
  },

  resumed() {},
  timeout() {},

  completed(node, process, _tag, value) {
    if (value instanceof Become) return become(node, process, value);
    if (!(value instanceof TailCall)) return node.exits.die(process, 'normal', 0);
    const begin = process.data as Run;
    const { first = [begin.function, begin.args.length] } = begin;
    process.data = { ...begin, function: value.function, args: value.args, first } satisfies Run;
    process.toStart = true;
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
    if (begin.ack !== undefined) reportCrash(node, process, reason, failure.class);
    node.exits.die(process, reason, 1);
  },

  fork: (data) => data,
};

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
