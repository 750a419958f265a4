import { expect, test } from 'vitest';
import { sourceAround } from './source-around.ts';

const TEXT = ['one', 'two', 'three', 'four'].join('\n');
const numbers = (line: number) => sourceAround(TEXT, line, 1).map(({ number }) => number);

test('a line stands between its neighbours', () =>
  expect(sourceAround(TEXT, 2, 1)).toEqual([
    { number: 1, text: 'one' },
    { number: 2, text: 'two' },
    { number: 3, text: 'three' },
  ]));
test('the first and the last have one', () =>
  expect([numbers(1), numbers(4)]).toEqual([
    [1, 2],
    [3, 4],
  ]));
test('the margin that all of them share is left out', () =>
  expect(sourceAround('a {\n    b\n\n      c\n}', 3, 1).map(({ text }) => text)).toEqual([
    'b',
    '',
    '  c',
  ]));
test('a line that is not there is not shown', () =>
  expect([numbers(0), numbers(5)]).toEqual([[], []]));
