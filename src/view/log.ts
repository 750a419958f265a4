import { EVENT } from '../runtime/trace-event.ts';
import { kindAt } from './log-kind.ts';
import { lineAt, textAt } from './log-line.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import { type CardPath, LOG_KINDS, type LogKind, type LogLine, type ProcessKey } from './view.ts';

/** Which lines are shown. */
export interface LogFilter {
  readonly kinds: readonly LogKind[];
  /** Only what the process at this path does or is done to, in any of its incarnations. */
  readonly path: CardPath | null;
  /** Only lines that hold this text, in whatever case. */
  readonly text: string;
}

export const EVERYTHING: LogFilter = Object.freeze({ kinds: LOG_KINDS, path: null, text: '' });

/**
 * The events that pass a filter, as an index of their numbers over the buffer. It reads on where it
 * stopped; lines are made when they are asked for, so that half a million events cost four bytes each.
 */
export class Log {
  readonly buffer: TraceBuffer;
  private query: LogFilter = EVERYTHING;
  private needle = '';
  private kinds: ReadonlySet<LogKind> = new Set(LOG_KINDS);
  private seqs = new Uint32Array(SIZE_FIRST);
  /** What stands before `head` was dropped by the buffer. */
  private head = 0;
  private tail = 0;
  /** The next event to look at. */
  private cursor = 0;
  /** How far the trace went when it was last read to its end. */
  private seenEnd = 0;
  private upTo = Number.POSITIVE_INFINITY;
  /** Lines before `upTo`, from `head` on; those behind it are kept for when the view comes there again. */
  private shown = 0;

  constructor(buffer: TraceBuffer) {
    this.buffer = buffer;
  }

  /** Number of lines. */
  get length(): number {
    return this.shown;
  }

  /** Everything there is has been looked at. */
  get isComplete(): boolean {
    return this.cursor >= this.end;
  }

  get filter(): LogFilter {
    return this.query;
  }

  /** Begins afresh; call `read` then. */
  setFilter(query: LogFilter): void {
    this.query = query;
    this.needle = query.text.trim().toLowerCase();
    this.kinds = new Set(query.kinds);
    this.clear();
  }

  /** Shows events before `seq` only, as long as the view has not come further. */
  setEnd(seq: number): void {
    this.upTo = seq;
    this.count();
  }

  /** Looks at what has come, at most at so many events; says whether it is done. A text filter is slower: give it a limit. */
  read(limit = Number.POSITIVE_INFINITY): boolean {
    const { buffer } = this;
    this.dropOld();
    const isNewPath = this.query.path !== null;
    for (let left = limit; left > 0 && this.cursor < this.end; left--) {
      const seq = this.cursor++;
      if (isNewPath && this.mustGoBack(seq)) continue;
      if (this.passes(seq)) this.push(seq);
    }
    this.count();
    if (this.isComplete) this.seenEnd = Math.max(this.seenEnd, buffer.end);
    return this.isComplete;
  }

  /** Number of the event of the first line; null for an empty log. */
  get first(): number | null {
    return this.length === 0 ? null : this.seqAt(0);
  }

  /** Number of the event of a line. */
  seqAt(index: number): number {
    return this.seqs[this.head + index] as number;
  }

