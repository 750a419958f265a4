import { expect, test } from 'vitest';
import { cut, isCut, lengthOf } from './cut.ts';

test('what fits stays whole', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(isCut('abc', 3)).toBe(false);
});

test('what does not fit is no longer than allowed', () => {
  expect(cut('abcd', 3)).toBe('abc');
  expect(isCut('abcd', 3)).toBe(true);
});

test.each([
  ['worker_7', 'short'],
  ['simple_supervisor', 'medium'],
  ['my_simple_event_logger', 'long'],
  ['メッセージ', 'short'],
  ['メッセージ受信箱', 'medium'],
  ['メッセージ受信箱の管理者', 'long'],
])('the name %s is %s', (name, length) => expect(lengthOf(name)).toBe(length));
