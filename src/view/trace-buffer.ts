import { assert } from '../base/assert.ts';
import type { SimTime } from '../base/sim-time.ts';
import type { Batch, TermStyle } from '../engine/protocol.ts';
import { EVENT_TYPES, type TraceEvent } from '../runtime/trace-event.ts';
import { Names } from './names.ts';

/**
 * The newest events of a run, as the page received them: a ring of columns.
 *
 * An event stands at `seq & mask`, so the size is a power of two. The columns grow up to the
 * capacity and wrap only then: a short run costs little. Hot code asks `place(seq)` once and reads
 * the columns; everything else decodes.
 */
export class TraceBuffer {
  ats = new Float64Array(CAPACITY_FIRST);
  types = new Uint8Array(CAPACITY_FIRST);
  pids = new Int32Array(CAPACITY_FIRST);
  peers = new Int32Array(CAPACITY_FIRST);
  as = new Int32Array(CAPACITY_FIRST);
  bs = new Int32Array(CAPACITY_FIRST);
  readonly strings: string[] = [''];
  /** How the engine prints terms in the texts it sends. */
  terms: TermStyle = 'erlang';
  /** Who is who, of all processes so far. */
  readonly names: Names = new Names(this);
  private readonly facts = new Map<number, unknown>();
  private readonly texts = new Map<number, string>();
  private readonly capacity: number;
  private mask = CAPACITY_FIRST - 1;
  private begin = 0;
  private stop = 0;
  private swept = 0;

  /** `capacity` is rounded up to a power of two. */
  constructor(capacity = CAPACITY) {
    this.capacity = powerOfTwo(Math.max(capacity, CAPACITY_FIRST));
  }

  /** `seq` of the oldest event kept. As many were dropped. */
  get first(): number {
    return this.begin;
  }

  /** `seq` of the event to come. */
  get end(): number {
    return this.stop;
  }

  /** At most so many events can be appended at once and read back. */
  get size(): number {
    return this.capacity;
  }

  has(seq: number): boolean {
    return seq >= this.begin && seq < this.stop;
  }

  /** Where in the columns the event `seq` stands. */
  place(seq: number): number {
    return seq & this.mask;
  }

  string(index: number): string {
    return this.strings[index] ?? '';
  }

  fact(seq: number): unknown {
    return this.facts.get(seq);
  }

  /** Text of the payload; undefined when the engine has not sent it (yet), or the event has none. */
  text(seq: number): string | undefined {
    return this.texts.get(seq);
  }

  /** Texts asked for later. Those of dropped events are ignored. */
  addTexts(texts: Iterable<readonly [seq: number, text: string]>): void {
    for (const [seq, text] of texts) if (this.has(seq)) this.texts.set(seq, text);
  }

