import { describe, expect, test } from 'vitest';
import { defineScenario } from '../scenario/define-scenario.ts';
import type { Command } from '../scenario/scenario.ts';
import { openPage } from '../testing/fake-page.ts';
import { nextBeat } from '../view/beats.ts';
import { textAt } from '../view/log-line.ts';
import type { ComparedRun, Comparison, Other } from './comparison-state.ts';

const SUP = `import { genServer, noreply, ok, supervisor } from 'otp';
export const start = (self) => supervisor.startLink(self, 'top', null, { name: 'top' });
export const child = (self, name) => genServer.startLink(self, 'worker', null, { name });
const children = ['a', 'b', 'c'].map((id) => ({ id, start: ['top', 'child', [id]] }));
export default { init: () => ok({ flags: { intensity: 5, period: 60 }, children }) };`;
const WORKER = `import { noreply, ok } from 'otp';
export default {
  init: (_args, self) => { self.sendAfter(200 + self.random(100), self.pid, 'tick'); return ok(0); },
  handleInfo: (_tick, count, self) => { self.sendAfter(200 + self.random(100), self.pid, 'tick'); return noreply(count + 1); },
};`;

/** A supervisor over three workers, which tick. */
const three = (script: readonly Command[] = []) =>
  defineScenario({
    title: 'Three',
    modules: { top: SUP, worker: WORKER },
    boot: [{ type: 'start', module: 'top', function: 'start', args: [] }],
    script,
  });

const kill = (target: string, seconds: number): Command => ({
  at: seconds * 1_000_000,
  type: 'exit',
  target,
  reason: 'kill',
});
const KILLS = [kill('b', 3), kill('b', 6)];

/** The page stands at a moment; beside its run another one is put. */
async function compared(other: Other, script: readonly Command[] = KILLS) {
  const page = await openPage({ real: three(script) });
  await page.clock.pass(200);
  page.playground.jump({ type: 'time', at: 1_000_000 });
  await page.clock.pass(200);
  return { page, ...(await open(page, other)) };
}

async function open(page: Awaited<ReturnType<typeof openPage>>, other: Other) {
  let opened: Comparison | null = null;
  // The part that compares is loaded by the host, in its own time.
  await page.playground.compare(other).then((comparison) => {
    opened = comparison;
  });
  const comparison = opened as unknown as Comparison;
  await page.clock.pass(3_000);
  const at = async (seconds: number) => {
    comparison.jump(seconds * 1_000_000);
    await page.clock.pass(500);
  };
  return { comparison, at };
}

const sides = ({ left, right }: Comparison): readonly ComparedRun[] => [left, right];
const moments = (comparison: Comparison) =>
  sides(comparison).map(({ playground }) => playground.store.getState().now);
const pids = ({ playground }: ComparedRun) => {
  const { names } = playground.store.getState().view;
  return ['a', 'b', 'c'].map((name) => names.get(name));
};
const words = ({ left, right, store }: Comparison) => {
  const { turn } = store.getState();
  return [
    turn?.left == null ? null : textAt(left.playground.trace(), turn.left),
    turn?.right == null ? null : textAt(right.playground.trace(), turn.right),
  ];
};

const REST: Other = {
  type: 'flags',
  module: 'top',
  only: null,
  change: { strategy: 'rest_for_one' },
};

