import { AssertionError, assert } from '../base/assert.ts';
import { createPrng, nextBelow, nextUint32, type PrngState } from '../base/prng.ts';
import type { SimTime } from '../base/sim-time.ts';
import { Agenda } from '../sim/agenda.ts';
import {
  Activation,
  type Begin,
  callFunction,
  isGenerator,
  JOURNAL_MAX,
  restore,
  type Steps,
  WAIT_YIELD,
  Waiting,
} from './activation.ts';
import type { Behaviour } from './behaviour.ts';
import { Context } from './context.ts';
import {
  ErlangError,
  type Failure,
  isOrderly,
  KILL_CLASS,
  type Limits,
  toFailure,
} from './exit-reason.ts';
import { PLAIN, plainBody } from './plain.ts';
import {
  AWAITING,
  addLink,
  DIED,
  dequeue,
  EXIT_SIGNAL,
  enqueue,
  forkProcess,
  hasLink,
  IDLING,
  Message,
  NO_OUTCOME,
  NOT_WAITING,
  Process,
  RECEIVING,
  REPLIED,
  removeLink,
  SLEEPING,
  TIMED_OUT,
  takeOut,
} from './process.ts';
import { Self } from './self.ts';
import { type From, Pid, Ref, type Term } from './term.ts';
import { Timer } from './timer.ts';
import type { Trace } from './trace.ts';
import { BEAT, CRASH } from './trace.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/** The author's modules, loaded. */
export interface Code extends Limits {
  /** How many reductions the coming step may use. */
  setBudget(reductions: number): void;
  /** How many it has used. */
  reductions(): number;
  module(name: string): Exports | undefined;
}
export type Exports = Readonly<Record<string, unknown>>;

export interface NodeOptions {
  readonly name: string;
  readonly seed: number;
  readonly schedulingDelayUs: readonly [min: number, max: number];
  readonly code: Code;
  /** Modules of OTP's own that can be named like an author's: gen_server, supervisor … */
  readonly builtins: Readonly<Record<string, Exports>>;
  readonly trace: Trace;
}

/** A step may use this many reductions; BEAM has no such bound, a page needs one. */
export const STEP_REDUCTIONS = 1_000_000;
/** More messages than this in one mailbox end its process: `system_limit`. */
export const MAILBOX_MAX = 1_000_000;
const FIRST_PID = 80;

/**
 * A node: one computer. It owns all that changes: agenda, random numbers, processes, names, timers, trace.
 * Nodes share nothing, so that they can run side by side.
 */
export class Node {
  readonly name: string;
  readonly code: Code;
  readonly trace: Trace;
  readonly builtins: Readonly<Record<string, Exports>>;
  private readonly delayMin: number;
  private readonly delaySpan: number;
  private readonly seed: number;
  now: SimTime = 0;
  steps = 0;
  /** How many things will happen: turns of processes, deadlines, timers. None: the node is idle. */
  live = 0;
  /** The process whose step this is. */
  current: Process | null = null;
  private context: Context | null = null;
  agenda = new Agenda();
  /** Draws scheduling delays. */
  private scheduling: PrngState;
  /** Draws what authors ask for, so that their asking doesn't change the schedule. */
  authors: PrngState;
  processes: (Process | null)[] = [];
  private freeSlots: number[] = [];
  private nextPid = FIRST_PID;
  private lastRef = 0;
  names = new Map<string, Process>();
  timers = new Map<number, Timer>();
  /** By entry of the agenda. */
  private owners: (Process | Timer | null)[] = [];

  constructor(options: NodeOptions) {
    this.name = options.name;
    this.code = options.code;
    this.trace = options.trace;
    this.builtins = options.builtins;
    this.seed = options.seed;
    this.delayMin = options.schedulingDelayUs[0];
    this.delaySpan = options.schedulingDelayUs[1] - options.schedulingDelayUs[0] + 1;
    assert(
      this.delayMin >= 1 && this.delaySpan >= 1,
      'scheduling delays are at least a microsecond, and in order',
    );
    this.scheduling = createPrng(options.seed, `${options.name}/scheduling`);
    this.authors = createPrng(options.seed, `${options.name}/authors`);
  }

