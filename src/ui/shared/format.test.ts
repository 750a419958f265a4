import { expect, test } from 'vitest';
import { counted, formatCount, formatSpan } from './format.ts';

test('thousands stand apart', () => {
  expect([999, 1842, 1234567].map(formatCount)).toEqual([
    '999',
    '1\u202f842',
    '1\u202f234\u202f567',
  ]);
});

test('one is singular', () => {
  expect(counted(1, 'restart')).toBe('1 restart');
  expect(counted(2, 'restart')).toBe('2 restarts');
  expect(counted(2, 'crash')).toBe('2 crashes');
  expect(counted(0, 'process')).toBe('0 processes');
});

test.each([
  [480_999, '480 ms'],
  [12_480_000, '12.4 s'],
  [450_000_000, '7:30 min'],
  [5_999_000_000, '99:59 min'],
  [7_500_000_000, '2:05 h'],
  [3_387_254_000_000, '940:54 h'],
])('%i µs are %s', (span, text) => expect(formatSpan(span)).toBe(text));
