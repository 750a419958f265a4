import { assert } from '../base/assert.ts';
import type { SimTime } from '../base/sim-time.ts';
import { hashTerm, mix, mixString } from './term-hash.ts';
import { EVENT_TYPES, KNOWN_STRINGS, type TraceEvent } from './trace-event.ts';

/** A moment of a crash's story; a process that ended abnormally. Bits of `Trace.told`. */
export const BEAT = 1;
export const CRASH = 2;

/** Reads the columns of a stretch of events, before they make room for the next. Valid only during the call. */
export type TraceReader = (columns: TraceColumns) => void;

export interface TraceColumns {
  /** `seq` of the first event. */
  readonly first: number;
  readonly count: number;
  readonly ats: Float64Array;
  readonly types: Uint8Array;
  readonly pids: Int32Array;
  readonly peers: Int32Array;
  readonly as: Int32Array;
  readonly bs: Int32Array;
  readonly payloads: readonly unknown[];
}

/**
 * The facts of a run, in columns: 29 bytes and a reference an event, nothing allocated for one.
 *
 * Payloads are terms, hence immutable, so they are kept by reference and hashed later, when the
 * stretch is handed on or somebody asks for the hash: it comes out the same. What is full is handed to
 * `reader` and overwritten; who wants to keep events copies them there.
 */
export class Trace {
  private ats: Float64Array;
  private types: Uint8Array;
  private pids: Int32Array;
  private peers: Int32Array;
  private as: Int32Array;
  private bs: Int32Array;
  private payloads: unknown[] = [];
  private capacity: number;
  private count = 0;
  private first = 0;
  private hashed = 0;
  private rolling = 0x9747b28c | 0;
  private readonly indices = new Map<string, number>();
  readonly strings: string[] = [];
  private readonly stringHashes: number[] = [];
  private reader: TraceReader | null = null;
  /** Set to BEAT, CRASH by whoever tells one; cleared by whoever looks. */
  told = 0;

  constructor(capacity = CAPACITY_FIRST) {
    this.capacity = capacity;
    this.ats = new Float64Array(capacity);
    this.types = new Uint8Array(capacity);
    this.pids = new Int32Array(capacity);
    this.peers = new Int32Array(capacity);
    this.as = new Int32Array(capacity);
    this.bs = new Int32Array(capacity);
    for (const text of KNOWN_STRINGS) this.intern(text);
  }

  /** `seq` of the next event: how many there were. */
  get length(): number {
    return this.first + this.count;
  }

  /** Whoever wants the events of this run. Without a reader they are hashed and forgotten. */
  readBy(reader: TraceReader | null): void {
    this.reader = reader;
  }

  /** Index of a string in the table, which grows by it if it is new. Index 0 is the empty string. */
  intern(text: string): number {
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    const index = this.strings.length;
    this.strings.push(text);
    this.stringHashes.push(mixString(0, text));
    this.indices.set(text, index);
    return index;
  }

  /** Writes one event and gives its `seq`. The meaning of the columns is in `trace-event.ts`. */
  write(
    at: SimTime,
    type: number,
    pid: number,
    peer: number,
    a: number,
    b: number,
    payload: unknown,
  ): number {
    if (this.count === this.capacity) this.makeRoom();
    const index = this.count++;
    this.ats[index] = at;
    this.types[index] = type;
    this.pids[index] = pid;
    this.peers[index] = peer;
    this.as[index] = a;
    this.bs[index] = b;
    this.payloads[index] = payload;
    return this.first + index;
  }

  /** The rolling hash of all events so far: 8 hexadecimal digits. */
  hash(): string {
    this.foldHash();
    return (this.rolling >>> 0).toString(16).padStart(8, '0');
  }

  /** Hands all events that wait to the reader and starts an empty stretch. */
  flush(): void {
    this.foldHash();
    if (this.count === 0) return;
    this.reader?.(this.columns());
    // What was told may go.
    this.payloads.fill(undefined, 0, this.count);
    this.first += this.count;
    this.count = 0;
    this.hashed = 0;
  }