  fork(trace: Trace): Node {
    const { name, code, builtins, seed, delayMin, delaySpan } = this;
    assert(this.current === null, 'a node forks between two steps');
    const copy = new Node({
      name,
      code,
      builtins,
      seed,
      trace,
      schedulingDelayUs: [delayMin, delayMin + delaySpan - 1],
    });
    copy.now = this.now;
    copy.steps = this.steps;
    copy.live = this.live;
    copy.agenda = this.agenda.fork();
    copy.scheduling = this.scheduling.slice();
    copy.authors = this.authors.slice();
    copy.freeSlots = this.freeSlots.slice();
    copy.nextPid = this.nextPid;
    copy.lastRef = this.lastRef;
    copy.processes = this.processes.map((process) => {
      if (process === null) return null;
      const twin = forkProcess(process);
      copy.owners[twin.runEntry] = twin;
      if (twin.timerEntry >= 0) copy.owners[twin.timerEntry] = twin;
      return twin;
    });
    for (const [name, process] of this.names)
      copy.names.set(name, copy.processes[process.pid.slot] as Process);
    for (const [ref, timer] of this.timers) {
      copy.timers.set(ref, timer);
      copy.owners[timer.entry] = timer;
    }
    return copy;
  }

  // ------------------------------------------------------------------ running

  /** Runs the next step that is due at or before `until`. False if there is none; then it is `until` now. */
  step(until: SimTime): boolean {
    for (;;) {
      const entry = this.agenda.take(until);
      if (entry < 0) {
        if (until > this.now && until !== Number.POSITIVE_INFINITY) this.now = until;
        return false;
      }
      const at = this.agenda.at(entry);
      if (at > this.now) this.now = at;
      const owner = this.owners[entry] as Process | Timer;
      if (owner instanceof Process && entry === owner.runEntry) {
        this.steps++;
        owner.scheduled = false;
        this.live--;
        this.runStep(owner);
        return true;
      }
      if (owner instanceof Timer) this.fire(owner);
      else this.deadlinePassed(owner);
    }
  }

  /** Does what is due by now before the next step, and is none itself, so that a moment and a number of steps name one state. */
  doWhatIsDue(): void {
    for (;;) {
      const entry = this.agenda.first();
      if (entry < 0 || this.agenda.at(entry) > this.now) return;
      const owner = this.owners[entry] as Process | Timer;
      if (owner instanceof Process && entry === owner.runEntry) return;
      this.agenda.take(this.now);
      if (owner instanceof Timer) this.fire(owner);
      else this.deadlinePassed(owner);
    }
  }

  private runStep(process: Process): void {
    if (process.signals > 0) this.takeSignals(process);
    if (!process.alive) return;
    if (process.busyUntil > this.now) return this.schedule(process);
    const { wait } = process;
    if (wait !== NOT_WAITING) this.runWaiting(process, wait);
    else if (process.toStart) {
      process.toStart = false;
      process.behaviour.start(this, process);
    } else if (process.head !== null) process.behaviour.message(this, process, dequeue(process));
    if (!process.alive) return;
    if (process.doomed !== undefined) return this.die(process, process.doomed, 2);
    if (
      process.wait === NOT_WAITING
        ? process.head !== null || process.toStart
        : process.outcome !== NO_OUTCOME
    )
      this.schedule(process);
  }

  private runWaiting(process: Process, wait: number): void {
    if (wait === IDLING) {
      if (process.head !== null) {
        this.endWait(process);
        process.behaviour.message(this, process, dequeue(process));
      } else if (process.timedOut) {
        this.endWait(process);
        process.behaviour.timeout(this, process);
      }
      return;
    }
    if (wait === RECEIVING && process.outcome === NO_OUTCOME) this.receiveMatching(process);
    if (process.outcome === NO_OUTCOME) {
      if (!process.timedOut) return;
      process.outcome = TIMED_OUT;
      process.outcomeValue = null;
    }
    const { outcome } = process;
    if (wait === AWAITING && outcome === REPLIED) {
      this.trace.write(
        this.now,
        EVENT.received,
        process.pid.id,
        process.awaitTarget?.id ?? 0,
        0,
        process.outcomeSeq,
        process.outcomeValue,
      );
    } else if (outcome !== REPLIED) {
      const how = outcome === DIED ? 1 : wait === SLEEPING ? 2 : 0;
      this.trace.write(
        this.now,
        EVENT.wait_ended,
        process.pid.id,
        process.awaitTarget?.id ?? 0,
        how,
        0,
        how === 1 ? process.outcomeValue : undefined,
      );
    }
    process.awaitTarget = null;
    this.endWait(process);
    if (process.activation === null) {
      process.behaviour.resumed(this, process);
      process.outcome = NO_OUTCOME;
    } else this.resume(process, process.activation);
  }

