import { EVENT } from '../runtime/trace-event.ts';
import { sourceOf } from './causal-order.ts';
import { AFTER, SequenceColumns } from './sequence-columns.ts';
import { isSameMoment, LaneDoings, LOOK_BACK } from './sequence-doings.ts';
import {
  isRole,
  isTurn,
  ROLE,
  ROW_KINDS,
  type RowKind,
  rowKindAt,
  standsAt,
} from './sequence-kind.ts';
import { SequenceLanes } from './sequence-lanes.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { CardPath, ProcessKey } from './view.ts';

/** What a sequence diagram shows. */
export interface SequenceQuery {
  /** From left to right. Messages are shown whose two ends are among them. */
  readonly lanes: readonly CardPath[];
  readonly kinds: readonly RowKind[];
  /** Only messages that hold this text, in whatever case. */
  readonly text: string;
  /** What has been seen since the last turn of events is only counted. */
  readonly folds: boolean;
  /** Stretches of events that were unfolded by hand: from, and up to before. */
  readonly unfolded: readonly (readonly [from: number, to: number])[];
}

export const NO_LANES: SequenceQuery = Object.freeze({
  lanes: [],
  kinds: ROW_KINDS.filter((kind) => kind !== 'state' && kind !== 'timer'),
  text: '',
  folds: false,
  unfolded: [],
});

/**
 * The rows of a sequence diagram, one event each: a message has a row where it is sent and one where it
 * is received, which is why its arrow slopes. It reads on where it stopped, and keeps 13 bytes a row.
 *
 * Repetition is folded: since the last turn of events (a birth, a death, a decision, an action), only
 * the first message of a kind between two processes has rows; more of them are counted in one row. The message
 * in whose callback a process crashed is always shown.
 */
export class SequenceRows {
  readonly buffer: TraceBuffer;
  readonly query: SequenceQuery;
  readonly lanes: SequenceLanes;
  readonly columns: SequenceColumns = new SequenceColumns();
  private readonly kinds: ReadonlySet<RowKind | null>;
  private readonly needle: string;
  private cursor: number;
  /** Kinds of messages seen since the last turn, with their two ends. */
  private seen = new Set<number>();
  /** Messages that must not be folded: in their callback somebody crashed. */
  private readonly fatal = new Set<number>();
  private readonly doings: LaneDoings;
  /** By lane: its last row; the sending of what it took last. */
  private readonly lastRows: number[] = [];
  private readonly lastTaken: number[] = [];

  constructor(buffer: TraceBuffer, query: SequenceQuery) {
    this.buffer = buffer;
    this.query = query;
    this.lanes = new SequenceLanes(buffer, query.lanes);
    this.doings = new LaneDoings(buffer, this.lanes);
    this.kinds = new Set(query.kinds);
    this.needle = query.text.trim().toLowerCase();
    this.cursor = buffer.first;
  }

  get length(): number {
    return this.columns.length;
  }

  /** Looks at what has come, at most at so many events; says whether it is done. */
  read(limit = Number.POSITIVE_INFINITY): boolean {
    const { buffer } = this;
    this.cursor = Math.max(this.cursor, buffer.first);
    for (let left = limit; left > 0 && this.cursor < buffer.end; left--) {
      const seq = this.cursor++;
      const type = buffer.types[buffer.place(seq)] as number;
      if (ROLE[type] !== 0) this.look(seq, type);
      else if (type === EVENT.child_started || type === EVENT.registered) this.resettle(seq, type);
    }
    return this.cursor >= buffer.end;
  }

  /** How far it has looked. */
  get seenTo(): number {
    return this.cursor;
  }

  /** The first row whose event is still kept. */
  get first(): number {
    return this.buffer.first === 0 ? 0 : this.columns.indexOf(this.buffer.first);
  }

  /** Number of the event of a row. */
  seqAt(index: number): number {
    return this.columns.seqs[index] as number;
  }

  /** So many messages are folded into this row; 0 for one that shows its event. */
  foldedAt(index: number): number {
    return this.columns.folded[index] as number;
  }

