import { EVENT } from '../runtime/trace-event.ts';
import { AFTER } from './sequence-columns.ts';
import { isRole, messageKindAt } from './sequence-kind.ts';
import type { Life } from './sequence-lanes.ts';
import type { SequenceRows } from './sequence-rows.ts';
import type { SequenceScale } from './sequence-scale.ts';
import { foldWords, markWords, sendWords } from './sequence-words.ts';
import type { MessageView, ProcessKey } from './view.ts';

export const LANE_PX = 150;

/** A process's line, as far as it lives in the stretch. */
export interface LifeLine {
  readonly lane: number;
  readonly pid: ProcessKey;
  readonly top: number;
  readonly bottom: number;
}

/** A callback that runs; hollow while it is held up in a call. */
export interface Bar {
  readonly lane: number;
  readonly top: number;
  readonly bottom: number;
  readonly hollow: boolean;
}

export interface Arrow {
  /** Of the sending. */
  readonly seq: number;
  /** Of the receiving; -1 while there is none. */
  readonly received: number;
  readonly kind: MessageView['kind'] | 'spawn';
  readonly fate: 'arrived' | 'lost' | 'under_way';
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
}

const MARKS = [
  'birth',
  'restart',
  'crash',
  'end',
  'decision',
  'timeout',
  'state',
  'command',
] as const;
export interface RowMark {
  readonly seq: number;
  readonly sign: (typeof MARKS)[number];
  readonly lane: number;
  readonly y: number;
  readonly text: string;
}

/** Messages that are only counted. */
export interface Fold {
  /** Of the first of them, and of what stands after. */
  readonly seq: number;
  readonly end: number;
  readonly y: number;
  readonly count: number;
  readonly text: string;
}

/** A stretch of the diagram, in pixels from the top of the whole. */
export interface SequencePicture {
  readonly first: number;
  readonly end: number;
  readonly lives: readonly LifeLine[];
  readonly bars: readonly Bar[];
  readonly arrows: readonly Arrow[];
  readonly marks: readonly RowMark[];
  readonly folds: readonly Fold[];
}

/** The middle of a lane. */
export const laneX = (lane: number, px = LANE_PX): number => lane * px + px / 2;

/** What stands in the rows `from` to `to` (not included), and what passes them. */
export function sequencePicture(
  rows: SequenceRows,
  scale: SequenceScale,
  from: number,
  to: number,
): SequencePicture {
  const first = Math.max(from, rows.first);
  const end = Math.min(to, rows.length);
  return {
    first,
    end,
    lives: livesIn(rows, scale, first, end),
    bars: barsIn(rows, scale, first, end),
    arrows: arrowsIn(rows, scale, first, end),
    marks: marksIn(rows, scale, first, end),
    folds: foldsIn(rows, scale, first, end),
  };
}

const typeAt = (rows: SequenceRows, row: number): number =>
  rows.buffer.types[rows.buffer.place(rows.seqAt(row))] as number;

function livesIn(rows: SequenceRows, scale: SequenceScale, first: number, end: number): LifeLine[] {
  if (first >= end) return [];
  const lines: LifeLine[] = [];
  const begin = rows.seqAt(first);
  const stop = end < rows.length ? rows.seqAt(end) : Number.POSITIVE_INFINITY;
  const yOf = (seq: number) => scale.y(rows.indexOf(seq));
  const [above, below] = [scale.y(first) - BEYOND_PX, scale.y(end) + BEYOND_PX];
  rows.query.lanes.forEach((_, lane) => {
    if (rows.lanes.isYou(lane)) {
      lines.push({ lane, pid: 0, top: above, bottom: below });
      return;
    }
    const lives = rows.lanes.lives(lane);
    for (let index = lives.length - 1; index >= 0; index--) {
      const { pid, born, died } = lives[index] as Life;
      if (born >= stop) continue;
      // One after the other stands on a lane.
      if (died < begin) break;
      const top = born < begin ? above : yOf(born);
      lines.push({ lane, pid, top, bottom: died >= stop ? below : yOf(died) });
    }
  });
  return lines;
}

/** A row has a short bar by itself; between two rows of a lane it goes on while its process does. */
function barsIn(rows: SequenceRows, scale: SequenceScale, first: number, end: number): Bar[] {
  const bars: Bar[] = [];
  const open = new Map<number, { row: number; after: number }>();
  const { afters } = rows.columns;
  const close = (lane: number, row: number, isEnd: boolean) => {
    const before = open.get(lane);
    if (before === undefined) return;
    const { ats } = rows.buffer;
    const isStep =
      ats[rows.buffer.place(rows.seqAt(before.row))] ===
      ats[rows.buffer.place(rows.seqAt(Math.min(row, rows.length - 1)))];
    if (before.after === AFTER.idle && (!isStep || isEnd)) return;
    if (row < first) return;
    const hollow = before.after === AFTER.waits;
    bars.push({ lane, top: scale.y(before.row), bottom: scale.y(row), hollow });
  };
  for (
    let row = Math.max(rows.first, first - LOOK_BACK);
    row < Math.min(rows.length, end + LOOK_ON);
    row++
  ) {
    const lane = rows.laneAt(row);
    if (lane < 0) continue;
    const isEnd = typeAt(rows, row) === EVENT.exited;
    // A lane's new process does not go on with what the one before it did.
    if (typeAt(rows, row) !== EVENT.spawned) close(lane, row, false);
    if (row >= end) {
      open.delete(lane);
      continue;
    }
    if (row >= first && !isRole(typeAt(rows, row), 'mark'))
      bars.push({
        lane,
        top: scale.y(row) - STUB_PX,
        bottom: scale.y(row) + STUB_PX,
        hollow: false,
      });
    if (isEnd) open.delete(lane);
    else open.set(lane, { row, after: afters[row] as number });
  }
  const last = Math.min(rows.length, end + LOOK_ON);
  for (const [lane, { after }] of open) if (after !== AFTER.idle) close(lane, last, true);
  return bars;
}

