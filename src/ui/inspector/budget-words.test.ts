import { describe, expect, test } from 'vitest';
import { budgetWords } from './budget-words.ts';

const budget = { used: 1, intensity: 2, period: 5, nextEscalates: false, oldestLeavesAt: null };

describe('restart budget', () => {
  test('says what is left', () => expect(budgetWords(budget)).toBe('1 of 2 used; 1 left'));
  test('warns at the last token', () =>
    expect(budgetWords({ ...budget, used: 2, nextEscalates: true })).toBe(
      '2 of 2 used: the next crash escalates',
    ));
});
