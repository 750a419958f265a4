import { describe, expect, test } from 'vitest';
import type { SupervisorView } from '../../view/view.ts';
import { budgetKey, budgetOf, budgetText } from './budget.ts';

const second = 1_000_000;
const supervisor = (...restarts: number[]): SupervisorView => ({
  flags: { strategy: 'one_for_one', intensity: 2, period: 5, autoShutdown: 'never' },
  children: [],
  restarts: restarts.map((at) => at * second),
  lastDecision: null,
});

describe('the restart budget', () => {
  test('nothing used', () => expect(budgetText(budgetOf(supervisor(), 0))).toBe('0 of 2 in 5 s'));
  test('one used', () =>
    expect(budgetText(budgetOf(supervisor(1), 2 * second))).toBe('1 of 2 in 5 s'));
  test('all used: the next crash escalates', () =>
    expect(budgetText(budgetOf(supervisor(1, 2), 2 * second))).toBe('next crash escalates'));
  test('with intensity 0 the first crash escalates', () => {
    const strict = { ...supervisor(), flags: { ...supervisor().flags, intensity: 0 } };
    expect(budgetText(budgetOf(strict, 0))).toBe('next crash escalates');
  });
  test('a restart exactly one period old still counts', () => {
    expect(budgetOf(supervisor(1), 6.9 * second).used).toBe(1);
    expect(budgetOf(supervisor(1), 7 * second).used).toBe(0);
  });
  test('what comes later does not count yet', () =>
    expect(budgetOf(supervisor(1, 4), 2 * second).used).toBe(1));
  test('a used token fills up as its restart grows old', () => {
    expect(budgetOf(supervisor(0), 0).eighths).toEqual([0]);
    expect(budgetOf(supervisor(0), 3 * second).eighths).toEqual([4]);
  });
  test('two moments that look alike have one key', () => {
    expect(budgetKey(budgetOf(supervisor(0), 10))).toBe(budgetKey(budgetOf(supervisor(0), 20)));
    expect(budgetKey(budgetOf(supervisor(0), 10))).not.toBe(
      budgetKey(budgetOf(supervisor(0), 3 * second)),
    );
  });
});