describe('two settings', () => {
  test('both stand where the person was, and it is known where they will part', async () => {
    const { comparison } = await compared(REST);
    const { now, turn, difference, run, until } = comparison.store.getState();
    expect({ run, now }).toEqual({ run: { type: 'paused' }, now: 1_000_000 });
    expect(moments(comparison)).toEqual([1_000_000, 1_000_000]);
    expect(until).toBeGreaterThan(10_000_000);
    expect(turn).toEqual(difference);
    expect(turn?.at).toBeGreaterThan(3_000_000);
    expect(words(comparison)).toEqual([
      'top restarts b (one_for_one, permanent; 1 of 5 in 60 s).',
      'top restarts b (rest_for_one, permanent; 1 of 5 in 60 s): it stops c, then starts b and c.',
    ]);
    expect(sides(comparison).map(({ name }) => name)).toEqual([
      'top: one_for_one',
      'top: rest_for_one',
    ]);
  });

  test('a jump takes both along, and tells what became of each by then', async () => {
    const { comparison, at } = await compared(REST);
    await at(2.9);
    expect(pids(comparison.left)).toEqual(pids(comparison.right));
    expect(comparison.store.getState().left).toEqual(comparison.store.getState().right);
    await at(5);
    expect(moments(comparison)).toEqual([5_000_000, 5_000_000]);
    expect(pids(comparison.left)[2]).not.toBe(pids(comparison.right)[2]);
    expect(comparison.store.getState()).toMatchObject({
      left: { restarts: 1, stopped: 0, crashes: 1 },
      right: { restarts: 2, stopped: 1, crashes: 1 },
    });
    await at(1);
    expect(comparison.store.getState().right).toMatchObject({ restarts: 0, crashes: 0 });
  });

  test('where they part, both sides tell it', async () => {
    const { comparison, page, at } = await compared(REST);
    const beats = () =>
      sides(comparison).map(({ playground }) => playground.store.getState().beat?.line.text);
    comparison.jump(comparison.store.getState().turn?.at ?? 0);
    await page.clock.pass(500);
    expect(beats()).toEqual(words(comparison));
    await at(2);
    expect(beats()).toEqual([undefined, undefined]);
  });

  test('another intensity: one side gives up and comes to rest, the other goes on', async () => {
    const { comparison, at } = await compared({
      type: 'flags',
      module: 'top',
      only: null,
      change: { intensity: 1 },
    });
    expect(words(comparison)[1]).toMatch(/^top gives up/);
    await at(9);
    expect(comparison.store.getState()).toMatchObject({
      left: { gaveUp: 0, restarts: 2 },
      right: { gaveUp: 1, restarts: 1 },
      run: { type: 'paused' },
    });
    expect(moments(comparison)).toEqual([9_000_000, 9_000_000]);
    expect(comparison.right.playground.store.getState().run.type).toBe('idle');
  });
});

describe('in step', () => {
  test('played, both are always at the same moment', async () => {
    const { comparison, page } = await compared(REST);
    const seen: number[][] = [];
    comparison.store.subscribe(() =>
      seen.push([comparison.store.getState().now, ...moments(comparison)]),
    );
    comparison.play();
    await page.clock.pass(6_000);
    comparison.pause();
    expect(comparison.store.getState().now).toBeGreaterThan(3_500_000);
    expect(seen.length).toBeGreaterThan(100);
    for (const [now, left, right] of seen) expect([left, right]).toEqual([now, now]);
    expect(comparison.store.getState().run.type).toBe('paused');
  });

  test('every moment of the story is told, on whichever side, also when a frame is long', async () => {
    const { comparison, page, at } = await compared(REST);
    await at(2.5);
    const { store, trace } = comparison.right.playground;
    const first = store.getState().view.seq;
    const told = new Set<number>();
    store.subscribe(({ beat }) => beat !== null && told.add(beat.line.at));
    comparison.setSpeed(19);
    comparison.play();
    await page.clock.pass(2_500);
    comparison.pause();
    const { seq } = store.getState().view;
    const beats: number[] = [];
    for (let beat = nextBeat(trace(), first, seq); beat !== null; ) {
      beats.push(beat.line.at);
      beat = nextBeat(trace(), beat.seq + 1, seq);
    }
    expect(new Set(beats).size).toBeGreaterThan(8);
    expect([...told]).toEqual([...new Set(beats)]);
  });

  test('fast, past what was run ahead: it is run ahead again', async () => {
    const { comparison, page } = await compared(REST);
    const { until } = comparison.store.getState();
    comparison.setSpeed(Number.POSITIVE_INFINITY);
    comparison.play();
    await page.clock.pass(200);
    comparison.pause();
    await page.clock.pass(500);
    expect(comparison.store.getState().now).toBeGreaterThan(until);
    expect(comparison.store.getState().until).toBeGreaterThan(until);
    expect(new Set(moments(comparison)).size).toBe(1);
  });

  test('a step goes to what comes next on either side, and a step back is where one was', async () => {
    const { comparison, page, at } = await compared(REST);
    await at(3.5);
    const nows: number[] = [];
    for (let count = 0; count < 12; count++) {
      comparison.step();
      await page.clock.pass(100);
      nows.push(comparison.store.getState().now);
      const happened = sides(comparison).some(
        ({ playground }) => playground.store.getState().view.at === nows.at(-1),
      );
      expect(happened).toBe(true);
    }
    expect(nows).toEqual([...new Set(nows)].toSorted((one, other) => one - other));
    for (const now of nows.toReversed().slice(1)) {
      comparison.stepBack();
      await page.clock.pass(100);
      expect(comparison.store.getState().now).toBe(now);
      expect(moments(comparison)).toEqual([now, now]);
    }
  });
});

