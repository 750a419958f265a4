import type { TraceColumns } from '../runtime/trace.ts';
import type { Batch } from './protocol.ts';

type Columns = Pick<Batch, 'ats' | 'types' | 'pids' | 'peers' | 'as' | 'bs'>;

/** Where the columns of a batch are gathered, stretch by stretch. Its own room is used again for the next. */
export class ColumnStage {
  private columns = room(FIRST);
  private capacity = FIRST;
  private count = 0;

  /** Without the first `from` of them. */
  append({ count, ats, types, pids, peers, as, bs }: TraceColumns, from = 0): void {
    if (from >= count) return;
    this.makeRoom(this.count + count - from);
    const { columns, count: at } = this;
    columns.ats.set(ats.subarray(from, count), at);
    columns.types.set(types.subarray(from, count), at);
    columns.pids.set(pids.subarray(from, count), at);
    columns.peers.set(peers.subarray(from, count), at);
    columns.as.set(as.subarray(from, count), at);
    columns.bs.set(bs.subarray(from, count), at);
    this.count += count - from;
  }

  /** All that was gathered, to give away. */
  take(): Columns {
    const { columns, count } = this;
    this.count = 0;
    const taken = {
      ats: columns.ats.slice(0, count),
      types: columns.types.slice(0, count),
      pids: columns.pids.slice(0, count),
      peers: columns.peers.slice(0, count),
      as: columns.as.slice(0, count),
      bs: columns.bs.slice(0, count),
    };
    if (this.capacity > LARGE) {
      this.columns = room(FIRST);
      this.capacity = FIRST;
    }
    return taken;
  }

  private makeRoom(needed: number): void {
    if (needed <= this.capacity) return;
    while (this.capacity < needed) this.capacity *= 2;
    const { ats, types, pids, peers, as, bs } = this.columns;
    this.columns = room(this.capacity);
    this.columns.ats.set(ats);
    this.columns.types.set(types);
    this.columns.pids.set(pids);
    this.columns.peers.set(peers);
    this.columns.as.set(as);
    this.columns.bs.set(bs);
  }
}

const FIRST = 4_096;
/** Room for more events than this (a long replay) isn't kept. */
const LARGE = 2 ** 18;

function room(capacity: number): Columns {
  return {
    ats: new Float64Array(capacity),
    types: new Uint8Array(capacity),
    pids: new Int32Array(capacity),
    peers: new Int32Array(capacity),
    as: new Int32Array(capacity),
    bs: new Int32Array(capacity),
  };
}
