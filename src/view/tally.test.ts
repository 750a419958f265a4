import { expect, test } from 'vitest';
import { call, cast, kill, type ToldRun, toldTree } from '../testing/told-run.ts';
import { Counter } from './tally.ts';

const NOTHING = {
  crashes: 0,
  restarts: 0,
  stopped: 0,
  gaveUp: 0,
  lost: 0,
  late: 0,
  callsTimedOut: 0,
  callsFailed: 0,
  deaths: {},
};

function tallied({ buffer }: ToldRun, end = buffer.end) {
  const { deaths, ...counts } = new Counter(buffer).at(end);
  return { ...counts, deaths: Object.fromEntries(deaths) };
}

const three = (strategy: 'one_for_one' | 'rest_for_one', intensity = 5) => ({
  id: 'root',
  strategy,
  intensity,
  children: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
});

test('a quiet run has nothing to tell, nor has one that is stopped in order', () => {
  const run = toldTree(three('one_for_one'), [[10, kill('nobody')]], 50);
  expect(tallied(run)).toEqual(NOTHING);
});

test('who dies, and who is started again: under rest_for_one those behind it too', () => {
  const script = [
    [10, kill('b')],
    [30, cast('b', 'crash')],
    [50, kill('a')],
  ] as const;
  const deaths = { b: 2, a: 1 };
  expect(tallied(toldTree(three('one_for_one'), script, 100))).toEqual({
    ...NOTHING,
    crashes: 3,
    restarts: 3,
    deaths,
  });
  expect(tallied(toldTree(three('rest_for_one'), script, 100))).toEqual({
    ...NOTHING,
    crashes: 3,
    restarts: 7,
    stopped: 4,
    deaths,
  });
});

test('a supervisor that gives up', () => {
  const script = [
    [10, kill('b')],
    [30, kill('b')],
  ] as const;
  expect(tallied(toldTree(three('one_for_one', 1), script, 100))).toMatchObject({
    crashes: 2,
    restarts: 1,
    gaveUp: 1,
    stopped: 2,
  });
});

test('what is lost, and calls that came to nothing', () => {
  const run = toldTree(
    three('one_for_one'),
    [
      [10, cast('a', 'try', 'b', ['sleep', 50], 10)],
      [100, cast('a', 'try', 'b', ['sleep', 50], 100)],
      [105, cast('b', 'cast', 'a', 'never_read')],
      [110, kill('b')],
      [150, call('nobody', 10, 'x')],
      [160, call('c', 10, 'silent')],
    ],
    300,
  );
  expect(tallied(run)).toEqual({
    ...NOTHING,
    crashes: 1,
    restarts: 1,
    lost: 1,
    late: 1,
    callsTimedOut: 2,
    callsFailed: 2,
    deaths: { b: 1 },
  });
});

test('counts on, and back, to what a fresh count says', () => {
  const run = toldTree(
    three('rest_for_one'),
    [
      [10, kill('b')],
      [30, kill('a')],
    ],
    100,
  );
  const counter = new Counter(run.buffer);
  const { end } = run.buffer;
  for (const seq of [10, end / 2, end, end / 3, end].map(Math.floor)) {
    expect(counter.at(seq)).toEqual(new Counter(run.buffer).at(seq));
  }
  expect(counter.at(end)).toBe(counter.at(end));
});
