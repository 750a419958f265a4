import type { Command } from '../scenario/scenario.ts';
import type { BatchWriter, WriterMemory } from './batch-writer.ts';
import type { SeekTarget } from './protocol.ts';
import type { Run } from './run.ts';

/** A moment of a run, to go on from as often as one likes: fork `run`, never run it. */
export interface Checkpoint {
  readonly run: Run;
  readonly memory: WriterMemory;
}

/**
 * Forks of a run at moments gone by. Any other moment is reached by running again from the one before
 * it, so what lies between two of them is what a jump costs.
 *
 * Bounded by their number and by the processes in them: when there are too many, every other one goes and
 * they are made half as often. Where they stand changes nothing of a run.
 */
export class Checkpoints {
  private kept: Checkpoint[] = [];
  private processes = 0;
  private newest = 0;
  private interval: number;

  /** `interval`: events between two of them, as long as there are few. */
  constructor(interval = INTERVAL) {
    this.interval = interval;
  }

  /** Keeps this moment, if it is far enough from the one kept last. */
  offer(run: Run, batches: BatchWriter): void {
    const { processes } = run.world.node;
    const interval = Math.max(this.interval, processes.length * EVENTS_A_PROCESS);
    if (run.events - this.newest < interval) return;
    this.newest = run.events;
    const isNear = (other: Run) => Math.abs(other.events - run.events) < interval / 2;
    if (this.kept.some((kept) => isNear(kept.run) && kept.run.agreesWith(run.given))) return;
    const memory = batches.memory();
    this.kept.push({ run: run.fork(), memory });
    this.processes += processes.length;
    if (this.kept.length > KEPT_MAX || this.processes > PROCESSES_MAX) this.thin(interval);
  }

  /** Somebody goes on from another moment than the newest. */
  goOnFrom(events: number): void {
    this.newest = events;
  }

  /** The last one on the way to `target` in the run with these commands, before the event `have`; null: from the start. */
  before(commands: readonly Command[], target: SeekTarget, have: number): Checkpoint | null {
    let best: Checkpoint | null = null;
    for (const checkpoint of this.kept) {
      const { run } = checkpoint;
      if (run.events > have || run.events <= (best?.run.events ?? 0)) continue;
      if (isOnTheWay(run, target) && run.agreesWith(commands)) best = checkpoint;
    }
    return best;
  }

  /** What comes from now on is as far apart as what is left: else the past would be thinned again and again, and the present never. */
  private thin(interval: number): void {
    this.kept = this.kept.filter((_checkpoint, place) => place % 2 === 1);
    this.processes = this.kept.reduce((sum, { run }) => sum + run.world.node.processes.length, 0);
    this.interval = interval * 2;
  }
}

const INTERVAL = 8_000;
/** A fork copies each process, which must stay cheap beside running so far. */
const EVENTS_A_PROCESS = 16;
const KEPT_MAX = 128;
/** At about a kilobyte each. */
const PROCESSES_MAX = 100_000;

function isOnTheWay(run: Run, target: SeekTarget): boolean {
  switch (target.type) {
    case 'moment':
      if (target.seen !== undefined && run.events > target.seen) return false;
      return (
        run.world.now < target.at || (run.world.now === target.at && run.world.steps <= target.step)
      );
    case 'time':
      return run.world.now <= target.at;
    case 'step':
      return run.world.steps <= target.step;
    case 'event':
      return run.events <= target.seq;
  }
}
