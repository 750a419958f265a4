import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTerm } from '../../runtime/format-term.ts';
import type { Term } from '../../runtime/term.ts';
import { shapesOf } from './message-shapes.ts';
import { parseTerm } from './parse-term.ts';

/** What can be saved: numbers that JSON keeps, no field that would change an object's prototype. */
const anyTerm = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('term'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('term'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).term;

const termOf = (text: string, shapes = shapesOf([])) => {
  const result = parseTerm(text, shapes);
  return result.ok ? result.term : result.message;
};

describe('a typed term', () => {
  test.each([
    ['{"type":"lookup","key":"crash"}', { type: 'lookup', key: 'crash' }],
    ["{ type: 'lookup', key: crash, }", { type: 'lookup', key: 'crash' }],
    ['{lookup, crash}', ['lookup', 'crash']],
    ['{shutdown,x}.', ['shutdown', 'x']],
    ['[1, 2.5, -3, 1e3]', [1, 2.5, -3, 1000]],
    ['#{apples => 3, "a b" => [ok]}', { apples: 3, 'a b': ['ok'] }],
    ['<<"bytes">>', 'bytes'],
    ["'an atom'", 'an atom'],
    ['"line\\nbreak \\u00e9"', 'line\nbreak é'],
    ['{}', {}],
    ['[]', []],
    ['kill', 'kill'],
    ['true', true],
    ['undefined', null],
    ['null', null],
    ['42.', 42],
    ['-0', 0],
  ])('%s', (text, term) => expect(termOf(text)).toEqual(term));
});

describe('a tuple like a known message', () => {
  const shapes = shapesOf([{ type: 'store', key: 'apples', value: 3 }, { type: 'stop' }]);
  test('becomes that message', () =>
    expect(termOf('{store, pears, 1}', shapes)).toEqual({ type: 'store', key: 'pears', value: 1 }));
  test('a bare atom too', () => expect(termOf('stop', shapes)).toEqual({ type: 'stop' }));
  test('but not within a term', () => expect(termOf('[stop]', shapes)).toEqual(['stop']));
  test('another size stays a tuple', () =>
    expect(termOf('{store, pears}', shapes)).toEqual(['store', 'pears']));
});

describe('what is wrong, and where', () => {
  test.each([
    ['', 'Type a term, for example {lookup, apples}.'],
    ['{lookup, crash', 'the text ends; } is missing (column 15).'],
    ['{lookup crash}', 'expected , or } (column 9).'],
    ['{a: 1 b: 2}', 'expected , or } (column 7).'],
    ['#{a, 1}', 'expected => (column 4).'],
    ['ok ok', 'the term is over here; what follows is too much (column 4).'],
    ['"open', 'the " that opens here is never closed (column 1).'],
    ['Key', 'Key would be a variable in Erlang; put a text in quotes: "Key" (column 1).'],
    [
      '<0.82.0>',
      "a pid can't be typed; a message may name a process by its registered name (column 1).",
    ],
    ['12abc', '12abc is not a number (column 1).'],
    ['1e999', '1e999 is not a number (column 1).'],
    [
      '9007199254740993',
      '9007199254740993 is larger than a whole number can be here; the largest is 9007199254740991 (column 1).',
    ],
    ['{a, 😀}', "😀 can't begin a term (column 5)."],
    ['=', "= can't begin a term (column 1)."],
    ['{__proto__: 1}', "a field can't be named __proto__ (column 2)."],
    ['['.repeat(60), 'nested deeper than 50 (column 51).'],
  ])('%s', (text, message) => expect(termOf(text)).toBe(message));
});

describe('what is printed is read back', () => {
  test('in JavaScript, every term', () =>
    fc.assert(
      fc.property(anyTerm, (term) => {
        expect(termOf(formatTerm(term, 'javascript'))).toEqual(term);
      }),
    ));

  test('in Erlang, every message whose shape is known', () => {
    for (const message of [
      { type: 'lookup', key: 'crash' },
      { type: 'store', key: 'Key 1', value: [1, { a: null }] },
      { type: 'stop' },
      ['shutdown', 'x'],
      { apples: 3 },
      'kill',
      [],
    ]) {
      expect(termOf(formatTerm(message, 'erlang'), shapesOf([message]))).toEqual(message);
    }
  });
});
