import { describe, expect, test } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { openPage, pageAt } from '../testing/fake-page.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import { ForeignLoader } from './foreign-loader.ts';
import { createPlayground } from './playground.ts';
import { knownBranches, looksBack } from './selectors.ts';

const kill = { type: 'exit', target: 'kv', reason: 'kill' } as const;

describe('an action', () => {
  test('takes effect at the moment on view, between two steps too', async () => {
    const page = await pageAt(250);
    const { now } = page.state;
    expect(now).toBeGreaterThan(page.state.view.at);
    page.playground.act(kill);
    await settle();
    expect(page.state.commands).toEqual([
      { ...kill, at: Math.floor(now), step: expect.any(Number) },
    ]);
    expect(page.state.now).toBeGreaterThanOrEqual(Math.floor(now));
  });

  test('comes before a step that is asked for while what checks it is still being loaded', async () => {
    const { deps } = await openPage();
    const foreign = new ForeignLoader();
    const { store, ...playground } = createPlayground({
      ...deps,
      engine: deps.newEngine(),
      foreign,
    });
    await settle();
    playground.act(kill);
    playground.step();
    expect(foreign.now).toBeNull();
    await foreign.load();
    await settle();
    const { commands, view } = store.getState();
    expect(commands).toMatchObject([{ ...kill, at: 0, step: 0 }]);
    expect(view.step).toBe(1);
  });

  test('while playing is told in beats like everything else', async () => {
    const page = await openPage();
    const beats = page.beats();
    page.playground.play();
    await page.clock.pass(250);
    page.playground.act(kill);
    await page.clock.pass(2_000);
    expect(beats).toEqual(['exit_signal', 'exit_signal', 'decision', 'start']);
    expect(page.state.run.type).toBe('playing');
  });

  test('and its answer belong together', async () => {
    const page = await pageAt(250);
    page.playground.act({ type: 'cast', target: 'kv', message: 'hello' });
    page.playground.act({ type: 'call', target: 'kv', request: 'hello', timeoutMs: 5_000 });
    await settle();
    expect([...page.state.results]).toEqual([
      [0, { type: 'ok' }],
      [1, 'pending'],
    ]);
    page.playground.play();
    await page.clock.pass(100);
    expect(page.state.results.get(1)).toEqual({ type: 'reply', reply: 'hello' });
  });

  test('that cannot be saved is refused with the reason', async () => {
    const page = await pageAt(250);
    page.playground.act({ type: 'cast', target: 'kv', message: 1n });
    await settle();
    expect(page.state.commands).toEqual([]);
    expect(page.state.notices).toMatchObject([
      { tone: 'error', text: expect.stringContaining('a bigint') },
    ]);
  });
});

describe('undo', () => {
  test('shows the run at the moment before the action, with the same hash', async () => {
    const page = await pageAt(250);
    const { hash, now, view } = page.state;
    page.playground.act(kill);
    page.playground.play();
    await page.clock.pass(3_000);
    expect(page.state.view.restarts).toBe(1);
    page.playground.undo();
    await settle();
    expect(page.state).toMatchObject({
      run: { type: 'paused' },
      hash,
      now: Math.floor(now),
      view: { step: view.step, restarts: 0 },
      commands: [],
    });
    expect(page.state.undone).toHaveLength(1);
  });

  test('and redo give the hash of the run after the action', async () => {
    const page = await pageAt(250);
    page.playground.act(kill);
    await settle();
    const { hash, commands } = page.state;
    page.playground.undo();
    await settle();
    expect(page.state.hash).not.toBe(hash);
    page.playground.redo();
    await settle();
    expect(page.state).toMatchObject({ hash, commands, undone: [] });
  });

  test('takes back one action after the other, however quickly', async () => {
    const page = await pageAt(250);
    const { hash } = page.state;
    page.playground.act(kill);
    page.playground.step();
    await settle();
    page.playground.act({ type: 'cast', target: 'kv', message: 1 });
    await settle();
    page.playground.undo();
    page.playground.undo();
    page.playground.undo();
    await settle();
    expect(page.state).toMatchObject({ hash, commands: [] });
    expect(page.state.undone).toHaveLength(2);
  });

  test('in the past takes back what was done before it; what was done after it stays on a branch', async () => {
    const page = await pageAt(250);
    page.playground.act(kill);
    page.playground.play();
    await page.clock.pass(500);
    page.playground.pause();
    page.playground.act({ type: 'cast', target: 'kv', message: 1 });
    await settle();
    const { commands } = page.state;
    const killed = commands[0]?.at ?? 0;
    page.playground.jump({ type: 'time', at: killed + 1_000 });
    await settle();
    page.playground.undo();
    await settle();
    expect(page.state).toMatchObject({ commands: [], undone: [commands[0]], now: killed });
    const [main, other] = knownBranches(page.state);
    expect(main).toMatchObject({ id: 1, commands });
    expect(other).toMatchObject({ id: page.state.branch, parent: 1, from: { at: killed } });
  });

  test('is forgotten by the next action', async () => {
    const page = await pageAt(250);
    page.playground.act(kill);
    await settle();
    page.playground.undo();
    await settle();
    page.playground.act({ type: 'cast', target: 'kv', message: 1 });
    await settle();
    expect(page.state.undone).toEqual([]);
  });
});