describe('two seeds', () => {
  test('may tell the same story at other moments', async () => {
    const { comparison, at } = await compared({ type: 'seed', seed: 77 }, []);
    const { turn, difference } = comparison.store.getState();
    expect(turn).toBeNull();
    expect(difference).not.toBeNull();
    await at(8);
    const [left, right] = sides(comparison).map(({ playground }) => playground.store.getState());
    expect([left?.seed, right?.seed]).toEqual([1, 77]);
    expect(left?.hash).not.toBe(right?.hash);
    expect(comparison.store.getState().left).toEqual(comparison.store.getState().right);
  });

  test('or another one, and what a script or a person does comes at its moment in both', async () => {
    const { comparison, at } = await compared({ type: 'seed', seed: 77 });
    expect(comparison.store.getState().turn?.at).toBeGreaterThan(3_000_000);
    expect(words(comparison)[1]).toMatch(/is lost with the mailbox of b/);
    await at(8);
    expect(comparison.store.getState()).toMatchObject({
      left: { deaths: new Map([['b', 2]]) },
      right: { deaths: new Map([['b', 2]]) },
    });
  });
});

test('two branches', async () => {
  const { page, comparison: first } = await compared(REST, []);
  first.close();
  // What was known up to 10 s stays in main; the kill at 4 s begins another branch.
  page.playground.jump({ type: 'time', at: 10_000_000 });
  await page.clock.pass(300);
  page.playground.jump({ type: 'time', at: 4_000_000 });
  await page.clock.pass(300);
  page.playground.act({ type: 'exit', target: 'b', reason: 'kill' });
  await page.clock.pass(300);
  expect(page.state.branches.map(({ name }) => name)).toEqual(['main', 'branch 2']);

  const { comparison, at } = await open(page, { type: 'branch', id: 1 });
  expect(sides(comparison).map(({ name }) => name)).toEqual(['branch 2', 'main']);
  const { difference } = comparison.store.getState();
  expect(difference?.left).not.toBeNull();
  const trace = comparison.left.playground.trace();
  expect(textAt(trace, difference?.left ?? -1)).toBe('From outside: kill b.');
  await at(6);
  expect(comparison.store.getState()).toMatchObject({
    left: { crashes: 1, restarts: 1 },
    right: { crashes: 0, restarts: 0 },
  });
});

