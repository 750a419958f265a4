import { nextBelow } from '../base/prng.ts';
import { type Steps, WAIT_YIELD } from './activation.ts';
import { badarg, checkDelay, checkFrom, checkTimeout, isPid, NO_OPTIONS } from './check-args.ts';
import type { Context } from './context.ts';
import * as dictionary from './dictionary.ts';
import { ErlangError, Exit, type ExitReason } from './exit-reason.ts';
import { kindOf, TailCall, unwrapped } from './plain.ts';
import { RECEIVING, REPLIED, SLEEPING, TIMED_OUT } from './process.ts';
import * as info from './self-info.ts';
import * as spawns from './self-spawn.ts';
import * as ties from './self-ties.ts';
import * as timers from './self-timers.ts';
import { isViaName, type ServerRef, sendVia, whereisVia } from './server-ref.ts';
import { type From, freezeTerm, type Pid, Ref, type Term } from './term.ts';
import { EVENT, MESSAGE, WAIT } from './trace-event.ts';

/** `{Name, Node}`: never raises when nobody is there, unlike the name alone. */
export type NameOnNode = readonly [name: string, node: string];

/** Whom a message or call is for. */
export type Dest = Pid | string | NameOnNode;

/** What can be sent to: an alias too. */
export type SendDest = Dest | Ref;

/** OTP's default for calls, milliseconds. */
export const CALL_TIMEOUT_MS = 5_000;

/** The context behind a `Self`, for the behaviours: authors can't get at it. */
export let contextOf: (self: Self) => Context;

/**
 * The only way out of a callback: everything a process can do to the world.
 *
 * Good for the callback it was given to: kept and used later, it throws. What waits (`call`, `receive`,
 * `receiveWithin`, `sleep`) is used with `yield*`, in a callback that is a generator.
 */
export class Self {
  readonly #context: Context;
  readonly #token: number;

  static {
    contextOf = (self) => self.#open();
  }

  constructor(context: Context) {
    this.#context = context;
    this.#token = context.token;
  }

  get pid(): Pid {
    return this.#open().process.pid;
  }

  /** The callback module's name: OTP's `?MODULE`. */
  get module(): string {
    return this.#open().process.module;
  }

  /** `Dest ! Message`. A name that nobody has raises badarg; a dead pid, an alias that is none any more are fine. */
  send(dest: SendDest, message: Term): void {
    const body = freezeTerm(message);
    const kind = dest instanceof Ref ? MESSAGE.info : kindOf(body);
    this.#open().post(dest, kind, kind === MESSAGE.info ? body : unwrapped(kind, body), true);
  }

  /** `gen_server:cast/2`: never fails. */
  cast(dest: ServerRef, message: Term): void {
    const body = freezeTerm(message);
    if (isViaName(dest)) sendVia(this, dest, MESSAGE.cast, body);
    else this.#open().post(dest, MESSAGE.cast, body, false);
  }

  /**
   * `gen_server:call/3`. Raises Exit: `{noproc | timeout | Reason, {gen_server,call,[Dest,Request]}}`.
   * `timeoutMs` may be Infinity.
   */
  *call(dest: ServerRef, request: Term, timeoutMs = CALL_TIMEOUT_MS): Steps<Term> {
    const context = this.#open();
    const message = freezeTerm(request);
    const to = isViaName(dest) ? yield* whereisVia(this, dest) : dest;
    const failed = context.request(to, MESSAGE.call, message, timeoutMs, WAIT.call);
    if (failed === null) {
      yield WAIT_YIELD;
      if (context.outcome === REPLIED) return context.value;
    }
    const reason = failed ?? (context.outcome === TIMED_OUT ? 'timeout' : context.value);
    throw new Exit(freezeTerm([reason, ['gen_server', 'call', [dest, message]]]));
  }

  /** `gen_server:reply/2`: to who asked, at any later time and from any process. */
  reply(from: From, reply: Term): void {
    const context = this.#open();
    checkFrom(from);
    const value = freezeTerm(reply);
    if (context.isLive) context.node.mail.reply(context.process, from, value);
  }

  /** The oldest message that fits (any, without `matches`); waits for one. Others keep their place. */
  *receive(matches: ((message: Term) => boolean) | null = null): Steps<Term> {
    return (yield* this.receiveWithin(Number.POSITIVE_INFINITY, matches)) as Term;
  }

  /** `receive … after TimeoutMs`: undefined when the time is over. 0 looks at what is there already. */
  *receiveWithin(
    timeoutMs: number,
    matches: ((message: Term) => boolean) | null = null,
  ): Steps<Term | undefined> {
    const context = this.#open();
    checkTimeout(timeoutMs);
    context.checkCanWait();
    const { node, process } = context;
    process.matches = matches;
    if (context.isLive) {
      node.waits.block(process, RECEIVING, WAIT.receive, timeoutMs);
      if (timeoutMs === 0) process.timedOut = true;
      if (process.head !== null || timeoutMs === 0) node.turns.schedule(process);
    }
    yield WAIT_YIELD;
    return context.outcome === REPLIED ? context.value : undefined;
  }

