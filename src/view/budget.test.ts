import { describe, expect, test } from 'vitest';
import { demoRestartedView } from '../testing/demo-view.ts';
import { budgetAt } from './budget.ts';
import type { SupervisorView } from './view.ts';

const seconds = (at: number) => at * 1_000_000;

function supervisor(
  intensity: number,
  period: number,
  restarts: readonly number[],
): SupervisorView {
  return {
    flags: { strategy: 'one_for_one', intensity, period, autoShutdown: 'never' },
    template: null,
    children: [],
    restarts: restarts.map(seconds),
    lastDecision: null,
  };
}

describe('the budget', () => {
  test.each([
    // intensity, period, restarts at, now, used, next escalates, oldest leaves at
    ['nothing used', 5, 1000, [], 10, 0, false, null],
    ['two used', 5, 1000, [10, 20], 30, 2, false, 1011],
    ['the last token gone', 2, 10, [1, 2], 3, 2, true, 12],
    ['no tokens at all', 0, 10, [], 3, 0, true, null],
    ['exactly one period old still counts', 1, 5, [10], 15, 1, true, 16],
    ['and to the end of that second', 1, 5, [10], 15.999_999, 1, true, 16],
    ['a second later it does not', 1, 5, [10], 16, 0, false, null],
    ['the second of a late restart begins early', 1, 5, [10.9], 15.95, 1, true, 16],
    ['the window slides past one of two', 5, 5, [10, 12], 16, 1, false, 18],
    ['what is still to come does not count', 5, 5, [10, 12], 11, 1, false, 16],
  ] as const)('%s', (_name, intensity, period, restarts, now, used, nextEscalates, leaves) => {
    expect(budgetAt(supervisor(intensity, period, restarts), seconds(now))).toEqual({
      used,
      intensity,
      period,
      nextEscalates,
      oldestLeavesAt: leaves === null ? null : seconds(leaves),
    });
  });

  test('of the essay after five crashes: the next one escalates', () => {
    const view = demoRestartedView(5);
    const essay = view.processes.get(80)?.supervisor as SupervisorView;
    expect(budgetAt(essay, view.at)).toMatchObject({ used: 5, nextEscalates: true });
    expect(budgetAt(essay, seconds(1_006))).toMatchObject({ used: 4, nextEscalates: false });
  });
});
