/**
 * Payloads of the newest events, by `seq`, for whoever asks for a text later.
 *
 * Whole stretches are kept as they come: copying an array is much cheaper than writing its elements
 * one by one into another, which tells the garbage collector of each.
 */
export class KeptPayloads {
  private stretches: Stretch[] = [];
  /** Place of the oldest stretch that is kept; those before it are gone. */
  private oldest = 0;
  private readonly most: number;

  /** Keeps at least `most` events, as long as there are so many. */
  constructor(most: number) {
    this.most = most;
  }

  /** `payloads` is kept, and must not be changed. */
  append(first: number, payloads: readonly unknown[]): void {
    const { stretches } = this;
    stretches.push({ first, payloads });
    const needed = first + payloads.length - this.most;
    for (let next = stretches[this.oldest + 1]; next !== undefined && next.first <= needed; ) {
      stretches[this.oldest++] = GONE;
      next = stretches[this.oldest + 1];
    }
    if (this.oldest > 1_000 && this.oldest * 2 > stretches.length) {
      this.stretches = stretches.slice(this.oldest);
      this.oldest = 0;
    }
  }

  /** `missing` for an event that is not kept. */
  payload(seq: number, missing: unknown): unknown {
    let [low, high] = [this.oldest, this.stretches.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.stretches[middle] as Stretch).first <= seq) low = middle;
      else high = middle - 1;
    }
    const stretch = this.stretches[low];
    const place = seq - (stretch?.first ?? 0);
    const isKept = stretch !== undefined && place >= 0 && place < stretch.payloads.length;
    return isKept && Number.isInteger(seq) ? stretch.payloads[place] : missing;
  }
}

interface Stretch {
  readonly first: number;
  readonly payloads: readonly unknown[];
}

const GONE: Stretch = Object.freeze({ first: -1, payloads: Object.freeze([]) });
