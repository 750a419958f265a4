import { assert } from '../base/assert.ts';
import { createPrng, nextBelow, nextUint32, type PrngState } from '../base/prng.ts';
import type { SimTime } from '../base/sim-time.ts';
import { Agenda } from '../sim/agenda.ts';
import type { Node } from './node.ts';
import { AWAITING, NO_OUTCOME, Process } from './process.ts';
import type { Timer } from './timer.ts';

/**
 * Who has the next turn, and when: the agenda with what stands on it, scheduling delays, deadlines.
 * A process stands on it at most twice: for its next step, and for its deadline.
 */
export class Turns {
  private readonly node: Node;
  private readonly delayMin: number;
  private readonly delaySpan: number;
  agenda = new Agenda();
  /** By entry of the agenda. */
  readonly owners: (Process | Timer | null)[] = [];
  /** How many things will happen: turns of processes, deadlines, timers. None: the node is idle. */
  live = 0;
  /** Draws scheduling delays. */
  private scheduling: PrngState;

  constructor(node: Node, seed: number, [min, max]: readonly [min: number, max: number]) {
    this.node = node;
    this.delayMin = min;
    this.delaySpan = max - min + 1;
    assert(min >= 1 && max >= min, 'scheduling delays are at least a microsecond, and in order');
    this.scheduling = createPrng(seed, `${node.name}/scheduling`);
  }

  /** For a fork: the same turns, of the same processes and timers in their copies. */
  copyFrom(original: Turns, processes: readonly (Process | null)[], timers: Iterable<Timer>): void {
    this.agenda = original.agenda.fork();
    this.scheduling = original.scheduling.slice();
    this.live = original.live;
    for (const process of processes) {
      if (process === null) continue;
      this.owners[process.runEntry] = process;
      if (process.timerEntry >= 0) this.owners[process.timerEntry] = process;
    }
    for (const timer of timers) this.owners[timer.entry] = timer;
  }

  /** Enters the process for its turn after a scheduling delay, and after what it is busy with. */
  schedule(process: Process): void {
    if (process.scheduled) return;
    this.scheduleFrom(
      process,
      process.busyUntil > this.node.now ? process.busyUntil : this.node.now,
    );
  }

  /** Exit signals are looked at even by a process that is busy. */
  scheduleForSignal(process: Process): void {
    if (process.busyUntil <= this.node.now) return this.schedule(process);
    if (process.scheduled) {
      this.agenda.remove(process.runEntry);
      this.live--;
    }
    this.scheduleFrom(process, this.node.now);
  }

  scheduleFrom(process: Process, from: SimTime): void {
    process.scheduled = true;
    this.live++;
    const delay =
      this.delaySpan <= 65_536
        ? this.delayMin + (((nextUint32(this.scheduling) >>> 16) * this.delaySpan) >>> 16)
        : this.delayMin + nextBelow(this.scheduling, this.delaySpan);
    this.agenda.add(process.runEntry, from + delay);
  }

  dropDeadline(process: Process): void {
    if (process.deadline < 0) return;
    process.deadline = -1;
    this.live--;
  }

  /**
   * Counted from the end of what the process is busy with. One entry a process, moved only when it stands too
   * late: calls set and drop deadlines a million times a second.
   */
  setDeadline(process: Process, timeoutMs: number): void {
    process.timedOut = false;
    if (timeoutMs === Number.POSITIVE_INFINITY) return this.dropDeadline(process);
    const from = process.busyUntil > this.node.now ? process.busyUntil : this.node.now;
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

  deadlinePassed(process: Process): void {
    if (process.deadline < 0) return;
    if (process.deadline > this.node.now)
      return this.agenda.add(process.timerEntry, process.deadline);
    this.dropDeadline(process);
    process.timedOut = true;
    if (process.wait === AWAITING && process.outcome === NO_OUTCOME)
      this.node.waits.stopAwaiting(process);
    this.schedule(process);
  }

  /** Moment of the next thing that will happen, `Infinity` when nothing will. A deadline that was dropped doesn't count. Changes nothing. */
  next(): SimTime {
    if (this.live === 0) return Number.POSITIVE_INFINITY;
    const at = this.agenda.peek();
    if (!this.isStale(this.agenda.first())) return at;
    let earliest = Number.POSITIVE_INFINITY;
    for (const process of this.node.processes) {
      if (process === null) continue;
      if (process.scheduled) earliest = Math.min(earliest, this.agenda.at(process.runEntry));
      if (process.deadline >= 0) earliest = Math.min(earliest, process.deadline);
    }
    for (const timer of this.node.timers.all.values())
      earliest = Math.min(earliest, this.agenda.at(timer.entry));
    return earliest;
  }

  /** A deadline's entry that stands too early, or for nothing: deadlines move without their entry. */
  isStale(entry: number): boolean {
    const owner = this.owners[entry];
    return (
      owner instanceof Process &&
      entry !== owner.runEntry &&
      owner.deadline !== this.agenda.at(entry)
    );
  }
}
