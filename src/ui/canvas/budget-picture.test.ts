import { describe, expect, test } from 'vitest';
import type { SupervisorView } from '../../view/view.ts';
import { budgetPicture, budgetText, pictureKey } from './budget-picture.ts';

const second = 1_000_000;
const flags = { strategy: 'one_for_one', intensity: 2, period: 5, autoShutdown: 'never' } as const;
const supervisor = (...restarts: number[]): SupervisorView => ({
  flags,
  template: null,
  children: [],
  restarts: restarts.map((at) => at * second),
  lastDecision: null,
});
const textOf = (view: SupervisorView, now: number) => budgetText(budgetPicture(view, now * second));

describe('the restart budget', () => {
  test('nothing used', () => expect(textOf(supervisor(), 0)).toBe('0 of 2 in 5 s'));
  test('one used', () => expect(textOf(supervisor(1), 2)).toBe('1 of 2 in 5 s'));
  test('all used: the next crash escalates', () =>
    expect(textOf(supervisor(1, 2), 2)).toBe('next crash escalates'));
  test('with intensity 0 the first crash escalates', () =>
    expect(textOf({ ...supervisor(), flags: { ...flags, intensity: 0 } }, 0)).toBe(
      'next crash escalates',
    ));
  test('a used token fills up as its restart grows old', () => {
    expect(budgetPicture(supervisor(0), 0).eighths).toEqual([0]);
    expect(budgetPicture(supervisor(0), 3 * second).eighths).toEqual([4]);
    expect(budgetPicture(supervisor(), 3 * second).eighths).toEqual([]);
  });
  test('what has left the window, and what comes later, has no token', () =>
    expect(budgetPicture(supervisor(0, 10, 20), 12 * second).eighths).toEqual([2]));
  test('two moments that look alike have one key', () => {
    const keyAt = (now: number) => pictureKey(budgetPicture(supervisor(0), now));
    expect(keyAt(10)).toBe(keyAt(20));
    expect(keyAt(10)).not.toBe(keyAt(3 * second));
  });
});
