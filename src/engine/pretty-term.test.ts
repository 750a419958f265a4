import { expect, test } from 'vitest';
import { formatTerm } from '../runtime/format-term.ts';
import { Pid } from '../runtime/term.ts';
import { prettyTerm } from './pretty-term.ts';

const state = {
  name: 'kv',
  owner: new Pid('nonode@nohost', 82, 2),
  empty: {},
  counts: { reads: 1, writes: 2 },
  log: [{ type: 'log', text: 'a' }, 'b'],
  deep: { list: [[1, 2], [3]], none: [] },
};

test('a part of the outermost on each line, inner ones that are flat and short on one', () => {
  expect(prettyTerm(state, 'erlang')).toMatchInlineSnapshot(`
    "#{
      name => kv,
      owner => <0.82.0>,
      empty => #{},
      counts => #{reads => 1,writes => 2},
      log => [
        {log,a},
        b
      ],
      deep => #{
        list => [
          [1,2],
          [3]
        ],
        none => []
      }
    }"
  `);
  expect(prettyTerm(state, 'javascript')).toMatchInlineSnapshot(`
    "{
      name: "kv",
      owner: <0.82.0>,
      empty: {},
      counts: { reads: 1, writes: 2 },
      log: [
        { type: "log", text: "a" },
        "b"
      ],
      deep: {
        list: [
          [1, 2],
          [3]
        ],
        none: []
      }
    }"
  `);
});

test('says what the one line says', () => {
  for (const style of ['erlang', 'javascript'] as const) {
    const bare = (text: string) => text.replace(/\s/g, '');
    expect(bare(prettyTerm(state, style))).toBe(bare(formatTerm(state, style)));
  }
});

test.each([[null], [7], ['atom'], [[]], [{}], [{ type: 'idle' }]])(
  '%j stays on its line',
  (term) => {
    expect(prettyTerm(term, 'erlang')).toBe(formatTerm(term));
  },
);

test('a change of one value changes one line', () => {
  const [before, after] = [1, 2].map((reads) =>
    prettyTerm({ ...state, counts: { reads, writes: 2 } }, 'erlang').split('\n'),
  );
  expect(before?.filter((line, index) => line !== after?.[index])).toHaveLength(1);
});

test('a huge one is cut', () => {
  const text = prettyTerm(
    Array.from({ length: 1_000_000 }, (_, index) => index),
    'erlang',
  );
  expect(text.length).toBeLessThan(300_000);
  expect(text).toContain('…');
});
