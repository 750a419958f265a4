import { expect, test } from 'vitest';
import { Bench, type Result, summarise, table } from './harness.ts';

test('the median of an even number of runs lies between the middle two', () => {
  const result = summarise({ name: 'a', unit: 'ms' }, [4, 1, 3, 2]);
  expect(result).toEqual({
    name: 'a',
    unit: 'ms',
    median: 2.5,
    min: 1,
    max: 4,
    goal: null,
    ok: null,
  });
});

test.each([
  ['>= 3', true],
  ['>= 3.1', false],
  ['<= 3', true],
  ['<= 2e0', false],
  [3, true],
  [4, false],
])('3 against the goal %s: %s', (goal, ok) => {
  expect(summarise({ name: 'a', unit: 'ms', goal }, [3]).ok).toBe(ok);
});

test('a goal that cannot be read is an error, not a pass', () => {
  expect(() => summarise({ name: 'a', unit: 'ms', goal: 'fast' }, [3])).toThrow('Not a goal');
});

test('those compared take turns, and the ratio is taken round by round', async () => {
  const turns: string[] = [];
  const results: Result[] = [];
  const bench = new Bench('node', (result) => results.push(result), { runs: 2, warmUps: 1 });
  const give = (name: string, figures: number[]) => ({
    name,
    unit: '/s',
    run() {
      turns.push(name);
      return figures.shift() ?? Number.NaN;
    },
  });

  await bench.compare(
    [give('ours', [9, 10, 30]), give('theirs', [9, 5, 10])],
    [{ to: 'theirs', name: 'ours to theirs', goal: '>= 2' }],
  );

  expect(turns.join(' ')).toBe('ours theirs ours theirs ours theirs');
  expect(results.map(({ name, median, ok }) => [name, median, ok])).toEqual([
    ['ours', 20, null],
    ['theirs', 7.5, null],
    ['ours to theirs', 2.5, true],
  ]);
});

test('the table is aligned and says where a goal was missed', () => {
  const lines = table([
    summarise({ name: 'events', unit: '/s', goal: '>= 2.5e6' }, [17_300_000]),
    summarise({ name: 'start', unit: 'ms', goal: '<= 15' }, [20]),
  ]);
  expect(lines).toEqual([
    'what    unit  median     min     max  goal',
    'events  /s    17.3 M  17.3 M  17.3 M  >= 2.50 M  ok',
    'start   ms      20.0    20.0    20.0  <= 15.0    SHORT',
  ]);
});