  /** Enters the process for its turn after a scheduling delay, and after what it is busy with. */
  schedule(process: Process): void {
    if (process.scheduled) return;
    this.scheduleFrom(process, process.busyUntil > this.now ? process.busyUntil : this.now);
  }

  /** Exit signals are looked at even by a process that is busy. */
  private scheduleForSignal(process: Process): void {
    if (process.busyUntil <= this.now) return this.schedule(process);
    if (process.scheduled) {
      this.agenda.remove(process.runEntry);
      this.live--;
    }
    this.scheduleFrom(process, this.now);
  }

  private scheduleFrom(process: Process, from: SimTime): void {
    process.scheduled = true;
    this.live++;
    const delay =
      this.delaySpan <= 65_536
        ? this.delayMin + (((nextUint32(this.scheduling) >>> 16) * this.delaySpan) >>> 16)
        : this.delayMin + nextBelow(this.scheduling, this.delaySpan);
    this.agenda.add(process.runEntry, from + delay);
  }

  // ------------------------------------------------------------------ processes

  /** A new process, runnable. With `linked`, `spawner` is its parent: whose EXIT a behaviour obeys. `start` tells with what it starts. */
  spawn(
    behaviour: Behaviour,
    module: string,
    spawner: Process | null,
    linked: boolean,
    start: Term,
  ): Process {
    const slot = this.freeSlots.pop() ?? this.processes.length;
    const pid = new Pid(this.name, this.nextPid++, slot);
    const entry = this.agenda.allocate();
    const process = new Process(
      pid,
      behaviour,
      module,
      linked && spawner !== null ? spawner.pid : null,
      entry,
    );
    this.owners[entry] = process;
    this.processes[slot] = process;
    const { trace } = this;
    trace.write(
      this.now,
      EVENT.spawned,
      pid.id,
      spawner === null ? 0 : spawner.pid.id,
      trace.intern(behaviour.name),
      trace.intern(module),
      start,
    );
    this.schedule(process);
    return process;
  }

  find(pid: Pid): Process | null {
    const process = this.processes[pid.slot];
    return process !== undefined &&
      process !== null &&
      process.pid.id === pid.id &&
      pid.node === this.name
      ? process
      : null;
  }

  whereis(name: string): Process | null {
    return this.names.get(name) ?? null;
  }

  moduleNamed(name: string): Exports | undefined {
    return this.code.module(name) ?? this.builtins[name];
  }

  register(process: Process, name: string): boolean {
    if (typeof name !== 'string' || name === 'undefined') return false;
    if (process.name !== null || this.names.has(name)) return false;
    this.names.set(name, process);
    process.name = name;
    this.trace.write(
      this.now,
      EVENT.registered,
      process.pid.id,
      0,
      this.trace.intern(name),
      0,
      undefined,
    );
    return true;
  }

  unregister(process: Process): void {
    if (process.name === null) return;
    this.names.delete(process.name);
    this.trace.write(
      this.now,
      EVENT.unregistered,
      process.pid.id,
      0,
      this.trace.intern(process.name),
      0,
      undefined,
    );
    process.name = null;
  }

  newRef(): number {
    return ++this.lastRef;
  }

  // ------------------------------------------------------------------ messages

  /** Puts a message into the target's queue, at once: delivery within a node takes no time, having one's turn does. */
  send(sender: Process | null, target: Process, kind: number, ref: number, body: Term): void {
    const seq = this.trace.write(
      this.now,
      EVENT.sent,
      sender === null ? 0 : sender.pid.id,
      target.pid.id,
      kind,
      ref,
      body,
    );
    this.deliver(target, new Message(kind, sender === null ? null : sender.pid, ref, body, seq));
  }

  deliver(target: Process, message: Message): void {
    enqueue(target, message);
    if (
      !target.scheduled &&
      target !== this.current &&
      target.wait !== AWAITING &&
      target.wait !== SLEEPING
    )
      this.schedule(target);
    if (target.queued > MAILBOX_MAX) this.sendExit(null, target, 'system_limit', true);
  }

