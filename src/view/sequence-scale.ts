import type { SequenceRows } from './sequence-rows.ts';

/** `order`: a row after the other. `time`: the longer the pause, the wider the gap, within bounds. */
export type ScaleMode = 'order' | 'time';

/** Height of a row in pixels. */
export const ROW_PX = 22;
/** A pause is never drawn wider: the next thing must be in sight. */
const PAUSE_PX_MAX = 5 * ROW_PX;

/** Where the rows stand, from the top. */
export class SequenceScale {
  readonly mode: ScaleMode;
  private readonly rows: SequenceRows;
  private readonly pxPerUs: number;
  private tops = new Float64Array(256);
  private known = 0;
  private lastSeq = -1;

  constructor(rows: SequenceRows, mode: ScaleMode) {
    this.mode = mode;
    this.rows = rows;
    this.pxPerUs = (2 * ROW_PX) / usualPause(rows);
  }

  /** Takes in the rows that have come; call it before anything else is asked. */
  update(): this {
    if (this.mode === 'order') return this;
    const { rows } = this;
    const isSame =
      this.known <= rows.length &&
      (this.known === 0 || rows.seqAt(this.known - 1) === this.lastSeq);
    if (!isSame) this.known = 0;
    while (this.tops.length < rows.length) {
      const longer = new Float64Array(this.tops.length * 2);
      longer.set(this.tops);
      this.tops = longer;
    }
    for (let row = this.known; row < rows.length; row++) {
      this.tops[row] = row === 0 ? 0 : (this.tops[row - 1] as number) + this.step(row);
    }
    this.known = rows.length;
    this.lastSeq = rows.length === 0 ? -1 : rows.seqAt(rows.length - 1);
    return this;
  }

  /** The middle of a row. The one after the last has a place, too. */
  y(row: number): number {
    return this.top(row) + ROW_PX / 2;
  }

  get height(): number {
    return this.top(this.rows.length);
  }

  /** The row that stands at this height; a number in between stands between two. */
  rowAt(y: number): number {
    if (this.mode === 'order')
      return Math.max(0, Math.min(this.rows.length, Math.floor(y / ROW_PX)));
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.top(middle + 1) <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private top(row: number): number {
    if (this.mode === 'order' || row === 0) return row * ROW_PX;
    return row < this.rows.length
      ? (this.tops[row] as number)
      : (this.tops[this.rows.length - 1] as number) + (row - this.rows.length + 1) * ROW_PX;
  }

  private step(row: number): number {
    const pause = atOf(this.rows, row) - atOf(this.rows, row - 1);
    return Math.max(ROW_PX, Math.min(PAUSE_PX_MAX, pause * this.pxPerUs));
  }
}

/** The median of the pauses between the first rows, in microseconds. */
function usualPause(rows: SequenceRows): number {
  const pauses: number[] = [];
  for (let row = rows.first + 1; row < Math.min(rows.length, rows.first + SAMPLE); row++) {
    const pause = atOf(rows, row) - atOf(rows, row - 1);
    if (pause > 0) pauses.push(pause);
  }
  pauses.sort((one, other) => one - other);
  return pauses[pauses.length >> 1] ?? 1_000;
}

const atOf = (rows: SequenceRows, row: number): number =>
  rows.buffer.ats[rows.buffer.place(rows.seqAt(row))] as number;

const SAMPLE = 500;