  columns(): TraceColumns {
    const { first, count, ats, types, pids, peers, as, bs, payloads } = this;
    return { first, count, ats, types, pids, peers, as, bs, payloads };
  }

  /** A trace that goes on from here by itself; the reader stays with the original. */
  fork(): Trace {
    this.foldHash();
    const copy = new Trace(CAPACITY_FIRST);
    copy.first = this.length;
    copy.rolling = this.rolling;
    for (const text of this.strings) copy.intern(text);
    return copy;
  }

  private makeRoom(): void {
    if (this.capacity >= CAPACITY_MAX) return this.flush();
    this.capacity *= 4;
    this.ats = grown(new Float64Array(this.capacity), this.ats);
    this.types = grown(new Uint8Array(this.capacity), this.types);
    this.pids = grown(new Int32Array(this.capacity), this.pids);
    this.peers = grown(new Int32Array(this.capacity), this.peers);
    this.as = grown(new Int32Array(this.capacity), this.as);
    this.bs = grown(new Int32Array(this.capacity), this.bs);
  }

  private foldHash(): void {
    let hash = this.rolling;
    for (let index = this.hashed; index < this.count; index++) hash = this.hashEvent(index, hash);
    this.rolling = hash;
    this.hashed = this.count;
  }

  private hashEvent(index: number, before: number): number {
    const type = this.types[index] as number;
    const a = this.as[index] as number;
    let hash = mix(before, (this.ats[index] as number) | 0);
    hash = mix(hash, (this.pids[index] as number) + Math.imul(this.peers[index] as number, 31));
    // A string counts by its text: its index depends on what else was interned before a fork.
    const what = STRING_IN_A[type] === 1 ? (this.stringHashes[a] as number) : a;
    hash = mix(hash, (type << 24) ^ what ^ Math.imul(this.bs[index] as number, 37));
    const payload = this.payloads[index];
    return payload === undefined || IS_TOLD_BEFORE[type] === 1 ? hash : hashTerm(payload, hash);
  }
}

/** Decodes a stretch of columns: for tests and tools, not for hot code. */
export function decode(columns: TraceColumns): TraceEvent[] {
  return Array.from({ length: columns.count }, (_, index) => {
    const type = EVENT_TYPES[columns.types[index] as number];
    assert(type !== undefined, 'columns hold known events only');
    return {
      seq: columns.first + index,
      at: columns.ats[index] as number,
      type,
      pid: columns.pids[index] as number,
      peer: columns.peers[index] as number,
      a: columns.as[index] as number,
      b: columns.bs[index] as number,
      payload: columns.payloads[index],
    };
  });
}

/**
 * 1 for the types whose payload says nothing new: that of a message stands in its `sent`, which column `b` names,
 * and what a supervisor decides follows from what was told. It is for reading, and needn't be hashed.
 */
const IS_TOLD_BEFORE = Uint8Array.from(EVENT_TYPES, (type) =>
  ['received', 'dropped', 'exit_signal_received', 'decided'].includes(type) ? 1 : 0,
);

const CAPACITY_FIRST = 256;
/** Small: what stands here is kept alive, and the engine's collector would copy it again and again. */
const CAPACITY_MAX = 4_096;

/** 1 for the types whose column `a` is a string. */
export const STRING_IN_A = Uint8Array.from(EVENT_TYPES, (type) => {
  switch (type) {
    case 'spawned':
    case 'registered':
    case 'unregistered':
    case 'received':
    case 'called':
    case 'crashed':
    case 'child_added':
    case 'child_removed':
    case 'child_started':
    case 'child_start_failed':
    case 'decided':
    case 'child_stopping':
    case 'child_stopped':
    case 'reported':
    case 'handler_added':
    case 'handler_removed':
    case 'transitioned':
      return 1;
    default:
      return 0;
  }
});

function grown<T extends Float64Array | Uint8Array | Int32Array>(to: T, from: T): T {
  to.set(from as never);
  return to;
}
