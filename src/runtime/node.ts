import { assert } from '../base/assert.ts';
import { createPrng, type PrngState } from '../base/prng.ts';
import type { SimTime } from '../base/sim-time.ts';
import { Aliases } from './aliases.ts';
import type { Behaviour } from './behaviour.ts';
import { Callbacks } from './callbacks.ts';
import { type Lineage, noteAncestors } from './dictionary.ts';
import type { Limits } from './exit-reason.ts';
import { Exits } from './exits.ts';
import { GlobalNames } from './global-names.ts';
import { Mail } from './mail.ts';
import { PLAIN } from './plain.ts';
import { dequeue, forkProcess, NO_OUTCOME, NOT_WAITING, Process } from './process.ts';
import type { Dest } from './self.ts';
import { Pid, type Term } from './term.ts';
import { Ties } from './ties.ts';
import { Timer } from './timer.ts';
import { Timers } from './timers.ts';
import type { Trace } from './trace.ts';
import { EVENT } from './trace-event.ts';
import { Turns } from './turns.ts';
import { Waits } from './waits.ts';

/** The author's modules, loaded. */
export interface Code extends Limits {
  /** How many reductions the coming step may use. */
  setBudget(reductions: number): void;
  /** How many it has used. */
  reductions(): number;
  module(name: string): Exports | undefined;
  /** Where the author's code was last: after it raised, where. For whoever looks on; no part of a run. */
  place?(): Place | null;
}
/** A line of an author's module, from 1. */
export interface Place {
  readonly module: string;
  readonly line: number;
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
  private readonly options: NodeOptions;
  now: SimTime = 0;
  steps = 0;
  /** The process whose step this is. */
  current: Process | null = null;
  /** Draws what authors ask for, so that their asking doesn't change the schedule. */
  authors: PrngState;
  processes: (Process | null)[] = [];
  freeSlots: number[] = [];
  private nextPid = FIRST_PID;
  private lastRef = 0;
  names = new Map<string, Process>();
  /** Of whoever was started last. */
  lineage: Lineage | null = null;
  readonly turns: Turns;
  readonly mail = new Mail(this);
  readonly waits = new Waits(this);
  readonly callbacks = new Callbacks(this);
  readonly exits = new Exits(this);
  readonly ties = new Ties(this);
  readonly aliases = new Aliases(this);
  readonly timers = new Timers(this);
  readonly globals = new GlobalNames(this);

  constructor(options: NodeOptions) {
    this.name = options.name;
    this.code = options.code;
    this.trace = options.trace;
    this.builtins = options.builtins;
    this.options = options;
    this.turns = new Turns(this, options.seed, options.schedulingDelayUs);
    this.authors = createPrng(options.seed, `${options.name}/authors`);
  }

  fork(trace: Trace): Node {
    assert(this.current === null, 'a node forks between two steps');
    const copy = new Node({ ...this.options, trace });
    copy.now = this.now;
    copy.steps = this.steps;
    copy.authors = this.authors.slice();
    copy.freeSlots = this.freeSlots.slice();
    copy.nextPid = this.nextPid;
    copy.lastRef = this.lastRef;
    copy.processes = this.processes.map((process) =>
      process === null ? null : forkProcess(process),
    );
    for (const [name, process] of this.names)
      copy.names.set(name, copy.processes[process.pid.slot] as Process);
    for (const [text, name] of this.globals.all) copy.globals.all.set(text, name);
    for (const [ref, alias] of this.aliases.all) copy.aliases.all.set(ref, alias);
    for (const [ref, timer] of this.timers.all) copy.timers.all.set(ref, timer);
    copy.turns.copyFrom(this.turns, copy.processes, copy.timers.all.values());
    return copy;
  }

  /** Runs the next step that is due at or before `until`. False if there is none; then it is `until` now. */
  step(until: SimTime): boolean {
    for (;;) {
      const entry = this.turns.agenda.take(until);
      if (entry < 0) {
        if (until > this.now && until !== Number.POSITIVE_INFINITY) this.now = until;
        return false;
      }
      const at = this.turns.agenda.at(entry);
      if (at > this.now) this.now = at;
      const owner = this.turns.owners[entry] as Process | Timer;
      if (owner instanceof Process && entry === owner.runEntry) {
        this.steps++;
        owner.scheduled = false;
        this.turns.live--;
        this.runStep(owner);
        return true;
      }
      if (owner instanceof Timer) {
        this.timers.fire(owner);
        // An interval that nobody takes notice of goes on for ever: each time is a step, so that steps come to an end.
        if (owner.everyMs > 0) {
          this.steps++;
          return true;
        }
      } else this.turns.deadlinePassed(owner);
    }
  }

  /** Does what is due by now before the next step, and is none itself, so that a moment and a number of steps name one state. */
  doWhatIsDue(): void {
    for (;;) {
      const entry = this.turns.agenda.first();
      if (entry < 0 || this.turns.agenda.at(entry) > this.now) return;
      const owner = this.turns.owners[entry] as Process | Timer;
      if (owner instanceof Process && entry === owner.runEntry) return;
      if (owner instanceof Timer && owner.everyMs > 0) return;
      this.turns.agenda.take(this.now);
      if (owner instanceof Timer) this.timers.fire(owner);
      else this.turns.deadlinePassed(owner);
    }
  }

  runStep(process: Process): void {
    if (process.signals > 0) this.exits.takeSignals(process);
    if (!process.alive) return;
    if (process.busyUntil > this.now) return this.turns.schedule(process);
    const { wait } = process;
    if (wait !== NOT_WAITING) this.waits.run(process, wait);
    else if (process.toStart) {
      process.toStart = false;
      process.behaviour.start(this, process);
    } else if (process.head !== null) process.behaviour.message(this, process, dequeue(process));
    if (!process.alive) return;
    if (process.doomed !== undefined) return this.exits.die(process, process.doomed, 2);
    if (
      process.wait === NOT_WAITING
        ? process.head !== null || process.toStart
        : process.outcome !== NO_OUTCOME
    )
      this.turns.schedule(process);
  }

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
    const entry = this.turns.agenda.allocate();
    const process = new Process(
      pid,
      behaviour,
      module,
      linked && spawner !== null ? spawner.pid : null,
      spawner === null ? null : spawner.pid,
      entry,
    );
    this.turns.owners[entry] = process;
    this.processes[slot] = process;
    if (behaviour !== PLAIN) noteAncestors(this, process);
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
    this.turns.schedule(process);
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

  /** Whom `{Name, Node}` names; null if that is nobody, or on another node. */
  named([name, node]: readonly [name: string, node: string]): Process | null {
    return node === this.name ? this.whereis(name) : null;
  }

  /** Whom `dest` names, now; null if that is nobody, or on another node. */
  destination(dest: Dest): Process | null {
    if (typeof dest === 'string') return this.whereis(dest);
    return dest instanceof Pid ? this.find(dest) : this.named(dest);
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
}
