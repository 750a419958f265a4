import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callSort } from './stable-sort.ts';

const byKey = (a: unknown, b: unknown) => Number((a as number[])[0]) - Number((b as number[])[0]);

describe('sorting asks in one order and gives what the language gives', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer()));

  test('for any array, stably', () => {
    fc.assert(
      fc.property(pairs, (items) => {
        expect(callSort([...items], 'sort', byKey)).toEqual([...items].sort(byKey));
        expect(callSort(items, 'toSorted', byKey)).toEqual([...items].sort(byKey));
      }),
    );
  });

  test('undefined at the end, and holes after it', () => {
    const make = () => {
      const items: unknown[] = [3, undefined, 1, undefined, 2];
      items.length = 7;
      return items;
    };
    const compare = (a: unknown, b: unknown) => Number(a) - Number(b);
    expect(callSort(make(), 'sort', compare)).toEqual(make().sort(compare));
    expect(callSort([3, undefined, 1], 'toSorted', compare)).toEqual([1, 3, undefined]);
  });

  test('typed arrays', () => {
    const down = (a: unknown, b: unknown) => Number(b) - Number(a);
    expect(callSort(Int8Array.of(1, 3, 2), 'sort', down)).toEqual(Int8Array.of(3, 2, 1));
    expect(callSort(Int8Array.of(1, 3, 2), 'toSorted', down)).toEqual(Int8Array.of(3, 2, 1));
  });

  test('without a comparison as the language does', () => {
    expect(callSort([10, 9, 1], 'sort')).toEqual([1, 10, 9]);
  });

  test('a method that only has the name', () => {
    expect(callSort({ sort: (x: number) => x + 1 }, 'sort', 1)).toBe(2);
  });

  test('a comparison that lies is asked the very same questions, here and everywhere', () => {
    const asked: string[] = [];
    callSort([1, 2, 3, 4, 5], 'sort', (a: unknown, b: unknown) => {
      asked.push(`${a}${b}`);
      return asked.length % 2 === 0 ? 1 : -1;
    });
    expect(asked).toEqual(['12', '34', '14', '24', '23', '15']);
  });
});
