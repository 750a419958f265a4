import { describe, expect, test } from 'vitest';
import { RestartWindow } from './restart-window.ts';

/** The first moment at which more than `intensity` restarts count. */
function gaveUpAt(moments: readonly number[], intensity = 1, period = 5): number | 'never' {
  const window = new RestartWindow();
  return moments.find((at) => window.add(at, period) > intensity) ?? 'never';
}

describe('restart intensity', () => {
  test('1 in 5 s allows one restart', () => expect(gaveUpAt([10])).toBe('never'));
  test('1 in 5 s gives up at the second within the period', () =>
    expect(gaveUpAt([10, 12])).toBe(12));
  test('a restart exactly one period old still counts', () => expect(gaveUpAt([10, 15])).toBe(15));
  test('an older one does not', () => expect(gaveUpAt([10, 16, 22])).toBe('never'));
  test('intensity 0 gives up at the first', () => expect(gaveUpAt([3], 0)).toBe(3));
  test('5 in 1000 s gives up at the sixth', () =>
    expect(gaveUpAt([1, 2, 3, 4, 5, 6], 5, 1000)).toBe(6));
  test('a window that was left behind counts afresh, however long it was', () => {
    const window = new RestartWindow();
    for (let at = 0; at < 1_000; at++) window.add(at, 100);
    expect(window.add(2_000, 100)).toBe(1);
    expect(window.fork().add(2_001, 100)).toBe(2);
  });
});
