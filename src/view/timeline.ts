import type { SimTime } from '../base/sim-time.ts';
import { EVENT } from '../runtime/trace-event.ts';
import { isCrash } from './reason.ts';
import type { TraceBuffer } from './trace-buffer.ts';

/** What stands out on a timeline, each with a shape of its own. */
export const MARK_KINDS = ['crash', 'restart', 'command'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** One mark, or several that fall on the same few pixels. */
export interface Mark {
  /** Of the first of them. */
  readonly seq: number;
  readonly at: SimTime;
  readonly count: number;
}

/** A stretch of virtual time, shown on so many pixels. */
export interface Span {
  readonly from: SimTime;
  readonly to: SimTime;
}

/**
 * What a timeline shows of a run: how much happens when, and what stands out. Times are sorted in the
 * trace, so how much happens in a stretch is a difference of two searches, whatever its length; marks are
 * found once, as the events come. For a trace that was cut or replaced, make another.
 */
export class Timeline {
  readonly buffer: TraceBuffer;
  private readonly marks: Readonly<Record<MarkKind, Seqs>> = {
    crash: new Seqs(),
    restart: new Seqs(),
    command: new Seqs(),
  };
  private cursor: number;

  constructor(buffer: TraceBuffer) {
    this.buffer = buffer;
    this.cursor = buffer.first;
  }

  /** Looks at what has come since, at most at so many events; says whether it is done. */
  read(limit = Number.POSITIVE_INFINITY): boolean {
    const { buffer } = this;
    this.cursor = Math.max(this.cursor, buffer.first);
    const { types } = buffer;
    const stop = Math.min(buffer.end, this.cursor + limit);
    for (let seq = this.cursor; seq < stop; seq++) {
      const type = types[buffer.place(seq)] as number;
      if (MAY_BE_MARK[type] === 1) this.look(seq, type);
    }
    this.cursor = stop;
    return stop === buffer.end;
  }

  /** How far the marks go. */
  get seen(): number {
    return this.cursor;
  }

  /** The stretch of all events that are kept. */
  get whole(): Span {
    const { buffer } = this;
    if (buffer.end === buffer.first) return { from: 0, to: 0 };
    const from = buffer.first === 0 ? 0 : this.at(buffer.first);
    return { from, to: this.at(buffer.end - 1) };
  }

  /** Number of events in each of `into.length` columns of the span. The last one holds its end, too. */
  density(span: Span, into: Float64Array): void {
    const width = (span.to - span.from) / into.length;
    let before = this.seqAt(span.from);
    for (let column = 0; column < into.length; column++) {
      const isLast = column === into.length - 1;
      const edge = isLast ? this.seqAfter(span.to) : this.seqAt(span.from + (column + 1) * width);
      into[column] = edge - before;
      before = edge;
    }
  }

  /** Number of events from a moment on, and before another. */
  count(from: SimTime, to: SimTime): number {
    return this.seqAt(to) - this.seqAt(from);
  }

  /** The marks of one kind within a span, merged where several fall into one of so many cells. */
  marksIn(kind: MarkKind, span: Span, cells: number): Mark[] {
    const marks = this.marks[kind];
    const found: Mark[] = [];
    const end = marks.indexOf(this.seqAfter(span.to));
    const width = Math.max(Number.MIN_VALUE, (span.to - span.from) / cells);
    for (let index = marks.indexOf(this.seqAt(span.from)); index < end; ) {
      const seq = marks.at(index);
      const at = this.at(seq);
      const cell = Math.floor((at - span.from) / width);
      // Dividing may round up to the cell's own end: a mark is in a cell of its own then.
      const next = Math.max(index + 1, marks.indexOf(this.seqAt(span.from + (cell + 1) * width)));
      found.push({ seq, at, count: Math.min(next, end) - index });
      index = next;
    }
    return found;
  }

  /** How many marks of a kind there are from a moment on, and before another. */
  countMarks(kind: MarkKind, from: SimTime, to: SimTime): number {
    const marks = this.marks[kind];
    return marks.indexOf(this.seqAt(to)) - marks.indexOf(this.seqAt(from));
  }

  /** The first event at this moment or later; `end` when there is none. */
  seqAt(at: SimTime): number {
    const { buffer } = this;
    let low = buffer.first;
    let high = buffer.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first event later than this moment. Times are whole microseconds. */
  seqAfter(at: SimTime): number {
    return this.seqAt(Math.floor(at) + 1);
  }

  private at(seq: number): SimTime {
    return this.buffer.ats[this.buffer.place(seq)] as SimTime;
  }

  private look(seq: number, type: number): void {
    const { buffer } = this;
    const place = buffer.place(seq);
    switch (type) {
      case EVENT.exited:
        if (isCrash(buffer.as[place] as number, buffer.text(seq) ?? '')) this.marks.crash.push(seq);
        return;
      case EVENT.child_started:
        if (buffer.bs[place] === AGAIN && buffer.peers[place] !== 0) this.marks.restart.push(seq);
        return;
      default:
        this.marks.command.push(seq);
    }
  }
}

const AGAIN = 1;

const MAY_BE_MARK = new Uint8Array(256);
for (const type of [EVENT.exited, EVENT.child_started, EVENT.command_applied]) {
  MAY_BE_MARK[type] = 1;
}

/** Numbers of events, ascending. */
class Seqs {
  private seqs = new Uint32Array(64);
  private length = 0;

  at(index: number): number {
    return this.seqs[index] as number;
  }

  push(seq: number): void {
    if (this.length === this.seqs.length) {
      const longer = new Uint32Array(this.length * 2);
      longer.set(this.seqs);
      this.seqs = longer;
    }
    this.seqs[this.length++] = seq;
  }

  /** Where the first one stands that is no less than `seq`. */
  indexOf(seq: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
