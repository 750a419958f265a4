import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines } from './line-diff.ts';

const show = (before: string, after: string) =>
  diffLines(before, after).map(({ sign, text }) => `${sign}${text}`);

describe('a diff of lines', () => {
  test('of equal texts is the text', () => expect(show('a\nb', 'a\nb')).toEqual([' a', ' b']));
  test('marks a changed line as gone and come', () =>
    expect(show('{\n  a: 1\n}', '{\n  a: 2\n}')).toEqual([' {', '−  a: 1', '+  a: 2', ' }']));
  test('marks an inserted line', () => expect(show('a\nc', 'a\nb\nc')).toEqual([' a', '+b', ' c']));
  test('marks a removed line', () => expect(show('a\nb\nc', 'a\nc')).toEqual([' a', '−b', ' c']));
  test('keeps what moved apart', () =>
    expect(show('a\nb\nc\nd', 'b\nx\nd\ne')).toEqual(['−a', ' b', '−c', '+x', ' d', '+e']));
  test('a line that only another one follows now is no other line', () =>
    expect(show('#{\n  a => 1\n}', '#{\n  a => 1,\n  b => 2\n}')).toEqual([
      ' #{',
      '   a => 1,',
      '+  b => 2',
      ' }',
    ]));
  test('of a very long text stays quick', () => {
    const long = (word: string) =>
      Array.from({ length: 5_000 }, (_, n) => `${word}${n}`).join('\n');
    expect(diffLines(long('a'), long('b'))).toHaveLength(10_000);
  });

  test('holds both texts, in order', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (sign: string) =>
          lines
            .filter((line) => line.sign !== sign)
            .map((line) => line.text)
            .join('\n');
        expect([without('+'), without('−')]).toEqual([before, after]);
      }),
    );
  });
});
