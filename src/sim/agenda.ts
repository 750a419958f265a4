import { assert } from '../base/assert.ts';
import type { SimTime } from '../base/sim-time.ts';

/**
 * What happens next, in virtual time: a hierarchical timing wheel.
 *
 * Five levels of 64 slots cover 2^30 microseconds (18 minutes); what lies in a later such era waits in
 * a list of its own. An entry is a number; its links stand in typed arrays, so adding, removing and
 * taking cost the same with ten entries and with a hundred thousand, allocate nothing, and a
 * fork is a copy of arrays. Entries of the same moment come out in the order in which they were put in:
 * a slot is a list, and a coarse slot is emptied, in order, before anything can be put
 * directly into the finer slots it covers.
 *
 * Invariant: `cursor`, up to where the wheel has turned, is never later than the last entry taken, or than
 * the `until` of a `take` that found nothing. So whoever adds at or after that moment is in time.
 */
export class Agenda {
  private cursor: SimTime = 0;
  /** When the era of 2^30 microseconds began that the wheel shows, and the cursor within it. */
  private eraStart: SimTime = 0;
  private low = 0;
  private heads = new Int32Array(LISTS).fill(NONE);
  private tails = new Int32Array(LISTS).fill(NONE);
  /** Two words of 32 bits a level: which slots hold something. */
  private occupied = new Int32Array(LEVELS * 2);
  private next = new Int32Array(64).fill(NONE);
  private previous = new Int32Array(64).fill(NONE);
  private list = new Int16Array(64).fill(NONE);
  private ats = new Float64Array(64);
  private entries = 0;
  private free: number[] = [];
  /** Entries that are on the agenda now. */
  size = 0;

  /** A new entry, not on the agenda yet. */
  allocate(): number {
    const reused = this.free.pop();
    if (reused !== undefined) return reused;
    if (this.entries === this.next.length) this.grow();
    return this.entries++;
  }

  /** Gives an entry back; it is taken off the agenda if it stands there. */
  release(entry: number): void {
    this.remove(entry);
    this.free.push(entry);
  }

  isOn(entry: number): boolean {
    return this.list[entry] !== NONE;
  }

  at(entry: number): SimTime {
    return this.ats[entry] as number;
  }

  add(entry: number, at: SimTime): void {
    assert(at >= this.cursor, 'nothing is put on the agenda for a moment that has passed');
    this.ats[entry] = at;
    this.size++;
    this.place(entry, at);
  }

  remove(entry: number): void {
    const list = this.list[entry] as number;
    if (list === NONE) return;
    this.size--;
    this.unlink(entry, list);
  }

  /** Takes the first entry off the agenda if it is due at or before `until`, else gives -1. */
  take(until: SimTime): number {
    for (;;) {
      const slot = firstFrom(this.occupied, 0, this.low & 63);
      if (slot >= 0) {
        const at = this.eraStart + ((this.low & ~63) | slot);
        if (at > until) return NONE;
        const entry = this.heads[slot] as number;
        this.low = (this.low & ~63) | slot;
        this.cursor = at;
        this.size--;
        this.list[entry] = NONE;
        const after = this.next[entry] as number;
        this.heads[slot] = after;
        if (after !== NONE) this.previous[after] = NONE;
        else {
          this.tails[slot] = NONE;
          this.vacate(slot);
        }
        return entry;
      }
      if (!this.turn(until)) return NONE;
    }
  }

  /** Moment of the first entry, `Infinity` when there is none. Changes nothing. */
  peek(): SimTime {
    const slot = firstFrom(this.occupied, 0, this.low & 63);
    if (slot >= 0) return this.eraStart + ((this.low & ~63) | slot);
    for (let level = 1; level < LEVELS; level++) {
      const coarse = firstFrom(this.occupied, level, ((this.low >>> (6 * level)) & 63) + 1);
      if (coarse >= 0) return this.earliest(level * 64 + coarse);
    }
    return this.earliest(FAR);
  }

  /** The entry that `take` would give, -1 for none. Changes nothing. */
  first(): number {
    const at = this.peek();
    if (at === Number.POSITIVE_INFINITY) return NONE;
    const slot = firstFrom(this.occupied, 0, this.low & 63);
    if (slot >= 0) return this.heads[slot] as number;
    for (let level = 1; level < LEVELS; level++) {
      const coarse = firstFrom(this.occupied, level, ((this.low >>> (6 * level)) & 63) + 1);
      if (coarse >= 0) return this.firstAt(level * 64 + coarse, at);
    }
    return this.firstAt(FAR, at);
  }

  fork(): Agenda {
    const copy = new Agenda();
    copy.cursor = this.cursor;
    copy.eraStart = this.eraStart;
    copy.low = this.low;
    copy.heads = this.heads.slice();
    copy.tails = this.tails.slice();
    copy.occupied = this.occupied.slice();
    copy.next = this.next.slice();
    copy.previous = this.previous.slice();
    copy.list = this.list.slice();
    copy.ats = this.ats.slice();
    copy.entries = this.entries;
    copy.free = this.free.slice();
    copy.size = this.size;
    return copy;
  }