  /** Answers whoever awaits `ref`; an answer nobody waits for any more is dropped (OTP: through an alias). */
  answer(sender: Process | null, to: Pid, ref: number, kind: number, value: Term): void {
    const from = sender === null ? 0 : sender.pid.id;
    const seq = this.trace.write(this.now, EVENT.sent, from, to.id, kind, ref, value);
    const target = this.find(to);
    if (
      target === null ||
      target.wait !== AWAITING ||
      target.awaitRef !== ref ||
      target.outcome !== NO_OUTCOME
    ) {
      this.trace.write(this.now, EVENT.dropped, from, to.id, target === null ? 0 : 1, seq, value);
      return;
    }
    this.leaveAwaiters(target);
    target.outcome = REPLIED;
    target.outcomeValue = value;
    target.outcomeSeq = seq;
    if (target !== this.current) this.schedule(target);
  }

  reply(sender: Process | null, from: From, value: Term): void {
    this.answer(sender, from.pid, from.ref, MESSAGE.reply, value);
  }

  /** Takes a message out of the mailbox that nobody will handle: as a receive that looks for just this one. */
  discard(process: Process, before: Message | null, message: Message): void {
    takeOut(process, before, message);
    const sender = message.sender?.id ?? 0;
    this.trace.write(
      this.now,
      EVENT.received,
      process.pid.id,
      sender,
      0,
      message.seq,
      message.body,
    );
  }

  // ------------------------------------------------------------------ waiting

  /**
   * `process` waits for an answer that names the ref, or for the death of `target`: monitor, send and receive
   * of OTP's `gen:call`, in one. `timeoutMs` may be Infinity. Gives the ref.
   */
  await(process: Process, target: Process, kind: number, timeoutMs: number): number {
    const ref = this.newRef();
    process.wait = AWAITING;
    process.awaitRef = ref;
    process.awaitTarget = target.pid;
    process.outcome = NO_OUTCOME;
    process.awaitPrevious = -1;
    process.awaitNext = target.awaitedBy;
    if (target.awaitedBy >= 0)
      (this.processes[target.awaitedBy] as Process).awaitPrevious = process.pid.slot;
    target.awaitedBy = process.pid.slot;
    this.setDeadline(process, timeoutMs);
    this.trace.write(
      this.now,
      EVENT.wait_started,
      process.pid.id,
      target.pid.id,
      kind,
      0,
      undefined,
    );
    return ref;
  }

  /** Waits for whatever `wait` says (RECEIVING, SLEEPING), without a target. */
  block(process: Process, wait: number, kind: number, timeoutMs: number): void {
    process.wait = wait;
    process.outcome = NO_OUTCOME;
    this.setDeadline(process, timeoutMs);
    this.trace.write(this.now, EVENT.wait_started, process.pid.id, 0, kind, 0, undefined);
  }

  /** Waits for the next message, or for `timeout` after `timeoutMs` without any. */
  idle(process: Process, timeoutMs: number): void {
    process.wait = IDLING;
    if (process.head !== null) this.schedule(process);
    if (timeoutMs === 0) {
      process.timedOut = true;
      this.schedule(process);
    } else this.setDeadline(process, timeoutMs);
  }

  private endWait(process: Process): void {
    process.wait = NOT_WAITING;
    this.dropDeadline(process);
    process.timedOut = false;
  }

  private dropDeadline(process: Process): void {
    if (process.deadline < 0) return;
    process.deadline = -1;
    this.live--;
  }

  /**
   * Counted from the end of what the process is busy with. One entry a process, moved only when it stands too
   * late: calls set and drop deadlines a million times a second.
   */
  private setDeadline(process: Process, timeoutMs: number): void {
    process.timedOut = false;
    if (timeoutMs === Number.POSITIVE_INFINITY) return this.dropDeadline(process);
    const from = process.busyUntil > this.now ? process.busyUntil : this.now;
    const at = from + Math.round(timeoutMs * 1_000);
    if (process.deadline < 0) this.live++;
    process.deadline = at;
    if (process.timerEntry < 0) {
      process.timerEntry = this.agenda.allocate();
      this.owners[process.timerEntry] = process;
    } else if (this.agenda.isOn(process.timerEntry)) {
      if (this.agenda.at(process.timerEntry) <= at) return;
      this.agenda.remove(process.timerEntry);
    }
    this.agenda.add(process.timerEntry, at);
  }

  private deadlinePassed(process: Process): void {
    if (process.deadline < 0) return;
    if (process.deadline > this.now) return this.agenda.add(process.timerEntry, process.deadline);
    this.dropDeadline(process);
    process.timedOut = true;
    if (process.wait === AWAITING && process.outcome === NO_OUTCOME) this.stopAwaiting(process);
    this.schedule(process);
  }