  /** How many events happened before `at`; 0 when that many are no longer kept. */
  countBefore(at: SimTime): number {
    let [low, high] = [this.begin, this.stop];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.ats[this.place(middle)] as number) < at) low = middle + 1;
      else high = middle;
    }
    return low === this.begin ? 0 : low;
  }

  /** Takes the events `begin` to `to` of a batch, which must follow those it has. Those it has already are the same, and passed over. */
  append(batch: Batch, begin = 0, to = batch.count): void {
    assert(batch.first + begin <= this.stop, 'batches follow each other without a gap');
    const from = Math.max(begin, Math.min(to, this.stop - batch.first));
    const count = to - from;
    assert(count <= this.capacity, 'a batch is appended in parts that fit');
    this.grow(this.stop - this.begin + count);
    this.copy(batch, from, to);
    this.stop += count;
    this.begin = Math.max(this.begin, this.stop - this.capacity);
    if (begin === 0) this.takeTables(batch);
    this.names.read(this.stop - count, this.stop);
    if (this.begin - this.swept >= this.capacity >> 3) this.sweep();
  }

  /** Another history begins: the events from `seq` on are not those that will come. */
  cut(seq: number): void {
    if (seq >= this.stop) return;
    assert(seq >= this.begin, 'what was dropped is no longer told apart');
    this.names.forget(seq, this.stop);
    this.stop = seq;
    for (const known of this.facts.keys()) if (known >= seq) this.facts.delete(known);
    for (const known of this.texts.keys()) if (known >= seq) this.texts.delete(known);
    this.names.read(this.begin, seq);
  }

  /** What is here goes, and what comes next is the event `seq` of the same run. Who is who stays known. */
  restartAt(seq: number): void {
    this.begin = seq;
    this.stop = seq;
    this.swept = seq;
    this.facts.clear();
    this.texts.clear();
  }

  /** One event; null when it was dropped or has not happened. Its payload is the fact, else the text, if there is one. */
  decode(seq: number): TraceEvent | null {
    if (!this.has(seq)) return null;
    const at = this.place(seq);
    const type = EVENT_TYPES[this.types[at] as number];
    assert(type !== undefined, 'the trace holds known events only');
    return {
      seq,
      at: this.ats[at] as SimTime,
      type,
      pid: this.pids[at] as number,
      peer: this.peers[at] as number,
      a: this.as[at] as number,
      b: this.bs[at] as number,
      payload: this.facts.get(seq) ?? this.texts.get(seq),
    };
  }

  /** As columns go: one stretch, or two around the end of the ring. */
  private copy(batch: Batch, from: number, to: number): void {
    const start = this.place(this.stop);
    const split = Math.min(to, from + this.mask + 1 - start);
    this.copyTo(start, batch, from, split);
    if (split < to) this.copyTo(0, batch, split, to);
  }

  private copyTo(start: number, batch: Batch, from: number, to: number): void {
    this.ats.set(batch.ats.subarray(from, to), start);
    this.types.set(batch.types.subarray(from, to), start);
    this.pids.set(batch.pids.subarray(from, to), start);
    this.peers.set(batch.peers.subarray(from, to), start);
    this.as.set(batch.as.subarray(from, to), start);
    this.bs.set(batch.bs.subarray(from, to), start);
  }

  private takeTables(batch: Batch): void {
    let index = batch.firstString;
    for (const text of batch.strings) this.strings[index++] = text;
    for (const [seq, fact] of batch.facts) this.facts.set(seq, fact);
    for (const [seq, text] of batch.texts) this.texts.set(seq, text);
  }

  private grow(length: number): void {
    if (length <= this.mask + 1 || this.mask + 1 === this.capacity) return;
    const size = Math.min(this.capacity, powerOfTwo(length));
    this.ats = this.moved(this.ats, new Float64Array(size));
    this.types = this.moved(this.types, new Uint8Array(size));
    this.pids = this.moved(this.pids, new Int32Array(size));
    this.peers = this.moved(this.peers, new Int32Array(size));
    this.as = this.moved(this.as, new Int32Array(size));
    this.bs = this.moved(this.bs, new Int32Array(size));
    this.mask = size - 1;
  }

  /** The column `from` in a larger one, each event at its place there: in stretches, as far as neither ring ends. */
  private moved<Column extends Float64Array | Uint8Array | Int32Array>(
    from: Column,
    to: Column,
  ): Column {
    for (let seq = this.begin, count = 0; seq < this.stop; seq += count) {
      const [start, place] = [seq % from.length, seq % to.length];
      count = Math.min(this.stop - seq, from.length - start, to.length - place);
      to.set(from.subarray(start, start + count) as never, place);
    }
    return to;
  }

  /** Facts and texts of dropped events go now and then, not event by event. */
  private sweep(): void {
    for (const seq of this.facts.keys()) if (seq < this.begin) this.facts.delete(seq);
    for (const seq of this.texts.keys()) if (seq < this.begin) this.texts.delete(seq);
    this.swept = this.begin;
  }
}

/** 25 bytes an event: 52 MB when full. */
const CAPACITY = 2_000_000;
const CAPACITY_FIRST = 4_096;

function powerOfTwo(least: number): number {
  let size = 1;
  while (size < least) size *= 2;
  return size;
}