  /** The row of the event, or the first after it; `length` when there is none. */
  indexOf(seq: number): number {
    return this.columns.indexOf(seq);
  }

  /** The row that shows the event, or the one it is folded into; -1 for none. */
  rowOf(seq: number): number {
    const index = this.indexOf(seq);
    if (index < this.length && this.seqAt(index) === seq) return index;
    return index > 0 && this.foldedAt(index - 1) > 0 ? index - 1 : -1;
  }

  /** Of a row with one end of a message: the row of the other end; -1 for none. */
  partnerOf(index: number): number {
    const partner = this.columns.partners[index] as number;
    return partner < this.length && partner >= this.first ? partner : -1;
  }

  /** Of the row of a receiving: the event of the sending. Of any other row, its own event. */
  sendingAt(index: number): number {
    const seq = this.seqAt(index);
    const type = this.buffer.types[this.buffer.place(seq)] as number;
    return isRole(type, 'arrive') ? sourceOf(this.buffer, seq, type) : seq;
  }

  /** Lane of the process at which the row stands; -1 for a fold. */
  laneAt(index: number): number {
    return this.foldedAt(index) > 0 ? -1 : this.lanes.of(standsAt(this.buffer, this.seqAt(index)));
  }

  /** Whether this sending is in the diagram, folded or not. */
  shows(seq: number): boolean {
    const { buffer, lanes } = this;
    if (lanes.of(standsAt(buffer, seq)) < 0 || this.targetOf(seq) < 0) return false;
    return this.kinds.has(rowKindAt(buffer, seq)) && this.hasText(seq);
  }

  private look(seq: number, type: number): void {
    const { buffer, lanes } = this;
    const pid = standsAt(buffer, seq);
    const lane = lanes.of(pid);
    if (lane >= 0 && pid !== 0) lanes.meet(pid, lane, seq, type);
    if (isRole(type, 'send')) this.send(seq, lane);
    else if (isRole(type, 'arrive')) this.arrive(seq, type, lane);
    else if (lane < 0) return;
    else if (isRole(type, 'wait')) this.wait(seq, type, lane);
    else this.mark(seq, type, lane);
  }

  private send(seq: number, lane: number): void {
    if (!this.shows(seq)) return;
    const to = this.targetOf(seq);
    if (this.isFolded(seq, lane, to)) this.fold(seq);
    else this.push(seq, lane);
  }

  /** Lane of whom a message is for. Its own for a timer's, and for a name that nobody has. */
  private targetOf(seq: number): number {
    const peer = this.buffer.peers[this.buffer.place(seq)] as ProcessKey;
    return this.lanes.of(peer === 0 ? standsAt(this.buffer, seq) : peer);
  }

  private isFolded(seq: number, from: number, to: number): boolean {
    if (!this.query.folds) return false;
    const { buffer, seen } = this;
    const place = buffer.place(seq);
    const key =
      ((from * LANES_MAX + to) * 64 + (buffer.types[place] as number)) * 16 +
      (buffer.types[place] === EVENT.sent ? (buffer.as[place] as number) : 0);
    const isNew = !seen.has(key);
    if (isNew) seen.add(key);
    if (isNew || this.fatal.has(seq)) return false;
    return !this.query.unfolded.some(([begin, end]) => seq >= begin && seq < end);
  }

  private fold(seq: number): void {
    const { columns } = this;
    const last = columns.length - 1;
    if (last >= 0 && (columns.folded[last] as number) > 0)
      columns.folded[last] = (columns.folded[last] as number) + 1;
    else columns.push(seq, 1, AFTER.idle);
  }

