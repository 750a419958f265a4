import { type Steps, WAIT_YIELD, Waiting } from '../../runtime/activation.ts';
import type { Behaviour } from '../../runtime/behaviour.ts';
import { checkTimeout } from '../../runtime/check-args.ts';
import type { Context } from '../../runtime/context.ts';
import { reportCrash } from '../../runtime/crash-report.ts';
import { ErlangError, EXIT_CLASS, Exit } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { NO_OUTCOME, type Process, REPLIED, TIMED_OUT } from '../../runtime/process.ts';
import { contextOf, type Self } from '../../runtime/self.ts';
import { isViaName, type ServerRef, type ViaName, whereisVia } from '../../runtime/server-ref.ts';
import { equalTerms, freezeTerm, type Pid, Ref, type Term } from '../../runtime/term.ts';
import { MESSAGE, WAIT } from '../../runtime/trace-event.ts';
import { type DebugOption, debugged, debugOptions, setDebug } from './debug.ts';
import { registerFirst, unregisterFirst } from './naming.ts';

/** What all behaviours share: starting with an acknowledgement, stopping. Port of `gen.erl` and `proc_lib.erl`. */
export interface StartData {
  readonly args: Term;
  /** Who waits for the acknowledgement, and under which ref. */
  readonly starter: Pid;
  readonly ref: number;
}

export type StartResult =
  | { readonly type: 'ok'; readonly pid: Pid }
  | { readonly type: 'ignore' }
  | { readonly type: 'error'; readonly reason: Term };

export type StartMonitorResult =
  | { readonly type: 'ok'; readonly pid: Pid; readonly ref: Ref }
  | Exclude<StartResult, { readonly type: 'ok' }>;

/** OTP's `server_name()`. */
export type ServerName = string | ViaName;

export interface StartOptions {
  /** Registered name: OTP's `{local, Name}`; or `{global, Name}`, `{via, Module, Name}`. */
  readonly name?: ServerName | undefined;
  /** For the start to be acknowledged, milliseconds. Default: infinity. */
  readonly timeoutMs?: number | undefined;
  /** What debugs it from the start on, as `sys` can later. */
  readonly debug?: readonly DebugOption[] | undefined;
}

/**
 * A start of a behaviour's process, `gen:start/6`: spawns, and waits for the acknowledgement. A name that is
 * taken is found before anything is spawned. It begins when it is waited for; a supervisor begins the one that its
 * child's start function returns by itself.
 */
export class Starting extends Waiting<StartResult> {
  private readonly self: Self;
  readonly behaviour: Behaviour;
  readonly link: boolean;
  readonly module: string;
  readonly args: Term;
  readonly name: ServerName | undefined;
  readonly timeoutMs: number;
  readonly debug: readonly DebugOption[] | undefined;

  constructor(
    self: Self,
    behaviour: Behaviour,
    link: boolean,
    module: string,
    args: Term,
    options: StartOptions,
  ) {
    super();
    const { name, timeoutMs = Number.POSITIVE_INFINITY, debug } = options;
    checkTimeout(timeoutMs);
    if (name !== undefined && typeof name !== 'string' && !isViaName(name))
      throw new ErlangError('function_clause');
    this.self = self;
    this.behaviour = behaviour;
    this.link = link;
    this.module = module;
    this.args = freezeTerm(args);
    this.name = name === undefined ? name : (freezeTerm(name) as ServerName);
    this.timeoutMs = timeoutMs;
    this.debug = debug && (freezeTerm(debug) as readonly DebugOption[]);
  }

  *[Symbol.iterator](): Steps<StartResult> {
    return (yield* start(this.self, this, false)).result;
  }

  /** Spawns the process; `starter` awaits it from now on. Gives its pid, or the failure if the name is taken: a local one. */
  begin(node: Node, starter: Process): Pid | StartResult {
    const taken = this.name === undefined ? null : node.whereis(this.name as string);
    if (taken !== null) return failed(['already_started', taken.pid]);
    return spawnStarting(node, starter, this).pid;
  }
}

