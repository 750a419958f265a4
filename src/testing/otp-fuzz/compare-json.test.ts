import { expect, test } from 'vitest';
import { firstDifference } from './compare-json.ts';

test('the order of keys does not matter', () => {
  expect(firstDifference({ a: 1, b: [2] }, { b: [2], a: 1 })).toBeNull();
});

test.each([
  [{ a: [1, 2] }, { a: [1, 3] }, '/a/1', '2', '3'],
  [[1], [1, 2], '/1', 'nothing', '2'],
  [{ a: 1 }, {}, '/a', '1', 'nothing'],
  [['a'], 'a', '', '["a"]', '"a"'],
])('%j and %j differ at "%s"', (expected, actual, at, left, right) => {
  expect(firstDifference(expected, actual)).toBe(
    `${at}\n    expected ${left}\n    actual   ${right}`,
  );
});
