import { formatPid, formatTerm } from '../runtime/format-term.ts';
import { From, Pid, Ref } from '../runtime/term.ts';
import type { Trace, TraceColumns } from '../runtime/trace.ts';
import { EVENT_TYPES, type EventType } from '../runtime/trace-event.ts';
import { ColumnStage } from './column-stage.ts';
import { KeptPayloads } from './kept-payloads.ts';
import type { Batch, TermStyle } from './protocol.ts';
import type { Run } from './run.ts';

/** Payloads of so many events are kept, for whoever asks for their text later. */
export const KEPT = 200_000;
/** A batch of no more events than this carries the texts of all of them. */
export const SMALL_BATCH = 2_000;
export const TEXT_LENGTH = 200;
export const STATE_LENGTH = 120;
/** Names are the author's: one that is longer is cut, the page would refuse it. */
const STRING_LENGTH = 1_000;
/** What an author wrote is cut after this many parts; a supervisor's children are told whole, by the ten thousand. */
const AUTHOR_PARTS = 10_000;
const SUPERVISOR_PARTS = 2_000_000;

/** The state of a living process, and what it was before the last step that changed it. */
interface StateRecord {
  readonly pid: number;
  state: unknown;
  before: unknown;
  batch: number;
}

/** Takes a run's trace apart into what the page gets: columns to transfer, and of the payloads what it must know. */
export class BatchWriter {
  style: TermStyle;
  private readonly trace: Trace;
  private readonly payloads = new KeptPayloads(KEPT);
  private readonly stage = new ColumnStage();
  private read = 0;
  private readonly states = new Map<number, StateRecord>();
  private batch = 0;
  private stringsSent = 0;
  // Of the batch that is being made:
  private first = 0;
  private changed: StateRecord[] = [];
  private facts = new Map<number, unknown>();
  private beats: number[] = [];

  constructor(trace: Trace, style: TermStyle) {
    this.trace = trace;
    this.style = style;
    trace.readBy((columns) => this.take(columns));
  }

  /** Events that the next batch will hold so far. */
  get waiting(): number {
    return this.trace.length - this.first;
  }

  /** All that happened since the batch before, as it is between two steps. */
  write(run: Run): Batch {
    const hash = run.hash();
    this.trace.flush();
    const { first, trace } = this;
    const count = this.read - first;
    const isSmall = count <= SMALL_BATCH;
    const next = run.nextAt();
    const firstString = this.stringsSent;
    const batch: Batch = {
      ...run.moment(),
      first,
      count,
      ...this.stage.take(),
      firstString,
      strings: trace.strings.slice(firstString).map((text) => text.slice(0, STRING_LENGTH)),
      facts: this.facts,
      texts: this.textsOf(isSmall ? from(first, count) : this.beats),
      states: this.statesOf(isSmall),
      hash,
      next: next === Number.POSITIVE_INFINITY ? null : next,
    };
    this.stringsSent = trace.strings.length;
    this.first = this.read;
    this.batch++;
    this.changed = [];
    this.facts = new Map();
    this.beats = [];
    return batch;
  }

  /** Reads what has happened, for whoever asks before the batch is written. */
  catchUp(): void {
    this.trace.flush();
  }

  /** Text of the event's payload, '' if it has none; null if it is no longer kept. */
  text(seq: number): string | null {
    const payload = this.payloads.payload(seq, MISSING);
    if (payload === MISSING) return null;
    return payload === undefined ? '' : formatTerm(payload, this.style, TEXT_LENGTH);
  }

  /** The state of a living process before the last step that changed it; undefined if there was none. */
  stateBefore(pid: number): unknown {
    return this.states.get(pid)?.before;
  }

  /** Another style: the next batch says all states again. */
  setStyle(style: TermStyle): void {
    this.style = style;
    this.changed = [...this.states.values()];
    for (const record of this.changed) record.batch = this.batch;
  }

