import { describe, expect, test } from 'vitest';
import { emptyView } from '../view/fold.ts';
import { KeptViews } from './kept-views.ts';

/** Views are offered every so many events, up to `end`. */
function offered(end: number, every = 1_000) {
  const kept = new KeptViews();
  for (let seq = every; seq <= end; seq += every) kept.offer({ ...emptyView, seq });
  return kept;
}

describe('kept views', () => {
  test('give the last one at or before a moment, and the first one from there on', () => {
    const kept = offered(100_000);
    const early = kept.before(50_000)?.seq ?? 0;
    expect(early).toBeGreaterThan(50_000 - kept.stretch - 1_000);
    expect(early).toBeLessThanOrEqual(50_000);
    expect(kept.before(early)?.seq).toBe(early);
    expect(kept.before(early - 1)?.seq).toBeLessThan(early);
    expect(kept.from(early)?.seq).toBe(early);
    expect(kept.from(early + 1)?.seq).toBeGreaterThan(50_000);
    expect(kept.before(1_000)).toBeNull();
    expect(kept.from(100_001)).toBeNull();
  });

  test('end where another history begins', () => {
    const kept = offered(100_000);
    const last = kept.before(60_000)?.seq;
    kept.cut(60_000);
    expect(kept.before(100_000)?.seq).toBe(last);
    kept.offer({ ...emptyView, seq: 70_000 });
    expect(kept.before(100_000)?.seq).toBe(70_000);
  });

  test('are a few hundred, evenly apart, however long the run', () => {
    const end = 20_000_000;
    const kept = offered(end, 5_000);
    const seqs = new Set<number>();
    for (let seq = 0; seq <= end; seq += 5_000) seqs.add(kept.before(seq)?.seq ?? 0);
    const places = [...seqs, end];
    const gaps = places.slice(1).map((place, index) => place - (places[index] as number));
    expect(seqs.size).toBeLessThanOrEqual(257);
    expect(Math.max(...gaps)).toBeLessThan(end / 64);
  });
});
