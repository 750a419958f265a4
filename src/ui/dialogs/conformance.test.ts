import { expect, test } from 'vitest';
import { countsOf, filtered, type Row } from './conformance.ts';

const ROWS: readonly Row[] = [
  { id: 'gen_server_SUITE/call#1', weight: 1, status: 'passed', sentences: ['A reply comes'] },
  { id: 'gen_server_SUITE/call#2', weight: 2, status: 'differs', reason: 'no hibernation' },
  { id: 'gen_server_SUITE/cast', weight: 3, status: 'untested' },
];
const SECTIONS = [
  { section: 4, title: 'gen_server', rows: ROWS },
  {
    section: 10,
    title: 'Applications',
    rows: [{ id: 'application_SUITE/a', weight: 1, status: 'later' }],
  },
] as const;

const ids = (status: Row['status'] | null, text: string) =>
  filtered(SECTIONS, { status, text }).flatMap(({ rows }) => rows.map(({ id }) => id));

test('rows are counted by how they stand', () =>
  expect(countsOf(ROWS)).toEqual({ passed: 1, differs: 1, later: 0, untested: 1 }));

test('without a filter all rows are there', () => expect(ids(null, ' ')).toHaveLength(4));

test.each([
  ['a status', 'later', '', ['application_SUITE/a']],
  ['part of the id', null, 'CALL#', ['gen_server_SUITE/call#1', 'gen_server_SUITE/call#2']],
  ['a word of the sentence', null, 'reply', ['gen_server_SUITE/call#1']],
  ['words of id and reason', null, 'call hibernation', ['gen_server_SUITE/call#2']],
  ['both', 'passed', 'hibernation', []],
] as const)('rows are found by %s', (_what, status, text, found) =>
  expect(ids(status, text)).toEqual(found),
);