  /** The time for an answer is over, now: what comes before the process has its turn is too late. */
  private stopAwaiting(process: Process): void {
    process.outcome = TIMED_OUT;
    process.outcomeValue = null;
    if (process.awaitTarget !== null) this.leaveAwaiters(process);
  }

  /** Moment of the next thing that will happen, `Infinity` when nothing will. A deadline that was dropped doesn't count. Changes nothing. */
  next(): SimTime {
    if (this.live === 0) return Number.POSITIVE_INFINITY;
    const at = this.agenda.peek();
    if (!this.isStale(this.agenda.first())) return at;
    let earliest = Number.POSITIVE_INFINITY;
    for (const process of this.processes) {
      if (process === null) continue;
      if (process.scheduled) earliest = Math.min(earliest, this.agenda.at(process.runEntry));
      if (process.deadline >= 0) earliest = Math.min(earliest, process.deadline);
    }
    for (const timer of this.timers.values())
      earliest = Math.min(earliest, this.agenda.at(timer.entry));
    return earliest;
  }

  /** A deadline's entry that stands too early, or for nothing: deadlines move without their entry. */
  private isStale(entry: number): boolean {
    const owner = this.owners[entry];
    return (
      owner instanceof Process &&
      entry !== owner.runEntry &&
      owner.deadline !== this.agenda.at(entry)
    );
  }

  private leaveAwaiters(process: Process): void {
    const { awaitPrevious, awaitNext } = process;
    if (awaitNext >= 0) (this.processes[awaitNext] as Process).awaitPrevious = awaitPrevious;
    if (awaitPrevious >= 0) (this.processes[awaitPrevious] as Process).awaitNext = awaitNext;
    else {
      const target = this.find(process.awaitTarget as Pid);
      if (target !== null) target.awaitedBy = awaitNext;
    }
    process.awaitNext = -1;
    process.awaitPrevious = -1;
  }

  /** Scans the mailbox from the oldest message for one that fits. */
  private receiveMatching(process: Process): void {
    const { activation } = process;
    if (activation !== null && activation.generator === null) restore(this, process, activation);
    const { matches } = process;
    let before: Message | null = null;
    for (let message = process.head; message !== null; message = message.next) {
      const body = process.behaviour === PLAIN ? plainBody(message) : message.body;
      if (matches === null || this.isMatch(process, matches, body)) {
        takeOut(process, before, message);
        process.outcome = REPLIED;
        process.outcomeValue = body;
        this.trace.write(
          this.now,
          EVENT.received,
          process.pid.id,
          message.sender?.id ?? 0,
          0,
          message.seq,
          message.body,
        );
        return;
      }
      before = message;
    }
  }

  private isMatch(process: Process, matches: (message: Term) => boolean, body: Term): boolean {
    this.code.setBudget(STEP_REDUCTIONS);
    try {
      return matches(body) === true;
    } catch (thrown) {
      if (thrown instanceof AssertionError) throw thrown;
      // As a guard in Erlang: what raises doesn't match. A pattern that never ends is ended.
      if (this.code.isBudgetExhausted(thrown)) process.doomed = 'too_many_reductions';
      return false;
    }
  }

  // ------------------------------------------------------------------ author's code

  newContext(process: Process): Context {
    return new Context(this, process);
  }

  /** Opens a step of the author's code; `leave` closes it. The context is lent, until `leave` or `settle`. */
  enter(process: Process): Context {
    this.context ??= new Context(this, process);
    const { context } = this;
    context.process = process;
    context.token++;
    this.current = process;
    this.code.setBudget(STEP_REDUCTIONS);
    return context;
  }

  leave(process: Process): void {
    process.reductions += this.code.reductions();
    this.current = null;
  }

  /** Calls a function of an author's module, from its beginning; the behaviour hears of its end. */
  call(process: Process, tag: number, callback: number, begin: Begin): void {
    const context = this.enter(process);
    let result: unknown;
    try {
      this.raiseIfAsked(process);
      result = callFunction(this, begin, new Self(context));
    } catch (thrown) {
      this.leave(process);
      return this.raised(process, tag, callback, thrown);
    }
    this.settle(process, tag, callback, begin, context, result);
  }