  private take(columns: TraceColumns): void {
    const { first, count, types, pids, payloads } = columns;
    this.payloads.append(first, payloads.slice(0, count));
    for (let index = 0; index < count; index++) {
      switch (WATCHED[types[index] as number]) {
        case STATE:
          this.stateChanged(pids[index] as number, payloads[index]);
          break;
        case EXIT:
          this.states.delete(pids[index] as number);
          this.beats.push(first + index);
          break;
        case FACT:
          this.facts.set(first + index, plain(payloads[index], { parts: AUTHOR_PARTS }));
          break;
        case SUPERVISOR_FACT:
          this.facts.set(first + index, plain(payloads[index], { parts: SUPERVISOR_PARTS }));
          break;
        case BEAT:
          this.beats.push(first + index);
          break;
      }
    }
    this.read = first + count;
    this.stage.append(columns);
  }

  private stateChanged(pid: number, state: unknown): void {
    const { batch } = this;
    const record = this.states.get(pid);
    if (record === undefined) {
      const born = { pid, state, before: undefined, batch };
      this.states.set(pid, born);
      this.changed.push(born);
      return;
    }
    record.before = record.state;
    record.state = state;
    if (record.batch === batch) return;
    record.batch = batch;
    this.changed.push(record);
  }

  private textsOf(seqs: Iterable<number>): Map<number, string> {
    const texts = new Map<number, string>();
    for (const seq of seqs) {
      const text = this.text(seq);
      if (text !== null && text !== '') texts.set(seq, text);
    }
    return texts;
  }

  /** In a large batch, those that died in it are left out: nobody has seen them. */
  private statesOf(isSmall: boolean): Map<number, string> {
    const states = new Map<number, string>();
    for (const { pid, state } of this.changed) {
      if (isSmall || this.states.has(pid)) {
        states.set(pid, formatTerm(state, this.style, STATE_LENGTH));
      }
    }
    return states;
  }
}

/** The columns of a batch, which it may give away. */
export function transferOf({ ats, types, pids, peers, as, bs }: Batch): ArrayBuffer[] {
  return [ats, types, pids, peers, as, bs].map(({ buffer }) => buffer as ArrayBuffer);
}

const MISSING: unique symbol = Symbol('missing');

const STATE = 1;
const EXIT = 2;
const FACT = 3;
const BEAT = 4;
const SUPERVISOR_FACT = 5;
const FACTS: readonly EventType[] = ['command_applied', 'command_answered'];
const SUPERVISOR_FACTS: readonly EventType[] = ['supervisor_started', 'child_added', 'decided'];
/** Beats of a crash's story, with the reasons that the fold reads. */
const BEATS: readonly EventType[] = [
  'crashed',
  'exit_signal_sent',
  'exit_signal_received',
  'child_start_failed',
  'child_stopped',
  'reported',
  'handler_removed',
];
const WATCHED = Uint8Array.from(EVENT_TYPES, (type) => {
  if (type === 'state_changed') return STATE;
  if (type === 'exited') return EXIT;
  if (FACTS.includes(type)) return FACT;
  if (SUPERVISOR_FACTS.includes(type)) return SUPERVISOR_FACT;
  return BEATS.includes(type) ? BEAT : 0;
});

/** Data that can be posted, and says the same to the page: what is opaque, as text. */
function plain(value: unknown, left: { parts: number }): unknown {
  if (left.parts-- <= 0) return '…';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Pid) return formatPid(value);
  if (value instanceof Ref || value instanceof From) return formatTerm(value);
  if (Array.isArray(value)) return bounded(value, left).map((item) => plain(item, left));
  const entries = bounded(Object.entries(value), left);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, left)]));
}

function bounded<Item>(items: readonly Item[], { parts }: { parts: number }): readonly Item[] {
  return items.length > parts ? items.slice(0, Math.max(0, parts)) : items;
}

function* from(first: number, count: number): Generator<number> {
  for (let seq = first; seq < first + count; seq++) yield seq;
}
