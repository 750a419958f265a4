import { nextBelow } from '../base/prng.ts';
import { type Steps, WAIT_YIELD } from './activation.ts';
import {
  checkDelay,
  checkDest,
  checkFrom,
  checkPid,
  checkRef,
  checkTimeout,
} from './check-args.ts';
import type { Context } from './context.ts';
import { ErlangError, Exit, type ExitReason } from './exit-reason.ts';
import type { Node } from './node.ts';
import { spawnPlain, TailCall } from './plain.ts';
import { hasLink, type Process, RECEIVING, REPLIED, SLEEPING, TIMED_OUT } from './process.ts';
import { type From, freezeTerm, type Pid, Ref, type Term } from './term.ts';
import { EVENT, MESSAGE, WAIT } from './trace-event.ts';

/** Whom a message or call is for. */
export type Dest = Pid | string;

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

  /** `Dest ! Message`. A name that nobody has raises badarg; a dead pid is fine. */
  send(dest: Dest, message: Term): void {
    this.#open().post(dest, MESSAGE.info, freezeTerm(message), true);
  }

  /** `gen_server:cast/2`: never fails. */
  cast(dest: Dest, message: Term): void {
    this.#open().post(dest, MESSAGE.cast, freezeTerm(message), false);
  }

  /**
   * `gen_server:call/3`. Raises Exit: `{noproc | timeout | Reason, {gen_server,call,[Dest,Request]}}`.
   * `timeoutMs` may be Infinity.
   */
  *call(dest: Dest, request: Term, timeoutMs = CALL_TIMEOUT_MS): Steps<Term> {
    const context = this.#open();
    const message = freezeTerm(request);
    const failed = context.request(dest, MESSAGE.call, message, timeoutMs, WAIT.call);
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
    return this.#spawn(module, name, args, false);
  }

  spawnLink(module: string, name: string, args: readonly Term[] = []): Pid {
    return this.#spawn(module, name, args, true);
  }

  spawnMonitor(
    module: string,
    name: string,
    args: readonly Term[] = [],
  ): { readonly pid: Pid; readonly ref: Ref } {
    const pid = this.#spawn(module, name, args, false);
    return { pid, ref: this.monitor(pid) };
  }

  /** `exit/2`: an exit signal. To oneself, it is the end: what follows in this step has no effect. */
  exit(pid: Pid, reason: ExitReason): void {
    const context = this.#open();
    checkPid(pid);
    const term = freezeTerm(reason);
    if (!context.isLive) return;
    const { node, process } = context;
    const target = node.find(pid);
    if (target === null) return;
    if (target === process && (term === 'kill' || !process.trapExit))
      process.doomed = term === 'kill' ? 'killed' : term;
    else node.exits.send(process, target, term, true);
  }

  /** `process_flag(trap_exit, Flag)`: gives the old flag. */
  trapExit(flag: boolean): boolean {
    if (typeof flag !== 'boolean') throw new ErlangError('badarg');
    return this.#open().effect((_node, process) => {
      const before = process.trapExit;
      process.trapExit = flag;
      return before;
    });
  }

  /** `link/1`. To a dead process: an EXIT message with noproc if it traps exits, else raises noproc. */
  link(pid: Pid): void {
    checkPid(pid);
    const missing = this.#open().effect((node, process) => {
      const other = node.find(pid);
      if (other !== null) {
        if (!hasLink(process, pid)) node.ties.link(process, other);
        return false;
      }
      if (process.trapExit) node.exits.deliver(process, pid, 'noproc');
      return !process.trapExit;
    });
    if (missing) throw new ErlangError('noproc');
  }

  unlink(pid: Pid): void {
    checkPid(pid);
    const context = this.#open();
    if (context.isLive) context.node.ties.unlink(context.process, pid);
  }

  /** `monitor(process, Dest)`: a DOWN message when it dies, at once if it is not there. */
  monitor(dest: Dest): Ref {
    checkDest(dest);
    return this.#open().effect((node, process) => {
      const target = typeof dest === 'string' ? node.whereis(dest) : node.find(dest);
      const object = typeof dest === 'string' ? Object.freeze([dest, node.name]) : dest;
      return new Ref(node.name, node.ties.monitor(process, target, object));
    });
  }

  /** `demonitor/2`; with `flush` a DOWN that is already in the mailbox is removed. Gives whether the monitor was still there. */
  demonitor(ref: Ref, { flush = false }: { readonly flush?: boolean } = {}): boolean {
    checkRef(ref);
    return this.#open().effect((node, process) => {
      const found = node.ties.demonitor(process, ref.id);
      if (!found && flush) removeDown(node, process, ref);
      return found;
    });
  }

  /** `register/2`. Raises badarg when the name or the process is taken. */
  register(name: string, pid: Pid = this.pid): void {
    checkPid(pid);
    const done = this.#open().effect((node) => {
      const process = node.find(pid);
      return process !== null && node.register(process, name);
    });
    if (!done) throw new ErlangError('badarg');
  }

  /** `unregister/1`. Raises badarg when nobody has the name. */
  unregister(name: string): void {
    const done = this.#open().effect((node) => {
      const process = node.whereis(name);
      if (process !== null) node.unregister(process);
      return process !== null;
    });
    if (!done) throw new ErlangError('badarg');
  }

  whereis(name: string): Pid | undefined {
    return this.#open().effect((node) => node.whereis(name)?.pid);
  }

  isAlive(pid: Pid): boolean {
    checkPid(pid);
    return this.#open().effect((node) => node.find(pid) !== null);
  }

  /** `erlang:send_after/3`: `message` to a pid or name in so many milliseconds. */
  sendAfter(ms: number, dest: Dest, message: Term): Ref {
    const body = freezeTerm(message);
    checkDelay(ms);
    checkDest(dest);
    return this.#open().effect((node, process) => {
      const ref = node.newRef();
      node.timers.start(process, ms, dest, body, ref);
      return new Ref(node.name, ref);
    });
  }

  /** `erlang:start_timer/3`: delivers `{timeout, Ref, Message}`. */
  startTimer(ms: number, dest: Dest, message: Term): Ref {
    const content = freezeTerm(message);
    checkDelay(ms);
    checkDest(dest);
    return this.#open().effect((node, process) => {
      const ref = new Ref(node.name, node.newRef());
      node.timers.start(
        process,
        ms,
        dest,
        Object.freeze({ type: 'timeout', ref, message: content }),
        ref.id,
      );
      return ref;
    });
  }

  /** `erlang:cancel_timer/1`: milliseconds that were left; false if it has fired, was cancelled or never was. */
  cancelTimer(ref: Ref): number | false {
    checkRef(ref);
    return this.#open().effect((node, process) => node.timers.cancel(process, ref.id) ?? false);
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

  #spawn(module: string, name: string, args: readonly Term[], link: boolean): Pid {
    const terms = freezeTerm(args) as readonly Term[];
    return this.#open().effect((node: Node, process) => {
      const child = spawnPlain(node, process, {
        module,
        function: name,
        of: 'exports',
        args: terms,
      });
      if (link) node.ties.link(process, child);
      return child.pid;
    });
  }
}

function removeDown(node: Node, process: Process, ref: Ref): void {
  for (
    let before = null, message = process.head;
    message !== null;
    before = message, message = message.next
  ) {
    if (message.kind === MESSAGE.down && (message.body as { ref?: Ref }).ref?.id === ref.id)
      return node.mail.discard(process, before, message);
  }
}