  /** What a callback gave, between `enter` and `leave`: its result, or a generator that has yet to run. */
  settle(
    process: Process,
    tag: number,
    callback: number,
    begin: Begin,
    context: Context,
    given: unknown,
  ): void {
    const result = given instanceof Waiting ? given[Symbol.iterator]() : given;
    if (!isGenerator(result)) {
      this.leave(process);
      if (process.doomed !== undefined) return;
      return process.behaviour.completed(this, process, tag, result);
    }
    const activation = new Activation(tag, callback, begin, []);
    activation.generator = result;
    activation.context = context;
    context.journal = activation.journal;
    this.context = null;
    process.activation = activation;
    this.drive(process, activation, result);
  }

  raiseIfAsked(process: Process): void {
    if (process.crashNext === undefined) return;
    const reason = process.crashNext;
    process.crashNext = undefined;
    throw new CrashNext(reason);
  }

  raised(process: Process, tag: number, callback: number, thrown: unknown): void {
    if (process.doomed !== undefined) return;
    const failure: Failure =
      thrown instanceof CrashNext
        ? { class: 0, reason: thrown.reason, value: undefined }
        : toFailure(thrown, this.code);
    if (failure.class === KILL_CLASS) {
      this.crashed(process, callback, 1, failure.reason);
      return this.die(process, failure.reason, 1);
    }
    process.behaviour.raised(this, process, tag, failure);
  }

  /** Tells that a callback raised. */
  crashed(process: Process, callback: number, failureClass: number, reason: Term): void {
    this.trace.told |= BEAT | CRASH;
    this.trace.write(this.now, EVENT.crashed, process.pid.id, 0, callback, failureClass, reason);
  }

  private resume(process: Process, activation: Activation): void {
    if (activation.generator === null) restore(this, process, activation);
    const context = activation.context as Context;
    context.outcome = process.outcome;
    context.value = process.outcomeValue;
    process.outcome = NO_OUTCOME;
    process.outcomeValue = null;
    const { journal } = activation;
    journal.push(context.outcome, context.value);
    if (journal.length > JOURNAL_MAX) return this.die(process, 'system_limit', 1);
    this.current = process;
    this.code.setBudget(STEP_REDUCTIONS);
    this.drive(process, activation, activation.generator as Steps<unknown>);
  }

  /** Lets a generator run to its next wait, or its end. */
  private drive(process: Process, activation: Activation, generator: Steps<unknown>): void {
    let yielded: IteratorResult<unknown, unknown>;
    try {
      yielded = generator.next();
    } catch (thrown) {
      process.activation = null;
      this.leave(process);
      return this.raised(process, activation.tag, activation.callback, thrown);
    }
    this.leave(process);
    if (process.doomed !== undefined) return;
    if (yielded.done !== true) {
      if (yielded.value === WAIT_YIELD && process.wait !== NOT_WAITING) return;
      process.activation = null;
      return this.raised(
        process,
        activation.tag,
        activation.callback,
        new ErlangError('yield_without_wait'),
      );
    }
    process.activation = null;
    process.behaviour.completed(this, process, activation.tag, yielded.value);
  }

  // ------------------------------------------------------------------ exits

  /** `exit(Target, Reason)` (`byExit2`), or the signal of a broken link. Takes effect when the target has its turn. */
  sendExit(sender: Process | null, target: Process, reason: Term, byExit2: boolean): void {
    const seq = this.trace.write(
      this.now,
      EVENT.exit_signal_sent,
      sender === null ? 0 : sender.pid.id,
      target.pid.id,
      byExit2 ? 1 : 0,
      0,
      reason,
    );
    enqueue(
      target,
      new Message(EXIT_SIGNAL, sender === null ? null : sender.pid, byExit2 ? 1 : 0, reason, seq),
    );
    target.signals++;
    if (target !== this.current) this.scheduleForSignal(target);
  }

  /** An EXIT message, without a signal: what `link` to a dead process gives. */
  deliverExit(process: Process, from: Pid, reason: Term): void {
    const seq = this.trace.write(
      this.now,
      EVENT.exit_signal_sent,
      from.id,
      process.pid.id,
      0,
      0,
      reason,
    );
    this.deliver(
      process,
      new Message(MESSAGE.exit, from, 0, Object.freeze({ type: 'EXIT', from, reason }), seq),
    );
  }