test("the person's run pauses, and is as it was when the comparison is over", async () => {
  const page = await openPage({ real: three(KILLS) });
  page.playground.play();
  await page.clock.pass(1_500);
  page.playground.act({ type: 'exit', target: 'a', reason: 'kill' });
  await page.clock.pass(500);
  const { comparison, at } = await open(page, REST);
  const { view, hash, commands, seed, now, branches } = page.state;
  expect(page.state.run.type).toBe('paused');
  await at(5);
  comparison.play();
  await page.clock.pass(1_000);
  comparison.close();
  await page.clock.pass(500);
  expect(page.state).toMatchObject({ hash, seed, now, run: { type: 'paused' } });
  expect(page.state.view).toBe(view);
  expect(page.state.commands).toBe(commands);
  expect(page.state.branches).toBe(branches);
  // What the person did is done on both sides, at its moment.
  expect(comparison.right.playground.store.getState().commands).toEqual(commands);
});

test('another scenario, with the same seed and actions', async () => {
  const page = await openPage({ real: three([]) });
  page.playground.newSeed(42);
  await page.clock.pass(200);
  page.playground.jump({ type: 'time', at: 2_000_000 });
  await page.clock.pass(200);
  page.playground.act({ type: 'exit', target: 'a', reason: 'kill' });
  await page.clock.pass(200);
  const strict = SUP.replace('intensity: 5', 'intensity: 0');
  page.scenarios.strict = {
    ...three([]),
    title: 'Strict',
    modules: { top: strict, worker: WORKER },
  };
  const { comparison, at } = await open(page, { type: 'scenario', name: 'strict' });
  expect(sides(comparison).map(({ name }) => name)).toEqual(['Three', 'Strict']);
  await at(4);
  expect(comparison.right.playground.store.getState().seed).toBe(42);
  expect(comparison.store.getState()).toMatchObject({
    left: { crashes: 1, gaveUp: 0, restarts: 1 },
    right: { crashes: 1, gaveUp: 1, restarts: 0 },
  });
});

test('code that is not there, and a side that can not run, are told', async () => {
  const page = await openPage({ real: three() });
  expect(await page.playground.compare({ type: 'scenario', name: 'nowhere' })).toBeNull();
  expect(await page.playground.compare({ type: 'branch', id: 9 })).toBeNull();
  expect(page.state.notices.map(({ text }) => text)).toEqual([
    'There is no such run to compare with.',
  ]);
  page.scenarios.broken = { ...three(), modules: { top: 'export default 1 +;' } };
  const { comparison } = await open(page, { type: 'scenario', name: 'broken' });
  expect(comparison.store.getState().run).toEqual({
    type: 'failed',
    message: 'Three: The code of this scenario does not compile.',
  });
  comparison.play();
  expect(comparison.store.getState().run.type).toBe('failed');
});

describe('a way that is too far to come to its end', () => {
  const FAR = 1_000_000;
  /** How often the comparison tells of something; where it never comes to an end, it is ended. */
  const changes = ({ store }: Comparison) => {
    let count = 0;
    store.subscribe(() => {
      count += 1;
      if (count === 100) throw new Error('without end');
    });
    return () => count;
  };

  test('ends when the comparison is closed', async () => {
    const { comparison, page } = await compared(REST);
    const count = changes(comparison);
    comparison.jump(FAR * 1_000_000);
    await Promise.resolve();
    comparison.close();
    await page.clock.pass(500);
    expect(count()).toBeLessThan(10);
    expect(comparison.store.getState().run.type).toBe('paused');
  });

  test('ends when a side can not go on', async () => {
    const page = await openPage({ real: three(KILLS) });
    const { newEngine } = page.deps;
    let breaks = false;
    const brittle: typeof newEngine = () => {
      const engine = newEngine();
      const refused = { type: 'failed', message: 'It broke.', problems: [] } as const;
      return {
        ...engine,
        seek: (input) => (breaks ? Promise.resolve(refused) : engine.seek(input)),
      };
    };
    Object.assign(page.deps, { newEngine: brittle });
    const { comparison, at } = await open(page, { type: 'seed', seed: 77 });
    const count = changes(comparison);
    breaks = true;
    await at(FAR);
    expect(count()).toBeLessThan(10);
    expect(comparison.store.getState().run).toEqual({
      type: 'failed',
      message: 'seed 1: It broke.',
    });
  });
});
