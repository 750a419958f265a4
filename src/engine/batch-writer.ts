import { formatPid, formatTerm } from '../runtime/format-term.ts';
import { From, Pid, Ref } from '../runtime/term.ts';
import type { Trace, TraceColumns } from '../runtime/trace.ts';
import { EVENT_TYPES, type EventType } from '../runtime/trace-event.ts';
import { ColumnStage } from './column-stage.ts';
import { KeptPayloads } from './kept-payloads.ts';
import { postponedFacts, timeoutFacts, transitionFacts } from './machine-facts.ts';
import type { Batch, TermStyle } from './protocol.ts';
import type { Run } from './run.ts';
import { type StateRecord, StateRecords } from './state-records.ts';

/** Payloads of so many events are kept, for whoever asks for their text later. */
export const KEPT = 50_000;
/** A batch of no more events than this carries the texts of all of them. */
export const SMALL_BATCH = 2_000;
export const TEXT_LENGTH = 200;
/** Names are the author's: one that is longer is cut, the page would refuse it. */
const STRING_LENGTH = 1_000;
/** What an author wrote is cut after this many parts; a supervisor's children are told whole, by the ten thousand. */
const AUTHOR_PARTS = 10_000;
const SUPERVISOR_PARTS = 2_000_000;

/** What a writer knows at a moment, for one that goes on from there. */
export interface WriterMemory {
  readonly states: readonly StateRecord[];
  /** Strings that were told by then. */
  readonly strings: number;
}

/** Where another writer takes over. */
export interface WriterStart extends WriterMemory {
  readonly payloads: KeptPayloads;
  /** Events before this one are known where the batches go. */
  readonly have: number;
}

const AT_THE_BEGINNING: WriterStart = {
  states: [],
  strings: 0,
  payloads: new KeptPayloads(0),
  have: 0,
};

/** Takes a run's trace apart into what the page gets: columns to transfer, and of the payloads what it must know. */
export class BatchWriter {
  readonly style: TermStyle;
  private readonly trace: Trace;
  payloads: KeptPayloads;
  private readonly stage = new ColumnStage();
  private read: number;
  private have: number;
  private readonly states: StateRecords;
  private stringsSent: number;
  // Of the batch that is being made:
  private first: number;
  private facts = new Map<number, unknown>();
  private beats: number[] = [];

  constructor(trace: Trace, style: TermStyle, start: WriterStart | null = null) {
    const { states, strings, payloads, have } = start ?? AT_THE_BEGINNING;
    this.trace = trace;
    this.style = style;
    this.payloads = start === null ? new KeptPayloads(KEPT) : payloads;
    // What the trace still holds comes to this one.
    this.read = trace.columns().first;
    this.have = have;
    this.first = Math.max(have, this.read);
    this.stringsSent = strings;
    this.states = new StateRecords(states);
    trace.readBy((columns) => this.take(columns));
  }

  /** Events that the next batch will hold so far. */
  get waiting(): number {
    return this.trace.length - this.first;
  }

  /** Another history begins here: what was to come was of the old one. */
  forgetWhatWasToCome(): void {
    this.trace.flush();
    if (this.payloads.end > this.trace.length)
      this.payloads = this.payloads.before(this.trace.length);
  }

  /** For a fork of the run, as it is now. */
  memory(): WriterMemory {
    this.trace.flush();
    return { states: this.states.all(), strings: this.trace.strings.length };
  }

  /** The state of every process, living or lately dead, as it was when the event before `seq`, of the last step, had happened. */
  statesAt(seq: number): ReadonlyMap<number, string> {
    return this.states.at(seq, this.style);
  }

  /** All that happened since the batch before, as it is between two steps. */
  write(run: Run): Batch {
    const hash = run.hash();
    this.trace.flush();
    const { trace } = this;
    // What was run again only to get there is not told again.
    const first = Math.min(this.first, this.read);
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
      states: this.states.take(isSmall, this.style),
      hash,
      next: next === Number.POSITIVE_INFINITY ? null : next,
    };
    this.stringsSent = trace.strings.length;
    this.first = this.read;
    this.have = 0;
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
    return this.states.before(pid);
  }

  private take(columns: TraceColumns): void {
    const { first, count, types, pids, payloads } = columns;
    this.payloads.append(first, payloads.slice(0, count));
    const known = Math.min(Math.max(0, this.have - first), count);
    for (let index = 0; index < count; index++) {
      const watched = WATCHED[types[index] as number] as number;
      if (watched === 0) continue;
      const seq = first + index;
      const pid = pids[index] as number;
      if (watched === STATE) this.states.change(pid, payloads[index], seq);
      else if (watched === EXIT) this.states.died(pid);
      if (index >= known) this.tell(watched, seq, payloads[index], columns.bs[index] as number);
    }
    this.read = first + count;
    this.stage.append(columns, known);
  }

  private tell(watched: number, seq: number, payload: unknown, b: number): void {
    switch (watched) {
      case EXIT:
      case BEAT:
        this.beats.push(seq);
        return;
      case FACT:
        this.facts.set(seq, plain(payload, { parts: AUTHOR_PARTS }));
        return;
      case SUPERVISOR_FACT:
        this.facts.set(seq, plain(payload, { parts: SUPERVISOR_PARTS }));
        return;
      case TRANSITION:
        this.facts.set(seq, transitionFacts(payload, this.payloads.payload(b, undefined)));
        return;
      case POSTPONED:
        this.facts.set(seq, postponedFacts(payload, this.style));
        return;
      case TIMEOUT: {
        const facts = timeoutFacts(payload);
        if (facts !== null) this.facts.set(seq, facts);
        return;
      }
    }
  }

  private textsOf(seqs: Iterable<number>): Map<number, string> {
    const texts = new Map<number, string>();
    for (const seq of seqs) {
      const text = this.text(seq);
      if (text !== null && text !== '') texts.set(seq, text);
    }
    return texts;
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
const TRANSITION = 6;
const POSTPONED = 7;
const TIMEOUT = 8;
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
  if (type === 'transitioned') return TRANSITION;
  if (type === 'postponed') return POSTPONED;
  if (type === 'timer_started') return TIMEOUT;
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