  /** Looks at all exit signals in the queue, in order: ignored, turned into a message, or the end. */
  private takeSignals(process: Process): void {
    let before: Message | null = null;
    let message = process.head;
    while (message !== null && process.signals > 0) {
      const following: Message | null = message.next;
      if (message.kind !== EXIT_SIGNAL) before = message;
      else {
        process.signals--;
        const outcome = this.exitSignalOutcome(process, message);
        this.trace.write(
          this.now,
          EVENT.exit_signal_received,
          process.pid.id,
          message.sender?.id ?? 0,
          outcome,
          message.seq,
          message.body,
        );
        if (outcome === 2) {
          const reason = message.body === 'kill' && message.ref === 1 ? 'killed' : message.body;
          takeOut(process, before, message);
          return this.die(process, reason, 2);
        }
        if (outcome === 0) takeOut(process, before, message);
        else {
          // From outside the world it is no child's, parent's or owner's: behaviours needn't ask.
          message.kind = message.sender === null ? MESSAGE.info : MESSAGE.exit;
          message.body = Object.freeze({
            type: 'EXIT',
            from: message.sender,
            reason: message.body,
          });
          before = message;
        }
      }
      message = following;
    }
  }

  private exitSignalOutcome(process: Process, signal: Message): 0 | 1 | 2 {
    const byExit2 = signal.ref === 1;
    if (signal.body === 'kill' && byExit2) return 2;
    if (process.trapExit) return 1;
    if (signal.body !== 'normal') return 2;
    return byExit2 && signal.sender !== null && signal.sender.id === process.pid.id ? 2 : 0;
  }

  /** The end of a process: name, links, monitors, in OTP's order. `how`: 0 by itself, 1 it raised, 2 by a signal. */
  die(process: Process, reason: Term, how: number): void {
    const { pid } = process;
    process.alive = false;
    this.unregister(process);
    this.trace.write(this.now, EVENT.exited, pid.id, 0, how, 0, reason);
    if (!isOrderly(reason)) this.trace.told |= BEAT | CRASH;
    for (let message = process.head; message !== null; message = message.next) {
      if (message.kind !== EXIT_SIGNAL)
        this.trace.write(
          this.now,
          EVENT.dropped,
          message.sender?.id ?? 0,
          pid.id,
          2,
          message.seq,
          message.body,
        );
    }
    if (process.awaitTarget !== null && process.outcome === NO_OUTCOME) this.leaveAwaiters(process);
    for (let slot = process.awaitedBy; slot >= 0; ) {
      const caller = this.processes[slot] as Process;
      slot = caller.awaitNext;
      caller.awaitNext = -1;
      caller.awaitPrevious = -1;
      caller.outcome = DIED;
      caller.outcomeValue = reason;
      this.schedule(caller);
    }
    if (process.links !== null) this.breakLinks(process, reason);
    if (process.watchers !== null) {
      for (const { ref, pid: watcherPid, object } of process.watchers) {
        const watcher = this.find(watcherPid);
        if (watcher !== null) this.sendDown(pid, watcher, ref, object, reason);
      }
    }
    if (process.watching !== null)
      for (const ref of process.watching.keys()) this.forgetMonitor(process, ref);
    if (process.hasTimers)
      for (const timer of this.timers.values()) {
        if (timer.dest instanceof Pid && timer.dest.id === pid.id) this.dropTimer(timer);
      }
    this.dropDeadline(process);
    if (process.scheduled) this.live--;
    this.agenda.release(process.runEntry);
    this.owners[process.runEntry] = null;
    if (process.timerEntry >= 0) {
      this.agenda.release(process.timerEntry);
      this.owners[process.timerEntry] = null;
    }
    this.processes[pid.slot] = null;
    this.freeSlots.push(pid.slot);
    this.onExit?.(process, reason);
  }

  /** Set by whoever must know of ends, such as those who await a command's result. */
  onExit: ((process: Process, reason: Term) => void) | null = null;

  private breakLinks(process: Process, reason: Term): void {
    const { links, pid } = process;
    if (!(links instanceof Map)) {
      const other = links === null ? null : this.find(links);
      if (other === null) return;
      removeLink(other, pid);
      return this.sendExit(process, other, reason, false);
    }
    for (const linked of links.values()) {
      const other = this.find(linked);
      if (other === null) continue;
      removeLink(other, pid);
      this.sendExit(process, other, reason, false);
    }
  }

  // ------------------------------------------------------------------ links and monitors

  link(process: Process, other: Process): void {
    if (process === other) return;
    addLink(process, other.pid);
    addLink(other, process.pid);
    this.trace.write(this.now, EVENT.linked, process.pid.id, other.pid.id, 0, 0, undefined);
  }

