import { EVENT } from '../runtime/trace-event.ts';
import { AFTER } from './sequence-columns.ts';
import { isHeldUp, standsAt } from './sequence-kind.ts';
import type { SequenceLanes } from './sequence-lanes.ts';
import type { TraceBuffer } from './trace-buffer.ts';

/** What the process of each lane is doing, a value of AFTER, as of the last event that was read, and since which. */
export class LaneDoings {
  private readonly buffer: TraceBuffer;
  private readonly lanes: SequenceLanes;
  private readonly nows: number[] = [];
  private readonly begun: number[] = [];

  constructor(buffer: TraceBuffer, lanes: SequenceLanes) {
    this.buffer = buffer;
    this.lanes = lanes;
  }

  rests(lane: number): void {
    this.nows[lane] = AFTER.idle;
  }

  /** It begins to work or to wait, or ends it, with this event. */
  turn(lane: number, seq: number, type: number): number {
    const now = this.after(seq, type);
    this.nows[lane] = now;
    if (now !== AFTER.idle) this.begun[lane] = seq;
    return now;
  }

  /** What it does when the event happens that gets a row. Who works is not heard of until that is over. */
  at(lane: number, seq: number): number {
    const isOver =
      this.nows[lane] === AFTER.busy && !isSameMoment(this.buffer, this.begun[lane] ?? seq, seq);
    if (isOver) this.nows[lane] = AFTER.idle;
    return this.nows[lane] ?? AFTER.idle;
  }

  /** As it was before the event `end`: read afresh, some way back. */
  restore(end: number): void {
    const { buffer, nows } = this;
    nows.length = 0;
    const oldest = Math.max(buffer.first, end - LOOK_BACK);
    for (let seq = end - 1; seq >= oldest; seq--) {
      const type = buffer.types[buffer.place(seq)] as number;
      const lane = CHANGES_WHAT_IT_DOES[type] === 1 ? this.lanes.of(standsAt(buffer, seq)) : -1;
      if (lane < 0 || nows[lane] !== undefined) continue;
      nows[lane] = this.after(seq, type);
      this.begun[lane] = seq;
    }
  }

  /** What its process does from this event on. */
  private after(seq: number, type: number): number {
    if (type === EVENT.work_started) return AFTER.busy;
    const isWait = type === EVENT.wait_started;
    return isWait && isHeldUp(this.buffer.as[this.buffer.place(seq)] as number)
      ? AFTER.waits
      : AFTER.idle;
  }
}

export const isSameMoment = (buffer: TraceBuffer, one: number, other: number): boolean =>
  buffer.ats[buffer.place(one)] === buffer.ats[buffer.place(other)];

/** Of whom nothing was heard for so long, is taken to be idle. */
export const LOOK_BACK = 5_000;

const CHANGES_WHAT_IT_DOES = new Uint8Array(256);
for (const type of [
  EVENT.received,
  EVENT.wait_started,
  EVENT.wait_ended,
  EVENT.work_started,
  EVENT.exited,
])
  CHANGES_WHAT_IT_DOES[type] = 1;
