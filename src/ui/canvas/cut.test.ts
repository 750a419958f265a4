import { expect, test } from 'vitest';
import { cut, isCut, shortened } from './cut.ts';

test('what fits stays whole', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(shortened('abc', 3)).toBe('abc');
  expect(isCut('abc', 3)).toBe(false);
});

test('what does not fit is no longer than allowed', () => {
  expect(cut('abcd', 3)).toBe('abc');
  expect(shortened('abcd', 3)).toBe('ab…');
  expect(isCut('abcd', 3)).toBe(true);
});
