import { describe, expect, test } from 'vitest';
import type { SupervisorView } from '../../view/view.ts';
import { budgetWords, restartsInWindow } from './budget-words.ts';

const supervisor = {
  flags: { strategy: 'one_for_one', intensity: 2, period: 5, autoShutdown: 'never' },
  restarts: [10_900_000, 12_000_000],
} as unknown as SupervisorView;

describe('restart budget', () => {
  test('a restart exactly one period old still counts', () =>
    expect(restartsInWindow(supervisor, 15)).toHaveLength(2));
  test('an older one does not', () =>
    expect(restartsInWindow(supervisor, 16)).toEqual([12_000_000]));
  test('says what is left', () => expect(budgetWords(1, supervisor)).toBe('1 of 2 used; 1 left'));
  test('warns at the last token', () =>
    expect(budgetWords(2, supervisor)).toBe('2 of 2 used: the next crash escalates'));
});
