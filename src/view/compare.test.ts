import { describe, expect, test } from 'vitest';
import { defineScenario } from '../scenario/define-scenario.ts';
import type { Action } from '../scenario/scenario.ts';
import { type FlagsChange, withFlags } from '../scenario/with-flags.ts';
import { cast, kill, type ToldRun, toldRun } from '../testing/told-run.ts';
import {
  type Difference,
  eventsUpTo,
  firstDifference,
  firstTurn,
  type Stretch,
} from './compare.ts';
import { textAt } from './log-line.ts';

type Script = readonly (readonly [atMs: number, action: Action])[];

const SUP = `import { genServer, noreply, ok, supervisor } from 'otp';
export const start = (self) => supervisor.startLink(self, 'root', null, { name: 'root' });
export const child = (self, name) => genServer.startLink(self, 'worker', null, { name });
const children = ['a', 'b', 'c'].map((id) => ({ id, start: ['root', 'child', [id]] }));
export default { init: () => ok({ flags: { intensity: 5 }, children }) };`;
const WORKER = `import { error, noreply, ok } from 'otp';
export default { init: () => ok(0), handleCast: (message) => error(message) };`;

/** A supervisor over three workers, with the flags as written (one_for_one; 5 in 5 s) or others. */
function tree(flags: FlagsChange, script: Script, delayUs = 1): ToldRun {
  const scenario = defineScenario({
    title: 'Three',
    schedulingDelayUs: [delayUs, delayUs],
    modules: { root: SUP, worker: WORKER },
    boot: [{ type: 'start', module: 'root', function: 'start', args: [] }],
    script: script.map(([atMs, action]) => ({ at: atMs * 1_000, ...action })),
  });
  return toldRun(withFlags(scenario, 'root', flags), 200);
}

const whole = ({ buffer }: ToldRun): Stretch => ({ buffer, end: buffer.end, isWhole: true });

/** As both sides tell it, with the moment in milliseconds. */
function words(left: ToldRun, right: ToldRun, difference: Difference | null) {
  if (difference === null) return null;
  const say = ({ buffer }: ToldRun, seq: number | null) =>
    seq === null ? null : textAt(buffer, seq);
  return [
    Math.floor(difference.at / 1_000),
    say(left, difference.left),
    say(right, difference.right),
  ];
}
const story = (left: ToldRun, right: ToldRun) =>
  words(left, right, firstTurn(whole(left), whole(right)));
const event = (left: ToldRun, right: ToldRun) =>
  words(left, right, firstDifference(whole(left), whole(right)));

describe('two settings of a supervisor', () => {
  const killB: Script = [[50, kill('b')]];

  test('part where the strategy first makes a difference', () => {
    const left = tree({}, killB);
    const right = tree({ strategy: 'rest_for_one' }, killB);
    const parted = [
      50,
      'root restarts b (one_for_one, permanent; 1 of 5 in 5 s).',
      'root restarts b (rest_for_one, permanent; 1 of 5 in 5 s): it stops c, then starts b and c.',
    ];
    expect(story(left, right)).toEqual(parted);
    expect(event(left, right)).toEqual(parted);
  });

  test('do not part when it makes none', () => {
    const killC: Script = [[50, kill('c')]];
    const left = tree({}, killC);
    const right = tree({ strategy: 'rest_for_one' }, killC);
    expect(story(left, right)).toBeNull();
    expect(event(left, right)).toBeNull();
  });

  test('part where one of them gives up', () => {
    const twice: Script = [...killB, [100, kill('b')]];
    expect(story(tree({}, twice), tree({ intensity: 1 }, twice))).toEqual([
      100,
      expect.stringMatching(/^root restarts b/),
      expect.stringMatching(/^root gives up/),
    ]);
  });
});

describe('two branches', () => {
  test('part at the command that is another one', () => {
    const left = tree({}, [[50, kill('a')]]);
    const right = tree({}, [[50, kill('b')]]);
    const parted = [50, 'From outside: kill a.', 'From outside: kill b.'];
    expect(story(left, right)).toEqual(parted);
    expect(event(left, right)).toEqual(parted);
  });

  test('part where only one of them has a command', () => {
    const left = tree({}, []);
    const right = tree({}, [[50, kill('b')]]);
    expect(story(left, right)?.slice(0, 2)).toEqual([50, null]);
    expect(story(right, left)?.[2]).toBeNull();
  });

  test('that are the same do not part', () => {
    const script: Script = [
      [20, cast('a', 'crash')],
      [50, kill('b')],
    ];
    expect(story(tree({}, script), tree({}, script))).toBeNull();
    expect(event(tree({}, script), tree({}, script))).toBeNull();
  });
});

test('another moment is a difference of events, and none of the story', () => {
  const left = tree({}, [[50, kill('b')]]);
  const right = tree({}, [[60, kill('b')]]);
  expect(story(left, right)).toBeNull();
  expect(event(left, right)?.[0]).toBe(60);
});

test('so is the same event at another moment', () => {
  const [left, right] = [tree({}, []), tree({}, [], 2)];
  expect(story(left, right)).toBeNull();
  const { left: one, right: other, at } = firstDifference(whole(left), whole(right)) as Difference;
  expect(one).toBe(other);
  expect(textAt(left.buffer, one as number)).toBe(textAt(right.buffer, other as number));
  expect(at).toBe(2);
});

test('what a run that is only known so far does not tell is no difference yet', () => {
  const left = whole(tree({}, []));
  const right = whole(tree({}, [[50, kill('b')]]));
  const open = (stretch: Stretch) => ({ ...stretch, isWhole: false });
  expect(firstTurn(open(left), right)).toBeNull();
  expect(firstTurn(left, open(right))).not.toBeNull();
  expect(firstDifference(open(left), right)).toBeNull();
});

test('the number of events up to a moment', () => {
  const { buffer } = tree({}, [[50, kill('b')]]);
  const seqs = Array.from({ length: buffer.end }, (_none, seq) => seq);
  for (const at of [0, 3, 49_999, 50_000, 50_001, 500_000]) {
    const count = seqs.filter((seq) => (buffer.decode(seq)?.at ?? 0) <= at).length;
    expect(eventsUpTo(buffer, at)).toBe(count);
  }
});
