import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptPayloads } from './kept-payloads.ts';

test('the newest are there, the oldest go, whatever the stretches', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 }), (lengths) => {
      const kept = new KeptPayloads(100);
      let end = 0;
      for (const length of lengths) {
        kept.append(
          end,
          Array.from({ length }, (_, index) => `event ${end + index}`),
        );
        end += length;
      }
      for (let seq = Math.max(0, end - 100); seq < end; seq++) {
        expect(kept.payload(seq, null)).toBe(`event ${seq}`);
      }
      for (const seq of [-1, end, 0.5, end - 140 - 1]) expect(kept.payload(seq, null)).toBeNull();
    }),
  );
});

test('thousands of small stretches do not pile up', () => {
  const kept = new KeptPayloads(10);
  for (let seq = 0; seq < 20_000; seq++) kept.append(seq, [seq]);
  expect(kept.payload(19_990, null)).toBe(19_990);
  expect(kept.payload(19_980, null)).toBeNull();
  expect((kept as unknown as { stretches: unknown[] }).stretches.length).toBeLessThan(3_000);
});

test('of another history only what comes before is kept; what follows there is taken', () => {
  const kept = new KeptPayloads(100);
  kept.append(0, ['a', 'b', 'c']);
  kept.append(3, ['d', 'e', 'f']);
  const other = kept.before(4);
  expect(other.end).toBe(4);
  other.append(3, ['d', 'E']);
  expect([2, 3, 4, 5].map((seq) => other.payload(seq, null))).toEqual(['c', 'd', 'E', null]);
  expect(kept.payload(4, null)).toBe('e');
});