  /** `timer:sleep/1`. */
  *sleep(ms: number): Steps<void> {
    const context = this.#open();
    checkTimeout(ms);
    context.checkCanWait();
    if (context.isLive) context.node.waits.block(context.process, SLEEPING, WAIT.sleep, ms);
    yield WAIT_YIELD;
  }

  /** The process is busy for that long, in virtual time: its mailbox grows meanwhile. */
  work(ms: number): void {
    const context = this.#open();
    checkDelay(ms);
    if (!context.isLive) return;
    const { node, process } = context;
    process.busyUntil = Math.max(process.busyUntil, node.now) + Math.round(ms * 1_000);
    node.trace.write(node.now, EVENT.work_started, process.pid.id, 0, Math.round(ms), 0, undefined);
  }

  /** Calls `function` of the same module last, in a plain process: `return self.tailCall('loop', state)`. */
  tailCall(name: string, ...args: Term[]): TailCall {
    return new TailCall(name, freezeTerm(args) as readonly Term[]);
  }

  /** `spawn/3`: the process runs `module:function(args)`, `self` first. */
  spawn(module: string, name: string, args: readonly Term[] = []): Pid {
    return spawns.spawn(this.#open(), module, name, args, NO_OPTIONS).pid;
  }

  spawnLink(module: string, name: string, args: readonly Term[] = []): Pid {
    return spawns.spawn(this.#open(), module, name, args, { link: true }).pid;
  }

  /** `spawn_monitor/3`; the monitor may have options. */
  spawnMonitor(
    module: string,
    name: string,
    args: readonly Term[] = [],
    options: ties.MonitorOptions = NO_OPTIONS,
  ): spawns.Spawned {
    return spawns.spawn(this.#open(), module, name, args, { monitor: options }) as spawns.Spawned;
  }

  /** `spawn_opt/4`: gives pid and ref when it is monitored, else the pid. Raises badarg for other options. */
  spawnOpt(
    module: string,
    name: string,
    args: readonly Term[],
    options: spawns.SpawnOptions,
  ): Pid | spawns.Spawned {
    const { pid, ref } = spawns.spawn(this.#open(), module, name, args, options);
    return ref === null ? pid : { pid, ref };
  }

  /**
   * `spawn_request/4`: tells by a message how it went, `{spawn_reply, Ref, ok, Pid}` or
   * `{spawn_reply, Ref, error, badopt}`, here at once. The ref is that of the monitor, if it is to have one.
   */
  spawnRequest(
    module: string,
    name: string,
    args: readonly Term[] = [],
    options: spawns.SpawnRequestOptions = NO_OPTIONS,
  ): Ref {
    return spawns.spawnRequest(this.#open(), module, name, args, options);
  }

  /** `exit/2`: an exit signal. To oneself, it is the end: what follows in this step has no effect. */
  exit(pid: Pid, reason: ExitReason): void {
    ties.exitOther(this.#open(), pid, reason);
  }

  /** `process_flag/2`: gives the old value. Raises badarg for any other flag. */
  processFlag(flag: 'trap_exit', value: boolean): boolean {
    if (flag !== 'trap_exit') throw badarg('process_flag', flag, value);
    return this.trapExit(value);
  }

  /** `process_flag(trap_exit, Flag)`: gives the old flag. */
  trapExit(flag: boolean): boolean {
    if (typeof flag !== 'boolean') throw badarg('process_flag', 'trap_exit', flag);
    return this.#open().effect((_node, process) => {
      const before = process.trapExit;
      process.trapExit = flag;
      return before;
    });
  }

  /** `link/1`. To a dead process: an EXIT message with noproc if it traps exits, else raises noproc. */
  link(pid: Pid): void {
    ties.link(this.#open(), pid);
  }

  unlink(pid: Pid): void {
    if (!isPid(pid)) throw badarg('unlink', pid);
    const context = this.#open();
    if (context.isLive) context.node.ties.unlink(context.process, pid);
  }

  /** `monitor(process, Dest, Options)`: a DOWN message when it dies, at once if it is not there. Raises badarg for another node. */
  monitor(dest: Dest, options: ties.MonitorOptions = NO_OPTIONS): Ref {
    return ties.monitor(this.#open(), dest, options);
  }

  /** `demonitor/1,2`: true; with `info`, whether the monitor was still there. With `flush` a DOWN that is already in the mailbox is removed. */
  demonitor(ref: Ref, options: ties.DemonitorOptions = NO_OPTIONS): boolean {
    return ties.demonitor(this.#open(), ref, options);
  }

  /** `alias/1`: a reference that others can send to, until it is deactivated: then what they send is dropped. */
  alias(options: ties.AliasOptions = NO_OPTIONS): Ref {
    return ties.alias(this.#open(), options);
  }

  /** `unalias/1`: what is under way to it is dropped too. False if it was none of this process's, or not any more. */
  unalias(ref: Ref): boolean {
    return ties.unalias(this.#open(), ref);
  }

  /** `register/2`. Raises badarg when the name or the process is taken. */
  register(name: string, pid: Pid = this.pid): void {
    ties.register(this.#open(), name, pid);
  }

  /** `unregister/1`. Raises badarg when nobody has the name. */
  unregister(name: string): void {
    ties.unregister(this.#open(), name);
  }

  whereis(name: string): Pid | undefined {
    return this.#open().effect((node) => node.whereis(name)?.pid);
  }

  /** `is_process_alive/1`. */
  isAlive(pid: Pid): boolean {
    if (!isPid(pid)) throw badarg('is_process_alive', pid);
    return this.#open().effect((node) => node.exits.settled(pid) !== null);
  }

  /** `processes/0`: all that live, the oldest first. */
  processes(): readonly Pid[] {
    return info.processes(this.#open());
  }

  /**
   * `process_info/1,2`: `[item, value]`, a list of them for a list of items (default: all there are), undefined if
   * it is dead. Raises badarg for what is no item. The mailbox is shown as a plain process would receive it.
   */
  processInfo(pid: Pid): readonly info.ProcessInfo[] | undefined;
  processInfo(pid: Pid, item: info.ProcessInfoItem): info.ProcessInfo | undefined;
  processInfo(
    pid: Pid,
    items: readonly info.ProcessInfoItem[],
  ): readonly info.ProcessInfo[] | undefined;
  processInfo(
    pid: Pid,
    items: info.ProcessInfoItem | readonly info.ProcessInfoItem[] = info.ALL_ITEMS,
  ): unknown {
    return info.processInfo(this.#open(), pid, items);
  }

  /** `erlang:send_after/3,4`: `message` to a pid or name in so many milliseconds. */
  sendAfter(
    ms: number,
    dest: Pid | string,
    message: Term,
    options: timers.TimerOptions = NO_OPTIONS,
  ): Ref {
    return timers.sendAfter(this.#open(), ms, dest, message, options);
  }

  /** `erlang:start_timer/3,4`: delivers `{timeout, Ref, Message}`. */
  startTimer(
    ms: number,
    dest: Pid | string,
    message: Term,
    options: timers.TimerOptions = NO_OPTIONS,
  ): Ref {
    return timers.startTimer(this.#open(), ms, dest, message, options);
  }

  /** `erlang:read_timer/1,2`: milliseconds that are left; false if it has fired, was cancelled or never was; `ok` with `async`. */
  readTimer(ref: Ref): number | false;
  readTimer(ref: Ref, options: timers.TimerAnswer): number | false | 'ok';
  readTimer(ref: Ref, options: timers.TimerAnswer = NO_OPTIONS): number | false | 'ok' {
    return timers.readTimer(this.#open(), ref, options);
  }

  /** `erlang:cancel_timer/1,2`: as `readTimer`, what was left; `ok` also without `info`. */
  cancelTimer(ref: Ref): number | false;
  cancelTimer(ref: Ref, options: timers.TimerAnswer): number | false | 'ok';
  cancelTimer(ref: Ref, options: timers.TimerAnswer = NO_OPTIONS): number | false | 'ok' {
    return timers.cancelTimer(this.#open(), ref, options);
  }

  /** `put/2`, of the process dictionary: gives the old value. */
  put(key: Term, value: Term): Term | undefined {
    return dictionary.put(this.#open(), key, value);
  }

  /** `get/0,1`. */
  get(): dictionary.Dictionary;
  get(key: Term): Term | undefined;
  get(key?: Term): unknown {
    return dictionary.get(this.#open(), key);
  }

  /** `erase/0,1`: gives what was there. */
  erase(): dictionary.Dictionary;
  erase(key: Term): Term | undefined;
  erase(key?: Term): unknown {
    return dictionary.erase(this.#open(), key);
  }

  /** `get_keys/0,1`: all, or those with the value. */
  getKeys(value?: Term): readonly Term[] {
    return dictionary.getKeys(this.#open(), value);
  }

  /** `erlang:node/0`. */
  node(): string {
    return this.#open().node.name;
  }

  /** `erlang:monotonic_time(millisecond)`: virtual, from the start of the run. */
  now(): number {
    return this.#open().effect((node) => Math.floor(node.now / 1_000));
  }

  /** A random integer from 0 up to, not including, `bound`; from the run's seed. */
  random(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) throw new ErlangError('badarg');
    return this.#open().effect((node) => nextBelow(node.authors, bound));
  }

  #open(): Context {
    const context = this.#context;
    if (context.token !== this.#token || context.node.current !== context.process)
      throw new ErlangError('self_used_after_its_step');
    return context;
  }
}
