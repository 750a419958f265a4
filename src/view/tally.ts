import type { CommandResult } from '../engine/protocol.ts';
import { DECISIONS, DROP_REASONS, EVENT, WAIT } from '../runtime/trace-event.ts';
import { YOU } from './paths.ts';
import { isCrash } from './reason.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { ProcessKey } from './view.ts';

/** What became of a run up to a moment, as numbers. */
export interface Tally {
  /** Processes that ended with a reason that is somebody's fault: crashed or killed. */
  readonly crashes: number;
  /** Children that a supervisor started again, the siblings of the one that died included. */
  readonly restarts: number;
  /** Children that were told to stop by their supervisor. */
  readonly stopped: number;
  /** Supervisors that gave up: too many restarts in the window. */
  readonly gaveUp: number;
  /** Messages that nobody got: to nobody, or lost with a mailbox. */
  readonly lost: number;
  /** Answers that came when nobody waited for them any more. */
  readonly late: number;
  readonly callsTimedOut: number;
  /**
   * Calls that exited since the one called died, and those from outside for which nobody was there. (A process that
   * calls a name which nobody has is told so at once, without an event.)
   */
  readonly callsFailed: number;
  /** By the name of the process, in order of the first death: how often it crashed or was killed. */
  readonly deaths: ReadonlyMap<string, number>;
}

/** Counts on from where it counted last, and from the start when somebody goes back. */
export class Counter {
  readonly buffer: TraceBuffer;
  private seq = 0;
  private counts = zeros();
  private deaths = new Map<string, number>();
  /** What each process that blocks waits for. */
  private readonly waits = new Map<ProcessKey, number>();
  private last: Tally | null = null;

  constructor(buffer: TraceBuffer) {
    this.buffer = buffer;
  }

  /** Of the first `end` events. The same object as before while nothing else is told. */
  at(end: number): Tally {
    if (end < this.seq) this.startOver();
    const from = Math.max(this.seq, this.buffer.first);
    for (let seq = from; seq < end; seq++) this.count(seq);
    this.seq = end;
    this.last ??= { ...this.counts, deaths: new Map(this.deaths) };
    return this.last;
  }

  private startOver(): void {
    this.seq = 0;
    this.counts = zeros();
    this.deaths = new Map();
    this.waits.clear();
    this.last = null;
  }

  private add(what: keyof ReturnType<typeof zeros>): void {
    this.counts[what] += 1;
    this.last = null;
  }

  private count(seq: number): void {
    const { buffer } = this;
    const place = buffer.place(seq);
    const pid = buffer.pids[place] as ProcessKey;
    const a = buffer.as[place] as number;
    const b = buffer.bs[place] as number;
    switch (buffer.types[place]) {
      case EVENT.exited:
        this.waits.delete(pid);
        if (isCrash(a, buffer.text(seq) ?? '')) this.died(pid);
        return;
      case EVENT.child_started:
        if (b === 1 && buffer.peers[place] !== 0) this.add('restarts');
        return;
      case EVENT.child_stopping:
        return this.add('stopped');
      case EVENT.decided:
        if (DECISIONS[b] === 'give_up') this.add('gaveUp');
        return;
      case EVENT.dropped:
        return this.add(DROP_REASONS[a] === 'stale' ? 'late' : 'lost');
      case EVENT.wait_started:
        this.waits.set(pid, a);
        return;
      case EVENT.wait_ended:
        if (this.waits.get(pid) !== WAIT.call) return;
        if (a === TIMED_OUT) this.add('callsTimedOut');
        else if (a === DIED) this.add('callsFailed');
        return;
      case EVENT.command_answered:
        if (pid !== 0 && isNobody(buffer.fact(seq))) this.add('callsFailed');
    }
  }

  private died(pid: ProcessKey): void {
    const { names } = this.buffer;
    if (names.path(pid) === YOU) return;
    this.add('crashes');
    const name = names.registeredName(pid) ?? withoutPid(names.unnamed(pid));
    this.deaths.set(name, (this.deaths.get(name) ?? 0) + 1);
  }
}

/** Columns `a` of `wait_ended`. */
const TIMED_OUT = 0;
const DIED = 1;

const isNobody = (result: unknown): boolean =>
  (result as CommandResult | undefined)?.type === 'noproc';

/** All that are started from one template die under one name. */
const withoutPid = (name: string): string => name.replace(/ <[\d.]+>$/, '');

const zeros = () => ({
  crashes: 0,
  restarts: 0,
  stopped: 0,
  gaveUp: 0,
  lost: 0,
  late: 0,
  callsTimedOut: 0,
  callsFailed: 0,
});
