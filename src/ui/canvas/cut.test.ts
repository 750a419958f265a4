import { expect, test } from 'vitest';
import { cut, isCut, namesFit, shortened } from './cut.ts';

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

test('a registered name has room beside a short id, not beside a long one', () => {
  expect(namesFit('logger', 'my_simple_event_logger')).toBe(false);
  expect(namesFit('packet', 'packet_assembler')).toBe(true);
  expect(namesFit('simple_supervisor', null)).toBe(true);
  expect(namesFit('a_name_of_more_than_enough_letters', null)).toBe(false);
});