  unlink(process: Process, pid: Pid): void {
    const other = this.find(pid);
    if (!hasLink(process, pid)) return;
    removeLink(process, pid);
    if (other !== null) removeLink(other, process.pid);
    this.trace.write(this.now, EVENT.unlinked, process.pid.id, pid.id, 0, 0, undefined);
  }

  /** Monitors `target`; its death, or that it is not there (null), gives a DOWN that names `object`. */
  monitor(process: Process, target: Process | null, object: Term): number {
    const ref = this.newRef();
    if (target === null) {
      const pid = object instanceof Pid ? object : process.pid;
      this.sendDown(pid, process, ref, object, 'noproc');
      return ref;
    }
    if (target === process) return ref;
    target.watchers ??= [];
    target.watchers.push({ ref, pid: process.pid, object });
    process.watching ??= new Map();
    process.watching.set(ref, target.pid);
    this.trace.write(this.now, EVENT.monitored, process.pid.id, target.pid.id, ref, 0, undefined);
    return ref;
  }

  /** False if there was no such monitor any more. */
  demonitor(process: Process, ref: number): boolean {
    const target = process.watching?.get(ref);
    if (target === undefined) return false;
    this.forgetMonitor(process, ref);
    this.trace.write(this.now, EVENT.demonitored, process.pid.id, target.id, ref, 0, undefined);
    return true;
  }

  private forgetMonitor(process: Process, ref: number): void {
    const target = this.find(process.watching?.get(ref) as Pid);
    process.watching?.delete(ref);
    if (target?.watchers)
      target.watchers = target.watchers.filter((watcher) => watcher.ref !== ref);
  }

  private sendDown(dead: Pid, watcher: Process, ref: number, object: Term, reason: Term): void {
    watcher.watching?.delete(ref);
    const seq = this.trace.write(
      this.now,
      EVENT.down_sent,
      dead.id,
      watcher.pid.id,
      ref,
      0,
      reason,
    );
    const body = Object.freeze({ type: 'DOWN', ref: new Ref(this.name, ref), object, reason });
    this.deliver(watcher, new Message(MESSAGE.down, dead, ref, body, seq));
  }

  // ------------------------------------------------------------------ timers

  /** Delivers `body` later. To a pid that is dead already: never, and there is no timer. */
  startTimer(
    process: Process | null,
    delayMs: number,
    dest: Pid | string,
    body: Term,
    ref: number,
  ): number {
    const target = dest instanceof Pid ? this.find(dest) : null;
    if (dest instanceof Pid && target === null) return ref;
    if (target !== null) target.hasTimers = true;
    const entry = this.agenda.allocate();
    const timer = new Timer(entry, ref, dest, body, process?.pid ?? null);
    this.owners[entry] = timer;
    this.timers.set(ref, timer);
    this.live++;
    this.agenda.add(entry, this.now + Math.round(delayMs * 1_000));
    this.trace.write(
      this.now,
      EVENT.timer_started,
      process?.pid.id ?? 0,
      0,
      ref,
      Math.round(delayMs),
      body,
    );
    return ref;
  }

  /** Milliseconds that were left, or null if there is no such timer any more. */
  cancelTimer(process: Process, ref: number): number | null {
    const timer = this.timers.get(ref);
    if (timer === undefined) return null;
    const left = this.agenda.at(timer.entry) - this.now;
    this.dropTimer(timer);
    this.trace.write(this.now, EVENT.timer_cancelled, process.pid.id, 0, ref, 0, undefined);
    return Math.ceil(left / 1_000);
  }

  timerDue(timer: Timer): SimTime {
    return this.agenda.at(timer.entry);
  }

  private dropTimer(timer: Timer): void {
    this.live--;
    this.timers.delete(timer.ref);
    this.agenda.release(timer.entry);
    this.owners[timer.entry] = null;
  }

  private fire(timer: Timer): void {
    this.dropTimer(timer);
    const target =
      typeof timer.dest === 'string' ? this.whereis(timer.dest) : this.find(timer.dest);
    const seq = this.trace.write(
      this.now,
      EVENT.timer_fired,
      timer.owner?.id ?? 0,
      target?.pid.id ?? 0,
      timer.ref,
      0,
      timer.body,
    );
    if (target !== null)
      this.deliver(target, new Message(MESSAGE.timeout, timer.owner, timer.ref, timer.body, seq));
  }
}

/** What `crash_next` raises; the author's code never sees it. */
class CrashNext extends Error {
  readonly reason: Term;
  constructor(reason: Term) {
    super('crash');
    this.reason = reason;
  }
}