  private arrive(seq: number, type: number, lane: number): void {
    const { buffer, columns } = this;
    if (type === EVENT.received && lane >= 0) this.doings.rests(lane);
    const source = sourceOf(buffer, seq, type);
    if (source < 0) return;
    if (lane >= 0 && type === EVENT.received) this.lastTaken[lane] = source;
    const sent = columns.indexOf(source);
    if (sent >= columns.length || columns.seqs[sent] !== source || columns.folded[sent] !== 0)
      return;
    // A trapped exit signal arrives once as a signal, and is taken as a message then.
    const isSecond = this.partnerOf(sent) >= 0 && this.sendingAt(this.partnerOf(sent)) === source;
    if (isSecond) return;
    const at = lane >= 0 ? lane : this.lanes.of(buffer.pids[buffer.place(seq)] as ProcessKey);
    if (at < 0) return;
    const row = this.push(seq, at);
    columns.partners[row] = sent;
    columns.partners[sent] = row;
  }

  private wait(seq: number, type: number, lane: number): void {
    const { columns, buffer } = this;
    const now = this.doings.turn(lane, seq, type);
    if (now === AFTER.idle) return;
    const row = this.lastRows[lane] ?? -1;
    const isItsStep =
      row >= 0 && row < columns.length && isSameMoment(buffer, this.seqAt(row), seq);
    if (isItsStep) columns.afters[row] = now;
  }

  private mark(seq: number, type: number, lane: number): void {
    const { buffer } = this;
    if (type === EVENT.wait_ended || type === EVENT.exited) this.doings.rests(lane);
    if (type === EVENT.crashed && this.mustShowCause(lane)) return;
    if (!this.kinds.has(rowKindAt(buffer, seq))) return;
    // Shells come and go with every call from outside, and are the person all the time.
    const isShell =
      this.lanes.isYou(lane) && type !== EVENT.command_applied && type !== EVENT.wait_ended;
    if (isShell) return;
    this.push(seq, lane);
    if (isTurn(buffer, seq)) this.seen.clear();
  }

  private push(seq: number, lane: number): number {
    const row = this.columns.push(seq, 0, this.doings.at(lane, seq));
    this.lastRows[lane] = row;
    return row;
  }

  private hasText(seq: number): boolean {
    return this.needle === '' || (this.buffer.text(seq) ?? '').toLowerCase().includes(this.needle);
  }

  /** Somebody crashed in the callback of a message that was folded: it is read again, to be shown. */
  private mustShowCause(lane: number): boolean {
    const cause = this.lastTaken[lane] ?? -1;
    if (cause < 0 || this.fatal.has(cause)) return false;
    const row = this.rowOf(cause);
    if (row < 0 || this.foldedAt(row) === 0) return false;
    this.fatal.add(cause);
    this.rewind(cause);
    return true;
  }

  /**
   * That a process is a child of its supervisor is told only when its start is over. What was read of it
   * before that is looked at once more.
   */
  private resettle(seq: number, type: number): void {
    const { buffer, lanes } = this;
    const place = buffer.place(seq);
    const isChild = type === EVENT.child_started;
    const pid = (isChild ? buffer.peers[place] : buffer.pids[place]) as ProcessKey;
    if (!lanes.resettle(pid)) return;
    const born = buffer.names.spawnSeq(pid);
    if (born >= buffer.first && born < seq) this.rewind(born);
  }

  /** Goes back to before `seq`, to the last turn: there nothing had been seen. */
  private rewind(seq: number): void {
    const { buffer, columns } = this;
    let row = this.indexOf(seq + 1) - 1;
    while (row > 0 && (this.foldedAt(row) > 0 || !isTurn(buffer, this.seqAt(row)))) row--;
    row = Math.max(0, row);
    this.cursor = row === 0 ? buffer.first : this.seqAt(row);
    columns.length = row;
    this.lanes.rewind(this.cursor);
    this.seen.clear();
    this.findLastRows();
    this.doings.restore(this.cursor);
  }

  private findLastRows(): void {
    const { columns } = this;
    this.lastRows.length = 0;
    for (let row = columns.length - 1; row >= Math.max(0, columns.length - LOOK_BACK); row--) {
      const lane = this.laneAt(row);
      if (lane >= 0) this.lastRows[lane] ??= row;
    }
  }
}

const LANES_MAX = 64;