describe('starting afresh', () => {
  test('restart goes to the start; what was done can be done again', async () => {
    const page = await pageAt(250);
    page.playground.act(kill);
    await settle();
    const { hash } = page.state;
    page.playground.restart();
    await settle();
    expect(page.state).toMatchObject({ now: 0, commands: [], view: { seq: 0 } });
    page.playground.redo();
    await settle();
    expect(page.state.hash).toBe(hash);
  });

  test('a new seed gives another run, and goes on playing', async () => {
    const page = await openPage();
    page.playground.play();
    await page.clock.pass(300);
    page.playground.newSeed();
    await settle();
    expect(page.state).toMatchObject({ seed: 100, run: { type: 'playing' }, now: 0 });
    page.playground.newSeed(7);
    await settle();
    expect(page.state.seed).toBe(7);
    page.playground.newSeed(-1);
    expect(page.state.seed).toBe(7);
    expect(page.state.notices).toHaveLength(1);
  });

  test('another way to print terms keeps the moment', async () => {
    const page = await pageAt(250);
    const { hash, view } = page.state;
    page.playground.setSettings({ terms: 'javascript' });
    await settle();
    expect(page.state).toMatchObject({ hash, view: { step: view.step }, run: { type: 'paused' } });
    expect(page.worker.requests.at(-1)).toMatchObject({ type: 'load', terms: 'javascript' });
  });
});

describe('who looks back', () => {
  /** Known for a while longer than the moment on view. */
  const lookingBack = async () => {
    const page = await pageAt(500);
    const { extent } = page.state;
    page.playground.jump({ type: 'time', at: 100_000 });
    await settle();
    return { page, extent };
  };

  test('and has terms printed another way still knows what was to come', async () => {
    const { page, extent } = await lookingBack();
    const { hash, now, view } = page.state;
    page.playground.setSettings({ terms: 'javascript' });
    await settle();
    expect(page.state).toMatchObject({ extent, hash, now, view: { seq: view.seq } });
    expect(looksBack(page.state)).toBe(true);
    expect(page.playground.trace().end).toBe(extent.seq);
    page.playground.act(kill);
    await settle();
    expect(knownBranches(page.state)).toMatchObject([{ id: 1, extent }, { parent: 1 }]);
  });

  test('into the middle of a step stays there when terms are printed another way', async () => {
    const page = await openPage({ real: smallScenario() });
    page.playground.jump({ type: 'time', at: 200_000 });
    await page.clock.pass(300);
    const { buffer, seq } = { buffer: page.playground.trace(), seq: page.state.view.seq - 20 };
    page.playground.jump({ type: 'event', seq });
    await page.clock.pass(300);
    const { extent, view } = page.state;
    expect(view.seq).toBe(seq + 1);
    page.playground.setSettings({ terms: 'javascript' });
    await page.clock.pass(300);
    expect(page.playground.trace()).not.toBe(buffer);
    expect(page.state).toMatchObject({ extent, view: { seq: seq + 1, step: view.step } });
  });

  test('and has terms printed another way while a run is being loaded gets them so', async () => {
    const page = await pageAt(250);
    page.playground.restart();
    expect(page.state.run.type).toBe('loading');
    page.playground.setSettings({ terms: 'javascript' });
    await settle();
    expect(page.worker.requests.at(-1)).toMatchObject({ type: 'load', terms: 'javascript' });
    expect(page.state).toMatchObject({ run: { type: 'paused' }, now: 0 });
  });

  test.each([1, 2])(
    'and opens the page again knows as much as before, on %s branches',
    async (count) => {
      const { page } = await lookingBack();
      if (count === 2) {
        page.playground.act(kill);
        page.playground.play();
        await page.clock.pass(3_000);
        page.playground.jump({ type: 'time', at: 150_000 });
        await settle();
      }
      const { extent, hash, now, branch, view } = page.state;
      expect(looksBack(page.state)).toBe(true);
      page.hide();
      const reloaded = await openPage({ storage: page.deps.storage });
      expect(reloaded.state).toMatchObject({ extent, hash, now, branch, view: { seq: view.seq } });
      expect(reloaded.state.branches).toHaveLength(count);
      expect(looksBack(reloaded.state)).toBe(true);
    },
  );
});