  /** Turns the wheel to the next slot that holds something and spreads it over the finer levels. False if that is later than `until`. */
  private turn(until: SimTime): boolean {
    for (let level = 1; level < LEVELS; level++) {
      const shift = 6 * level;
      const slot = firstFrom(this.occupied, level, ((this.low >>> shift) & 63) + 1);
      if (slot < 0) continue;
      const low = (this.low & ~((1 << (shift + 6)) - 1)) | (slot << shift);
      if (this.eraStart + low > until) return false;
      this.low = low;
      this.cursor = this.eraStart + low;
      this.spread(level * 64 + slot);
      return true;
    }
    const first = this.earliest(FAR);
    const eraStart = Math.floor(first / ERA) * ERA;
    if (first === Number.POSITIVE_INFINITY || eraStart > until) return false;
    this.eraStart = eraStart;
    this.low = 0;
    this.cursor = eraStart;
    this.spread(FAR);
    return true;
  }

  /** Empties a list and places its entries anew, in order. */
  private spread(list: number): void {
    let entry = this.heads[list] as number;
    this.heads[list] = NONE;
    this.tails[list] = NONE;
    this.vacate(list);
    while (entry !== NONE) {
      const following = this.next[entry] as number;
      this.place(entry, this.ats[entry] as number);
      entry = following;
    }
  }

  private place(entry: number, at: SimTime): void {
    let list = FAR;
    const low = at - this.eraStart;
    if (low < ERA) {
      const difference = low ^ this.low;
      const level =
        difference < 64
          ? 0
          : difference < 4096
            ? 1
            : difference < 262_144
              ? 2
              : difference < 16_777_216
                ? 3
                : 4;
      const slot = (low >>> (6 * level)) & 63;
      list = level * 64 + slot;
      const word = level * 2 + (slot >>> 5);
      this.occupied[word] = (this.occupied[word] as number) | (1 << (slot & 31));
    }
    const tail = this.tails[list] as number;
    this.list[entry] = list;
    this.previous[entry] = tail;
    this.next[entry] = NONE;
    this.tails[list] = entry;
    if (tail === NONE) this.heads[list] = entry;
    else this.next[tail] = entry;
  }

  private unlink(entry: number, list: number): void {
    const before = this.previous[entry] as number;
    const after = this.next[entry] as number;
    if (before === NONE) this.heads[list] = after;
    else this.next[before] = after;
    if (after === NONE) this.tails[list] = before;
    else this.previous[after] = before;
    this.list[entry] = NONE;
    if (before === NONE && after === NONE) this.vacate(list);
  }

  private vacate(list: number): void {
    if (list === FAR) return;
    const word = (list >>> 6) * 2 + ((list & 63) >>> 5);
    this.occupied[word] = (this.occupied[word] as number) & ~(1 << (list & 31));
  }

  private earliest(list: number): SimTime {
    let earliest = Number.POSITIVE_INFINITY;
    for (
      let entry = this.heads[list] as number;
      entry !== NONE;
      entry = this.next[entry] as number
    ) {
      if ((this.ats[entry] as number) < earliest) earliest = this.ats[entry] as number;
    }
    return earliest;
  }

  private firstAt(list: number, at: SimTime): number {
    let entry = this.heads[list] as number;
    while (this.ats[entry] !== at) entry = this.next[entry] as number;
    return entry;
  }

  private grow(): void {
    const length = this.next.length * 2;
    this.next = copied(new Int32Array(length), this.next);
    this.previous = copied(new Int32Array(length), this.previous);
    this.list = copied(new Int16Array(length).fill(NONE), this.list);
    this.ats = copied(new Float64Array(length), this.ats);
  }
}

const NONE = -1;
const LEVELS = 5;
const ERA = 2 ** 30;
/** The list of entries in later eras, after the lists of the slots. */
const FAR = LEVELS * 64;
const LISTS = FAR + 1;

/** The first occupied slot of `level` from `from` on, -1 for none. */
function firstFrom(occupied: Int32Array, level: number, from: number): number {
  if (from < 32) {
    const low = (occupied[level * 2] as number) & (-1 << from);
    if (low !== 0) return 31 - Math.clz32(low & -low);
    const high = occupied[level * 2 + 1] as number;
    return high === 0 ? -1 : 63 - Math.clz32(high & -high);
  }
  if (from > 63) return -1;
  const high = (occupied[level * 2 + 1] as number) & (-1 << (from - 32));
  return high === 0 ? -1 : 63 - Math.clz32(high & -high);
}

function copied<T extends Int32Array | Int16Array | Float64Array>(to: T, from: T): T {
  to.set(from as never);
  return to;
}
