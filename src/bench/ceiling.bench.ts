import { Agenda } from '../sim/agenda.ts';
import { type Bench, perSecond } from './harness.ts';

const QUEUED = 1_000;
const EVENTS = 2_000_000;
const DELAY_MAX = 1_000;

/**
 * The ceiling: what a simulator could do that did nothing but take the next event, call its
 * closure and put another event at a random later moment. The runtime is measured against this.
 */
export default async function ceiling(bench: Bench): Promise<void> {
  await bench.compare(
    [
      {
        name: 'bare loop, timing wheel',
        unit: 'events/s',
        run: () => perSecond(EVENTS, wheelLoop),
      },
      { name: 'bare loop, 4-ary heap', unit: 'events/s', run: () => perSecond(EVENTS, heapLoop) },
    ],
    [{ to: 'bare loop, 4-ary heap', name: 'wheel to heap' }],
  );
}

/** Marsaglia's xorshift: chance that costs next to nothing and is the same every time. */
function createDelays(): () => number {
  const state = new Uint32Array([2_463_534_242]);
  return () => {
    let x = state[0] as number;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    state[0] = x;
    return 1 + ((x >>> 0) % DELAY_MAX);
  };
}

/** One closure an entry, as one process has its own; they count so that no call can be left out. */
function createHandlers(): { handlers: (() => void)[]; counts: Uint32Array } {
  const counts = new Uint32Array(QUEUED);
  const handlers = Array.from({ length: QUEUED }, (_, index) => () => {
    counts[index] = (counts[index] as number) + 1;
  });
  return { handlers, counts };
}

function wheelLoop(): void {
  const delay = createDelays();
  const { handlers, counts } = createHandlers();
  const agenda = new Agenda();
  for (let index = 0; index < QUEUED; index++) agenda.add(agenda.allocate(), delay());
  for (let event = 0; event < EVENTS; event++) {
    const entry = agenda.take(Number.MAX_SAFE_INTEGER);
    const at = agenda.at(entry);
    handlers[entry]?.();
    agenda.add(entry, at + delay());
  }
  expectAll(counts);
}

function heapLoop(): void {
  const delay = createDelays();
  const { handlers, counts } = createHandlers();
  const heap = new Heap();
  for (let index = 0; index < QUEUED; index++) heap.push(index, delay());
  for (let event = 0; event < EVENTS; event++) {
    const at = heap.firstAt;
    const entry = heap.pop();
    handlers[entry]?.();
    heap.push(entry, at + delay());
  }
  expectAll(counts);
}

function expectAll(counts: Uint32Array): void {
  const sum = counts.reduce((a, b) => a + b, 0);
  if (sum !== EVENTS) throw new Error(`${sum} of ${EVENTS} events were handled`);
}

/** A 4-ary heap by moment, then by sequence number, on typed arrays. */
class Heap {
  private readonly ats = new Float64Array(QUEUED + 1);
  private readonly sequences = new Float64Array(QUEUED + 1);
  private readonly entries = new Int32Array(QUEUED + 1);
  private size = 0;
  private sequence = 0;

  get firstAt(): number {
    return this.ats[0] as number;
  }

  push(entry: number, at: number): void {
    const sequence = this.sequence++;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      // A later sequence number never goes before an equal moment.
      if ((this.ats[parent] as number) <= at) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.put(hole, entry, at, sequence);
  }

  pop(): number {
    const first = this.entries[0] as number;
    const last = --this.size;
    const at = this.ats[last] as number;
    const sequence = this.sequences[last] as number;
    const entry = this.entries[last] as number;
    let hole = 0;
    for (;;) {
      const child = 4 * hole + 1;
      if (child >= last) break;
      let least = child;
      const end = Math.min(child + 4, last);
      for (let other = child + 1; other < end; other++)
        if (this.isBefore(other, least)) least = other;
      const leastAt = this.ats[least] as number;
      if (leastAt > at || (leastAt === at && (this.sequences[least] as number) > sequence)) break;
      this.move(least, hole);
      hole = least;
    }
    this.put(hole, entry, at, sequence);
    return first;
  }

  private isBefore(a: number, b: number): boolean {
    const [atA, atB] = [this.ats[a] as number, this.ats[b] as number];
    return (
      atA < atB || (atA === atB && (this.sequences[a] as number) < (this.sequences[b] as number))
    );
  }

  private move(from: number, to: number): void {
    this.put(
      to,
      this.entries[from] as number,
      this.ats[from] as number,
      this.sequences[from] as number,
    );
  }

  private put(at: number, entry: number, moment: number, sequence: number): void {
    this.entries[at] = entry;
    this.ats[at] = moment;
    this.sequences[at] = sequence;
  }
}
