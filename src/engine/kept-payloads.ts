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

  /** `seq` of the event to come. */
  get end(): number {
    const last = this.stretches.at(-1);
    return last === undefined ? 0 : last.first + last.payloads.length;
  }

  /** Those before `seq`; from there on another history is written. */
  before(seq: number): KeptPayloads {
    const kept = new KeptPayloads(this.most);
    for (const stretch of this.stretches.slice(this.oldest)) {
      const { first, payloads } = stretch;
      if (first + payloads.length <= seq) kept.stretches.push(stretch);
      else if (first < seq)
        kept.stretches.push({ first, payloads: payloads.slice(0, seq - first) });
    }
    return kept;
  }

  /** `payloads` is kept, and must not be changed. What is here already is not taken again. */
  append(first: number, payloads: readonly unknown[]): void {
    const { stretches, end } = this;
    if (first < end && stretches.length > 0) {
      if (first + payloads.length > end) this.append(end, payloads.slice(end - first));
      return;
    }
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
