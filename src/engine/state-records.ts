import { formatTerm } from '../runtime/format-term.ts';
import type { TermStyle } from './protocol.ts';

const STATE_LENGTH = 120;
const DEAD_MAX = 256;

/** The state of a process, and what it was before the last step that changed it. */
export interface StateRecord {
  readonly pid: number;
  state: unknown;
  before: unknown;
  /** `seq` of the last change. */
  changed: number;
  batch: number;
  isDead: boolean;
}

/** The states of all processes, those that died last included: as they are, and which of them a batch must tell. */
export class StateRecords {
  private readonly living = new Map<number, StateRecord>();
  /** Of those that died last, whose cards may still be seen. */
  private readonly dead = new Map<number, StateRecord>();
  private batch = 0;
  /** In the batch that is being made. */
  private changed: StateRecord[] = [];

  constructor(records: readonly StateRecord[]) {
    for (const record of records) {
      const among = record.isDead ? this.dead : this.living;
      among.set(record.pid, { ...record, batch: -1 });
    }
  }

  /** Copies, for whoever goes on from here. */
  all(): readonly StateRecord[] {
    return [...this.living.values(), ...this.dead.values()].map((record) => ({ ...record }));
  }

  /** Of a living process; undefined if there was none. */
  before(pid: number): unknown {
    return this.living.get(pid)?.before;
  }

  /** Of every process, as it was when the event before `seq`, of the last step, had happened. */
  at(seq: number, style: TermStyle): ReadonlyMap<number, string> {
    const states = new Map<number, string>();
    for (const { pid, state, before, changed } of [
      ...this.dead.values(),
      ...this.living.values(),
    ]) {
      const then = changed < seq ? state : before;
      if (then !== undefined) states.set(pid, printed(then, style));
    }
    return states;
  }

  change(pid: number, state: unknown, seq: number): void {
    const { batch } = this;
    const record = this.living.get(pid);
    if (record === undefined) {
      const born = { pid, state, before: undefined, changed: seq, batch, isDead: false };
      this.living.set(pid, born);
      this.changed.push(born);
      return;
    }
    record.before = record.state;
    record.state = state;
    record.changed = seq;
    if (record.batch === batch) return;
    record.batch = batch;
    this.changed.push(record);
  }

  died(pid: number): void {
    const record = this.living.get(pid);
    if (record === undefined) return;
    this.living.delete(pid);
    record.isDead = true;
    this.dead.set(pid, record);
    const [oldest] = this.dead.keys();
    if (this.dead.size > DEAD_MAX && oldest !== undefined) this.dead.delete(oldest);
  }

  /** What changed in the batch that ends here. In a large one, those that died in it are left out: nobody has seen them. */
  take(isSmall: boolean, style: TermStyle): Map<number, string> {
    const states = new Map<number, string>();
    for (const { pid, state } of this.changed) {
      if (isSmall || this.living.has(pid)) states.set(pid, printed(state, style));
    }
    this.batch++;
    this.changed = [];
    return states;
  }
}

const printed = (state: unknown, style: TermStyle): string =>
  formatTerm(state, style, STATE_LENGTH);
