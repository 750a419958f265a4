import { type Steps, WAIT_YIELD } from '../../runtime/activation.ts';
import { badarg, checkOptions, checkTimeout, isBoolean } from '../../runtime/check-args.ts';
import { PLAIN, type Run, spawnPlain } from '../../runtime/plain.ts';
import { DIED } from '../../runtime/process.ts';
import { contextOf, type Dest, type Self } from '../../runtime/self.ts';
import { freezeTerm, type Pid, Ref, type Term } from '../../runtime/term.ts';
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

  /** `init_ack/1`: tells who started this process `result`, if it waits for that still. */
  initAck(self: Self, result: Term): void {
    const value = freezeTerm(result);
    const context = contextOf(self);
    if (!context.isLive || context.process.behaviour !== PLAIN) return;
    const { node, process } = context;
    const { ack } = process.data as Run;
    if (ack === undefined || ack === null) return;
    process.data = { ...(process.data as Run), ack: null } satisfies Run;
    node.mail.answer(process, ack.starter, ack.ref, MESSAGE.ack, value);
  },

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