function arrowsIn(rows: SequenceRows, scale: SequenceScale, first: number, end: number): Arrow[] {
  const arrows: Arrow[] = [];
  for (let row = Math.max(rows.first, first - LOOK_BACK); row < first; row++) {
    if (rows.partnerOf(row) >= end && isRole(typeAt(rows, row), 'send'))
      arrows.push(arrowOf(rows, scale, row));
  }
  for (let row = first; row < end; row++) {
    if (rows.foldedAt(row) > 0) continue;
    const type = typeAt(rows, row);
    const partner = rows.partnerOf(row);
    if (isRole(type, 'send')) arrows.push(arrowOf(rows, scale, row));
    else if (isRole(type, 'arrive') && partner >= 0 && partner < first)
      arrows.push(arrowOf(rows, scale, partner));
    else if (type === EVENT.spawned) {
      const arrow = spawnOf(rows, scale, row);
      if (arrow !== null) arrows.push(arrow);
    }
  }
  return arrows;
}

function arrowOf(rows: SequenceRows, scale: SequenceScale, row: number): Arrow {
  const { buffer, lanes } = rows;
  const seq = rows.seqAt(row);
  const place = buffer.place(seq);
  const from = rows.laneAt(row);
  const partner = rows.partnerOf(row);
  const peer = buffer.peers[place] as ProcessKey;
  const isTimer = buffer.types[place] === EVENT.timer_fired;
  const isLost = partner >= 0 && typeAt(rows, partner) === EVENT.dropped;
  const to = isTimer || peer === 0 ? from : lanes.of(peer);
  return {
    seq,
    received: partner < 0 ? -1 : rows.seqAt(partner),
    kind: messageKindAt(buffer, seq),
    fate: isLost || (peer === 0 && !isTimer) ? 'lost' : partner < 0 ? 'under_way' : 'arrived',
    from,
    to,
    top: scale.y(row),
    bottom: partner < 0 ? scale.y(row) + STUB_PX : scale.y(partner),
    text: sendWords(buffer, seq),
  };
}

function spawnOf(rows: SequenceRows, scale: SequenceScale, row: number): Arrow | null {
  const { buffer, lanes } = rows;
  const seq = rows.seqAt(row);
  const parent = buffer.peers[buffer.place(seq)] as ProcessKey;
  const from = lanes.of(parent);
  const to = rows.laneAt(row);
  if (parent === 0 || from < 0 || from === to) return null;
  const y = scale.y(row);
  return {
    seq,
    received: seq,
    kind: 'spawn',
    fate: 'arrived',
    from,
    to,
    top: y,
    bottom: y,
    text: '',
  };
}

function marksIn(rows: SequenceRows, scale: SequenceScale, first: number, end: number): RowMark[] {
  const marks: RowMark[] = [];
  for (let row = first; row < end; row++) {
    if (rows.foldedAt(row) > 0 || !isRole(typeAt(rows, row), 'mark')) continue;
    const seq = rows.seqAt(row);
    const lane = rows.laneAt(row);
    const sign = signAt(rows, row, lane);
    marks.push({ seq, sign, lane, y: scale.y(row), text: markWords(rows.buffer, seq, sign) });
  }
  return marks;
}

function signAt(rows: SequenceRows, row: number, lane: number): RowMark['sign'] {
  switch (typeAt(rows, row)) {
    case EVENT.spawned:
      return rows.lanes.lives(lane)[0]?.born === rows.seqAt(row) ? 'birth' : 'restart';
    case EVENT.crashed:
      return 'crash';
    case EVENT.exited:
      return 'end';
    case EVENT.decided:
      return 'decision';
    case EVENT.wait_ended:
      return 'timeout';
    case EVENT.command_applied:
      return 'command';
    default:
      return 'state';
  }
}

function foldsIn(rows: SequenceRows, scale: SequenceScale, first: number, end: number): Fold[] {
  const folds: Fold[] = [];
  for (let row = first; row < end; row++) {
    const count = rows.foldedAt(row);
    if (count === 0) continue;
    const seq = rows.seqAt(row);
    const next = row + 1 < rows.length ? rows.seqAt(row + 1) : rows.seenTo;
    folds.push({ seq, end: next, y: scale.y(row), count, text: foldWords(rows, seq, next, count) });
  }
  return folds;
}

/** What began so many rows above, or ends so many below, is still drawn. */
const LOOK_BACK = 1_000;
const LOOK_ON = 200;
const STUB_PX = 7;
const BEYOND_PX = 40;