/** What came of a start that `starter` awaited: see its `outcome`. */
export function startOutcome(node: Node, starter: Process, child: Pid): StartResult {
  switch (starter.outcome) {
    case REPLIED:
      return starter.outcomeValue as unknown as StartResult;
    case TIMED_OUT: {
      const target = node.find(child);
      node.ties.unlink(starter, child);
      if (target !== null) node.exits.send(starter, target, 'kill', true);
      return failed('timeout');
    }
    default:
      // OTP: a starter that traps exits doesn't also get the EXIT of a child that died before its acknowledgement.
      dropExit(node, starter, child);
      return failed(starter.outcomeValue);
  }
}

/** `gen:start/6` with `monitor`. When the start fails no DOWN is left behind. */
export function* startMonitored(
  self: Self,
  behaviour: Behaviour,
  module: string,
  args: Term,
  options: StartOptions,
): Steps<StartMonitorResult> {
  const starting = new Starting(self, behaviour, false, module, args, options);
  const { result, ref } = yield* start(self, starting, true);
  if (ref === null || result.type !== 'ok') {
    if (ref !== null) self.demonitor(ref, { flush: true });
    return result as StartMonitorResult;
  }
  return Object.freeze({ ...result, ref });
}

interface Started {
  readonly result: StartResult;
  /** Of the starter's monitor. */
  readonly ref: Ref | null;
}

function* start(self: Self, starting: Starting, monitor: boolean): Steps<Started> {
  const { name } = starting;
  const taken = name === undefined ? null : yield* where(self, name);
  if (taken !== null) return { result: failed(['already_started', taken]), ref: null };
  const context = contextOf(self);
  const { pid, ref } = context.effect((node, starter) => {
    const child = spawnStarting(node, starter, starting);
    // OTP: who monitors from the start is its parent too, whose EXIT it obeys; a link there is not.
    if (monitor) child.parent = starter.pid;
    const watch = monitor ? node.ties.monitor(starter, child, child.pid) : null;
    return { pid: child.pid, ref: watch === null ? null : new Ref(node.name, watch) };
  });
  yield WAIT_YIELD;
  return { result: awaitedStart(context, pid), ref };
}

/** Port of `where/1`; null for nobody. */
function* where(self: Self, name: ServerName): Steps<Pid | null> {
  return isViaName(name) ? yield* whereisVia(self, name) : (self.whereis(name) ?? null);
}

/** `startOutcome`, for a generator that has awaited the start. */
export function awaitedStart(context: Context, child: Pid): StartResult {
  const { outcome, value } = context;
  return context.effect((node, starter) => {
    starter.outcome = outcome;
    starter.outcomeValue = value;
    const result = startOutcome(node, starter, child);
    starter.outcome = NO_OUTCOME;
    return result;
  });
}

/** Spawns a behaviour's process; `starter` awaits its acknowledgement from now on. */
function spawnStarting(node: Node, starter: Process, starting: Starting): Process {
  const { behaviour, link, module, args, name, timeoutMs, debug } = starting;
  const child = node.spawn(behaviour, module, starter, link, args);
  if (debug !== undefined) setDebug(child, debugOptions(debugged(node, child), debug));
  if (link) node.ties.link(starter, child);
  if (typeof name === 'string') node.register(child, name);
  const ref = node.waits.await(starter, child, WAIT.start, timeoutMs);
  const start = { args, starter: starter.pid, ref } satisfies StartData;
  if (isViaName(name)) registerFirst(child, name, start);
  else child.data = start;
  return child;
}

function dropExit(node: Node, starter: Process, child: Pid): boolean {
  for (
    let before = null, message = starter.head;
    message !== null;
    before = message, message = message.next
  ) {
    if (message.kind !== MESSAGE.exit || message.sender?.id !== child.id) continue;
    node.mail.discard(starter, before, message);
    return true;
  }
  return false;
}

