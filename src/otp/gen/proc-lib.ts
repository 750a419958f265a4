import { type Steps, WAIT_YIELD } from '../../runtime/activation.ts';
import { badarg, checkOptions, checkTimeout, isBoolean } from '../../runtime/check-args.ts';
import { noteAncestors } from '../../runtime/dictionary.ts';
import { PLAIN, type Run, spawnPlain, TailCall } from '../../runtime/plain.ts';
import { DIED, type Process } from '../../runtime/process.ts';
import { contextOf, type Dest, type Self } from '../../runtime/self.ts';
import type { Spawned, SpawnOptions } from '../../runtime/self-spawn.ts';
import { freezeTerm, Pid, Ref, type Term } from '../../runtime/term.ts';
import { MESSAGE, WAIT } from '../../runtime/trace-event.ts';
import { awaitedStart, failedStart, stopProcess } from './gen.ts';

export interface ProcStartOptions {
  /** For the acknowledgement, milliseconds. Default: infinity. */
  readonly timeoutMs?: number | undefined;
  readonly link?: boolean | undefined;
}

/** OTP's `{Ret, MonRef}`. */
export interface ProcStartMonitorResult {
  readonly result: Term;
  readonly ref: Ref;
}

/**
 * The functions of OTP's module `proc_lib`, for plain processes whose starter waits until they say that they are ready. The
 * starts give what the process acknowledges, as it is, or the error `Reason` it ended with before, or `timeout`; then it is killed.
 */
export const procLib = {
  /** `start/3,4,5`: the process runs `module:name(args)`, `self` first, as with `self.spawn`. */
  *start(
    self: Self,
    module: string,
    name: string,
    args: readonly Term[] = [],
    options: ProcStartOptions = {},
  ): Steps<Term> {
    return (yield* start(self, module, name, args, options, false)).result;
  },

  /** `start_link/3,4,5`. */
  *startLink(
    self: Self,
    module: string,
    name: string,
    args: readonly Term[] = [],
    options: ProcStartOptions = {},
  ): Steps<Term> {
    return (yield* start(self, module, name, args, { ...options, link: true }, false)).result;
  },

  /** `start_monitor/3,4,5`: with a monitor, whose DOWN comes also if the start fails. */
  *startMonitor(
    self: Self,
    module: string,
    name: string,
    args: readonly Term[] = [],
    options: ProcStartOptions = {},
  ): Steps<ProcStartMonitorResult> {
    const { result, ref } = yield* start(self, module, name, args, options, true);
    return Object.freeze({ result, ref: ref as Ref });
  },

  /** `spawn_opt/4`, and with no options `spawn/3`: nobody waits, and a crash is reported. */
  spawnOpt(
    self: Self,
    module: string,
    name: string,
    args: readonly Term[] = [],
    options: SpawnOptions = {},
  ): Pid | Spawned {
    const spawned = self.spawnOpt(module, name, args, options);
    const pid = spawned instanceof Pid ? spawned : spawned.pid;
    contextOf(self).effect((node) => noteAncestors(node, node.find(pid) as Process));
    return spawned;
  },

  /** `init_ack/1,2`: tells who started this process, or `parent`, the result. Who doesn't wait for it gets the message `{ack, Pid, Result}`. */
  initAck(self: Self, ...args: [result: Term] | [parent: Pid, result: Term]): void {
    const [parent, result] = args.length === 1 ? [null, args[0]] : args;
    const value = freezeTerm(result);
    const context = contextOf(self);
    if (!context.isLive) return;
    const { node, process } = context;
    const run = process.behaviour === PLAIN ? (process.data as Run) : null;
    const ack = run?.ack ?? null;
    if (ack !== null && (parent === null || parent.id === ack.starter.id)) {
      process.data = { ...(run as Run), ack: null } satisfies Run;
      return node.mail.answer(process, ack.starter, ack.ref, MESSAGE.ack, value);
    }
    const target = parent === null ? null : node.find(parent);
    const message = { type: 'ack', pid: process.pid, result: value };
    if (target !== null) node.mail.send(process, target, MESSAGE.ack, 0, Object.freeze(message));
  },

  /** `hibernate/3`: what a plain process returns to go on with `module:name(args)` when there is a message. */
  hibernate: (_self: Self, module: string, name: string, args: readonly Term[] = []): TailCall =>
    new TailCall(name, freezeTerm(args) as readonly Term[], module, true),

  /** `stop/1,3`: of a process of a behaviour. Unlike the behaviours' own it raises badarg for another node: the monitor's. */
  *stop(
    self: Self,
    dest: Dest,
    reason: Term = 'normal',
    timeoutMs = Number.POSITIVE_INFINITY,
  ): Steps<void> {
    if (Array.isArray(dest) && dest[1] !== self.node()) throw badarg('monitor', 'process', dest);
    yield* stopProcess(self, dest, reason, timeoutMs);
  },
} as const;

const OPTIONS = { timeoutMs: (ms: unknown) => typeof ms === 'number', link: isBoolean };

interface Started {
  readonly result: Term;
  readonly ref: Ref | null;
}

function* start(
  self: Self,
  module: string,
  name: string,
  args: readonly Term[],
  options: ProcStartOptions,
  monitor: boolean,
): Steps<Started> {
  checkOptions(options, OPTIONS);
  const { timeoutMs = Number.POSITIVE_INFINITY, link = false } = options;
  checkTimeout(timeoutMs);
  const terms = freezeTerm(args) as readonly Term[];
  const context = contextOf(self);
  context.checkCanWait();
  const { pid, ref } = context.effect((node, starter) => {
    const begin: Run = { module, function: name, of: 'exports', args: terms };
    const child = spawnPlain(node, starter, begin);
    noteAncestors(node, child);
    if (link) node.ties.link(starter, child);
    const watch = monitor ? node.ties.monitor(starter, child, child.pid) : null;
    const ack = {
      starter: starter.pid,
      ref: node.waits.await(starter, child, WAIT.start, timeoutMs),
    };
    child.data = { ...begin, ack } satisfies Run;
    return { pid: child.pid as Pid, ref: watch === null ? null : new Ref(node.name, watch) };
  });
  yield WAIT_YIELD;
  // With a monitor nothing is taken from the mailbox: its owner hears of the end as of any other.
  const hearsOfIt = monitor && context.outcome === DIED;
  const result = hearsOfIt ? failedStart(context.value) : (awaitedStart(context, pid) as Term);
  return { result, ref };
}