  /** The line of the event, or the first after it; `length` when there is none. */
  indexOf(seq: number): number {
    let low = this.head;
    let high = this.tail;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.seqs[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return low - this.head;
  }

  /** The lines `from` to `to` (not included), as far as there are any. */
  lines(from: number, to: number): LogLine[] {
    const lines: LogLine[] = [];
    for (let index = Math.max(0, from); index < Math.min(to, this.length); index++) {
      lines.push(lineAt(this.buffer, this.seqAt(index)));
    }
    return lines;
  }

  /** Events of the lines `from` to `to` whose text the engine has not sent: to be asked for with `describe`. */
  missing(from: number, to: number): number[] {
    const seqs: number[] = [];
    for (let index = Math.max(0, from); index < Math.min(to, this.length); index++) {
      const seq = this.seqAt(index);
      if (this.buffer.text(seq) === undefined && this.hasText(seq)) seqs.push(seq);
    }
    return seqs;
  }

  private count(): void {
    this.shown = this.upTo >= this.cursor ? this.tail - this.head : this.indexOf(this.upTo);
  }

  private get end(): number {
    return Math.min(this.buffer.end, this.upTo);
  }

  private typeAt(seq: number): number {
    return this.buffer.types[this.buffer.place(seq)] as number;
  }

  private hasText(seq: number): boolean {
    const type = this.typeAt(seq);
    if (type === EVENT.wait_ended) return this.buffer.as[this.buffer.place(seq)] === OTHER_DIED;
    return HAS_TEXT[type] === 1;
  }

  private passes(seq: number): boolean {
    const { buffer, query, needle } = this;
    if (query.path !== null) {
      const place = buffer.place(seq);
      const { names } = buffer;
      const pid = buffer.pids[place] as ProcessKey;
      const peer = buffer.peers[place] as ProcessKey;
      // 0 is whoever acts from outside; as the other one it is nobody.
      const isHere = names.path(pid) === query.path;
      if (!isHere && (peer === 0 || names.path(peer) !== query.path)) return false;
    }
    if (this.kinds.size < LOG_KINDS.length && !this.kinds.has(kindAt(buffer, seq))) return false;
    return needle === '' || textAt(buffer, seq).toLowerCase().includes(needle);
  }

  /**
   * That a process is the child at this path is told only when its start is over. What was read of it
   * before that is looked at once more.
   */
  private mustGoBack(seq: number): boolean {
    const { buffer } = this;
    if (seq < this.seenEnd || this.typeAt(seq) !== EVENT.child_started) return false;
    const peer = buffer.peers[buffer.place(seq)] as ProcessKey;
    const born = buffer.names.spawnSeq(peer);
    if (born < buffer.first || born >= this.seenEnd) return false;
    if (buffer.names.path(peer) !== this.query.path) return false;
    this.seenEnd = buffer.end;
    this.rewind(born);
    return true;
  }

  private rewind(seq: number): void {
    this.tail = this.head + this.indexOf(seq);
    this.cursor = seq;
  }

  private clear(): void {
    this.head = 0;
    this.tail = 0;
    this.shown = 0;
    this.cursor = this.buffer.first;
    this.seenEnd = 0;
  }

  private dropOld(): void {
    const { first } = this.buffer;
    this.cursor = Math.max(this.cursor, first);
    this.head += this.indexOf(first);
  }

  private push(seq: number): void {
    if (this.tail === this.seqs.length) this.makeRoom();
    this.seqs[this.tail++] = seq;
  }

  /** Moves to the front if much has been dropped there, else grows. */
  private makeRoom(): void {
    const kept = this.seqs.subarray(this.head, this.tail);
    const isHalfEmpty = this.head > this.seqs.length / 2;
    const next = isHalfEmpty ? this.seqs : new Uint32Array(this.seqs.length * 2);
    if (isHalfEmpty) next.copyWithin(0, this.head, this.tail);
    else next.set(kept);
    this.seqs = next;
    this.tail -= this.head;
    this.head = 0;
  }
}

const SIZE_FIRST = 1_024;
/** The end of a wait that has a reason. */
const OTHER_DIED = 1;

/** Events whose line shows the text of their payload. */
const HAS_TEXT = new Uint8Array(256);
for (const type of [
  EVENT.sent,
  EVENT.received,
  EVENT.called,
  EVENT.state_changed,
  EVENT.crashed,
  EVENT.exit_signal_sent,
  EVENT.exit_signal_received,
  EVENT.exited,
  EVENT.down_sent,
  EVENT.timer_started,
  EVENT.timer_fired,
  EVENT.dropped,
  EVENT.child_start_failed,
  EVENT.child_stopped,
  EVENT.reported,
  EVENT.handler_removed,
]) {
  HAS_TEXT[type] = 1;
}