/** `proc_lib:init_ack/2`. */
export function acknowledge(node: Node, process: Process, start: StartData, result: Term): void {
  node.mail.answer(process, start.starter, start.ref, MESSAGE.ack, result);
}

export const IGNORED: Term = Object.freeze({ type: 'ignore' });
export const failedStart = (reason: Term): Term => freezeTerm({ type: 'error', reason });
const failed = (reason: Term): StartResult => failedStart(reason) as StartResult;

/** init refused or raised: the name is free before the starter is told. */
export function initFailed(
  node: Node,
  process: Process,
  start: StartData,
  result: Term,
  reason: Term,
  how: number,
): void {
  if (process.viaName !== null) return unregisterFirst(node, process, start, result, reason, how);
  node.unregister(process);
  acknowledge(node, process, start, result);
  node.exits.die(process, reason, how);
}

/** The end of a behaviour's process, with proc_lib's crash report if it is abnormal. */
export function finish(
  node: Node,
  process: Process,
  reason: Term,
  how: number,
  failureClass: number = EXIT_CLASS,
): void {
  reportCrash(node, process, reason, failureClass);
  node.exits.die(process, reason, how);
}

/** `start_link/3,4`, `start/3,4` and `start_monitor/3,4` of a behaviour whose process runs one callback module. */
export const startFunctions = (behaviour: Behaviour) =>
  ({
    /** `start_link/3,4`: `{ok,Pid}` when init has returned, `ignore`, or `{error,Reason}`. */
    startLink: (
      self: Self,
      module: string,
      args: Term = null,
      options: StartOptions = {},
    ): Starting => new Starting(self, behaviour, true, module, args, options),

    /** `start/3,4`: without a link. */
    start: (self: Self, module: string, args: Term = null, options: StartOptions = {}): Starting =>
      new Starting(self, behaviour, false, module, args, options),

    /** `start_monitor/3,4`: with a monitor, whose `ref` comes with the pid. */
    startMonitor: (
      self: Self,
      module: string,
      args: Term = null,
      options: StartOptions = {},
    ): Steps<StartMonitorResult> => startMonitored(self, behaviour, module, args, options),
  }) as const;

/**
 * `gen:call/4`: sends `message` and waits for the answer. Raises Exit with why there is none (`noproc`, `timeout`,
 * `calling_self`, `{nodedown, Node}`, the reason of its end), with `blamed`, the function that called, if one is named.
 */
export function* ask(
  self: Self,
  dest: ServerRef,
  kind: number,
  message: Term,
  timeoutMs: number,
  blamed: Term | null = null,
): Steps<Term> {
  const context = contextOf(self);
  const to = isViaName(dest) ? yield* whereisVia(self, dest) : dest;
  const failed = context.request(to, kind, message, timeoutMs, WAIT.call);
  if (failed === null) {
    yield WAIT_YIELD;
    if (context.outcome === REPLIED) return context.value;
  }
  const reason = failed ?? (context.outcome === TIMED_OUT ? 'timeout' : context.value);
  throw new Exit(blamed === null ? reason : freezeTerm([reason, blamed]));
}

/**
 * `gen:stop/1,3`: asks to terminate with `reason` and waits for the end. Raises Exit with the
 * other reason if it ended otherwise, `noproc` if it is not there, `{nodedown, Node}`, `timeout`.
 */
export function* stopProcess(
  self: Self,
  dest: ServerRef,
  reason: Term = 'normal',
  timeoutMs = Number.POSITIVE_INFINITY,
): Steps<void> {
  const context = contextOf(self);
  const message = freezeTerm({ type: 'terminate', reason });
  const to = isViaName(dest) ? yield* whereisVia(self, dest) : dest;
  const failed = context.request(to, MESSAGE.system, message, timeoutMs, WAIT.stop);
  if (failed !== null) throw new Exit(failed);
  yield WAIT_YIELD;
  if (context.outcome === TIMED_OUT) throw new Exit('timeout');
  if (!equalTerms(context.value, freezeTerm(reason))) throw new Exit(context.value);
}