describe('a Worker that no longer answers', () => {
  test('leaves the page alive; recovering shows the moment before', async () => {
    const page = await pageAt(250);
    const { hash } = page.state;
    page.worker.deaf = true;
    page.playground.play();
    await page.clock.pass(4_000, 50);
    expect(page.state.run).toMatchObject({
      type: 'stuck',
      message: expect.stringContaining('not answered for 2 s'),
    });
    page.playground.step();
    page.playground.act(kill);
    await settle();
    expect(page.state.run.type).toBe('stuck');
    page.playground.recover();
    await settle();
    expect(page.workers).toHaveLength(2);
    expect(page.state).toMatchObject({ hash, run: { type: 'paused' }, commands: [] });
    page.playground.play();
    await page.clock.pass(200);
    expect(page.state.run.type).toBe('playing');
  });

  test('in the middle of an action does not keep the action', async () => {
    const page = await pageAt(250);
    page.worker.deaf = true;
    page.playground.act(kill);
    await page.clock.pass(4_000, 50);
    expect(page.state).toMatchObject({ run: { type: 'stuck' }, commands: [] });
    page.playground.recover();
    await settle();
    page.playground.act(kill);
    await settle();
    expect(page.state.commands).toHaveLength(1);
  });
});

describe('a scenario that cannot run', () => {
  test('says where its code is wrong', async () => {
    const page = await openPage();
    page.scenarios.broken = { ...page.state.scenario, modules: { kv: 'syntax error' } };
    page.playground.openScenario('broken');
    await settle();
    expect(page.state.run).toMatchObject({
      type: 'failed',
      problems: [{ module: 'kv', line: 1, column: 1 }],
    });
    page.playground.openScenario('other');
    await settle();
    expect(page.state).toMatchObject({ run: { type: 'paused' }, scenario: { title: 'Other' } });
  });
});

describe('commands to come', () => {
  const openAgain = async (text: string) => {
    const page = await openPage();
    page.playground.openText(text);
    await settle();
    return page;
  };

  test('of a run that was opened at an earlier moment stay on a branch when somebody acts before them', async () => {
    const page = await pageAt(500);
    page.playground.act(kill);
    await settle();
    page.playground.jump({ type: 'time', at: 100_000 });
    await settle();
    const again = await openAgain(page.playground.exportText());
    expect(again.state).toMatchObject({ now: 100_000, commands: page.state.commands });
    again.playground.act({ type: 'cast', target: 'kv', message: 1 });
    await settle();
    const [main, other] = knownBranches(again.state);
    expect(main?.commands).toEqual(page.state.commands);
    expect(other).toMatchObject({ parent: 1, commands: [{ type: 'cast' }] });
    expect(again.state.branch).toBe(other?.id);
  });
});
