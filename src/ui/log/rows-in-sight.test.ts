import { describe, expect, test } from 'vitest';
import { contentHeight, ROW_PX, rowsInSight, scrollTopFor } from './rows-in-sight.ts';

const height = 10 * ROW_PX;

describe('the lines in sight', () => {
  test('begin at the top, with some to spare below', () =>
    expect(rowsInSight({ count: 1_000, scrollTop: 0, height })).toEqual({
      first: 0,
      end: 16,
      top: 0,
    }));

  test('stand where they would if all were drawn', () => {
    const { first, end, top } = rowsInSight({ count: 1_000, scrollTop: 1_212, height });
    expect(top).toBe(first * ROW_PX);
    expect(first * ROW_PX).toBeLessThan(1_212);
    expect(end * ROW_PX).toBeGreaterThan(1_212 + height);
  });

  test('are all of a short log', () =>
    expect(rowsInSight({ count: 3, scrollTop: 0, height })).toEqual({ first: 0, end: 3, top: 0 }));

  test('are none of an empty one', () =>
    expect(rowsInSight({ count: 0, scrollTop: 0, height })).toMatchObject({ first: 0, end: 0 }));
});

describe('ten million lines, more than a browser can lay out', () => {
  const count = 10_000_000;
  test('are no higher than it bears', () => expect(contentHeight(count)).toBeLessThan(17_000_000));
  test('can be scrolled to the last', () => {
    const scrollTop = contentHeight(count) - height;
    const { end, first, top } = rowsInSight({ count, scrollTop, height });
    expect(end).toBe(count);
    expect(top + (end - first) * ROW_PX).toBeCloseTo(contentHeight(count));
  });
});

describe('bringing a line into sight', () => {
  const scroll = { count: 1_000, scrollTop: 100 * ROW_PX, height };
  test('does nothing when it is', () => expect(scrollTopFor(105, scroll)).toBe(scroll.scrollTop));
  test('goes up to one above', () => expect(scrollTopFor(99, scroll)).toBe(99 * ROW_PX));
  test('goes down until one below is the last', () =>
    expect(scrollTopFor(110, scroll)).toBe(101 * ROW_PX));
  test('works among ten million', () => {
    const many = { ...scroll, count: 10_000_000, scrollTop: 0 };
    const scrollTop = scrollTopFor(5_000_000, many);
    const { first, end } = rowsInSight({ ...many, scrollTop });
    expect(first).toBeLessThanOrEqual(5_000_000);
    expect(end).toBeGreaterThan(5_000_000);
  });
});
