import { EVENT } from '../runtime/trace-event.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { ProcessKey } from './view.ts';

/**
 * Happens-before (Lamport): an event comes before another if it is earlier in the same process, or
 * is the sending of what the other receives, or if there is an event between them. What is neither before
 * nor after could have come in another order, and perhaps would under another seed.
 *
 * Every edge leads to a later `seq`, so one sweep from the event finds all that it reaches, and one back
 * all that reaches it. Nothing is kept between two questions.
 */
export class CausalOrder {
  /** The event asked about. */
  readonly seq: number;
  /** Events from `first` up to `end` were looked at. */
  readonly first: number;
  readonly end: number;
  private readonly marks: Uint8Array;

  /** Looks at most at `reach` events to either side. */
  constructor(buffer: TraceBuffer, seq: number, reach = REACH) {
    this.seq = seq;
    this.first = Math.max(buffer.first, seq - reach);
    this.end = Math.max(this.first, Math.min(buffer.end, seq + reach + 1));
    this.marks = new Uint8Array(this.end - this.first);
    if (!buffer.has(seq)) return;
    this.sweepBack(buffer);
    this.sweepOn(buffer);
  }

  /** It comes before the event: it may be a cause of it. */
  isBefore(seq: number): boolean {
    return this.marks[seq - this.first] === PAST;
  }

  /** It comes after the event: the event may be a cause of it. */
  isAfter(seq: number): boolean {
    return this.marks[seq - this.first] === FUTURE;
  }

  private sweepBack(buffer: TraceBuffer): void {
    const { first, marks } = this;
    const sources = new Uint8Array(marks.length);
    const processes = new Set<ProcessKey>();
    const timers = new Set<number>();
    for (let seq = this.seq; seq >= first; seq--) {
      const place = buffer.place(seq);
      const type = buffer.types[place] as number;
      const own = ownerOf(buffer, place, type);
      const parent = parentOf(buffer, place, type);
      const isPast =
        seq === this.seq ||
        sources[seq - first] === 1 ||
        (own !== NOBODY && processes.has(own)) ||
        (parent !== NOBODY && processes.has(parent)) ||
        (type === EVENT.timer_started && timers.has(buffer.as[place] as number));
      if (!isPast) continue;
      marks[seq - first] = PAST;
      if (own !== NOBODY) processes.add(own);
      if (parent !== NOBODY) processes.add(parent);
      const source = sourceOf(buffer, seq, type);
      if (source >= first) sources[source - first] = 1;
      const witness = deathWitnessed(buffer, place, type);
      if (witness !== NOBODY) processes.add(witness);
      if (type === EVENT.timer_fired) timers.add(buffer.as[place] as number);
    }
    marks[this.seq - first] = 0;
  }

  private sweepOn(buffer: TraceBuffer): void {
    const { first, end, marks } = this;
    const processes = new Set<ProcessKey>();
    const timers = new Set<number>();
    for (let seq = this.seq; seq < end; seq++) {
      const place = buffer.place(seq);
      const type = buffer.types[place] as number;
      const own = ownerOf(buffer, place, type);
      const parent = parentOf(buffer, place, type);
      const source = sourceOf(buffer, seq, type);
      const witness = deathWitnessed(buffer, place, type);
      const isFuture =
        seq === this.seq ||
        (own !== NOBODY && processes.has(own)) ||
        (parent !== NOBODY && processes.has(parent)) ||
        (source >= this.seq && (source === this.seq || marks[source - first] === FUTURE)) ||
        (witness !== NOBODY && processes.has(witness)) ||
        (type === EVENT.timer_fired && timers.has(buffer.as[place] as number));
      if (!isFuture) continue;
      marks[seq - first] = FUTURE;
      if (own !== NOBODY) processes.add(own);
      if (parent !== NOBODY) processes.add(parent);
      if (type === EVENT.timer_started) timers.add(buffer.as[place] as number);
    }
    marks[this.seq - first] = 0;
  }
}

/** What another event's `b` names as its sending, if it is received, dropped or, as a signal, looked at; else -1. */
export function sourceOf(buffer: TraceBuffer, seq: number, type: number): number {
  if (IS_ARRIVAL[type] !== 1) return -1;
  const source = buffer.bs[buffer.place(seq)] as number;
  if (source >= seq || !buffer.has(source)) return -1;
  return IS_SENDING[buffer.types[buffer.place(source)] as number] === 1 ? source : -1;
}

/** In whose order the event stands. What a timer does stands in nobody's; a message is lost at its receiver's. */
function ownerOf(buffer: TraceBuffer, place: number, type: number): ProcessKey {
  if (type === EVENT.timer_fired) return NOBODY;
  if (type === EVENT.timer_started && buffer.pids[place] === 0) return NOBODY;
  if (type !== EVENT.dropped) return buffer.pids[place] as ProcessKey;
  const receiver = buffer.peers[place] as ProcessKey;
  return receiver === 0 ? NOBODY : receiver;
}

/** A spawn stands in the order of both. */
function parentOf(buffer: TraceBuffer, place: number, type: number): ProcessKey {
  return type === EVENT.spawned ? (buffer.peers[place] as ProcessKey) : NOBODY;
}

/** Whose death the event tells to somebody who waited for that process. */
function deathWitnessed(buffer: TraceBuffer, place: number, type: number): ProcessKey {
  if (type !== EVENT.wait_ended || buffer.as[place] !== OTHER_DIED) return NOBODY;
  const peer = buffer.peers[place] as ProcessKey;
  return peer === 0 ? NOBODY : peer;
}

const NOBODY = -1;
const OTHER_DIED = 1;
const PAST = 1;
const FUTURE = 2;
/** A few milliseconds' worth. */
const REACH = 200_000;

const IS_ARRIVAL = new Uint8Array(256);
for (const type of [EVENT.received, EVENT.exit_signal_received, EVENT.dropped])
  IS_ARRIVAL[type] = 1;

const IS_SENDING = new Uint8Array(256);
for (const type of [EVENT.sent, EVENT.exit_signal_sent, EVENT.down_sent, EVENT.timer_fired])
  IS_SENDING[type] = 1;
