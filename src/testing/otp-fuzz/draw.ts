import { createPrng, nextBelow, type PrngState } from '../../base/prng.ts';

/** Random choices for generators: the same seed and name, the same choices. */
export class Draw {
  private readonly state: PrngState;

  constructor(seed: number, name: string) {
    this.state = createPrng(seed, name);
  }

  /** A whole number in `[0, bound)`. */
  below(bound: number): number {
    return nextBelow(this.state, bound);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.below(1_000_000) < probability * 1_000_000;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** One of the pairs' values, as often as the pair's number says. */
  weighted<Item>(pairs: readonly (readonly [weight: number, item: Item])[]): Item {
    let left = this.below(pairs.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, item] of pairs) {
      if (left < weight) return item;
      left -= weight;
    }
    throw new Error('nothing to pick from');
  }

  list<Item>(count: number, make: (index: number) => Item): Item[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
}
