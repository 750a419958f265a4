import { beforeAll, describe, expect, test } from 'vitest';
import { gallery } from '../content/index.ts';
import { runHeadless } from '../engine/run-headless.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { settle } from '../testing/fake-clock.ts';
import { FakeStorage, openPage } from '../testing/fake-page.ts';

/** The whole page but for the browser: the essay's system in the real engine, under the real store. */
const kill = { type: 'exit', target: 'kv', reason: 'kill' } as const;
let essay: Scenario;

beforeAll(async () => {
  const scenario = await gallery.load('essay');
  if (scenario === null) throw new Error('there is no essay');
  essay = scenario;
});

async function pageWithKill() {
  const page = await openPage({ real: essay });
  page.playground.play();
  await page.clock.pass(1_500);
  page.playground.act(kill);
  await page.clock.pass(4_000);
  page.playground.pause();
  return page;
}

describe('the essay on the page', () => {
  test('runs, and a kill is told to its end', async () => {
    const page = await openPage({ real: essay, autoplay: true });
    const beats = page.beats();
    await page.clock.pass(1_500);
    page.playground.act(kill);
    await page.clock.pass(4_000);
    expect(beats.slice(-3)).toEqual(['exit_signal', 'decision', 'start']);
    expect(page.state.run.type).toBe('playing');
    expect(page.state.view).toMatchObject({ crashes: 1, restarts: 1 });
    expect(page.state.commands).toHaveLength(1);
    expect(page.state.results.get(0)).toEqual({ type: 'ok' });
  });

  test('has the hash that the same run has without a page', async () => {
    const page = await pageWithKill();
    const { commands, hash, seed, now, view } = page.state;
    const until = { at: Math.floor(now), step: view.step };
    expect(runHeadless(essay, { seed, commands, until }).hash).toBe(hash);
  });

  test('has the same hash and the same view through a link', async () => {
    const page = await pageWithKill();
    const link = new URL(await page.playground.shareLink());
    const other = await openPage({ real: essay, fragment: link.hash });
    expect(other.state.notices).toEqual([]);
    expect(other.state.hash).toBe(page.state.hash);
    const cards = (state: typeof page.state) =>
      [...state.view.processes.values()].map(({ path, pid, state: text }) => [path, pid, text]);
    expect(cards(other.state)).toEqual(cards(page.state));
    expect(link.href.length).toBeLessThan(250);
  });

  test('takes a kill back, and does it again, with the hashes it had', async () => {
    const page = await openPage({ real: essay });
    page.playground.play();
    await page.clock.pass(1_500);
    page.playground.pause();
    const before = page.state.hash;
    page.playground.act(kill);
    await settle();
    const after = page.state.hash;
    page.playground.play();
    await page.clock.pass(4_000);
    page.playground.undo();
    await settle();
    expect(page.state).toMatchObject({ hash: before, run: { type: 'paused' } });
    page.playground.redo();
    await settle();
    expect(page.state.hash).toBe(after);
  });

  test('gives the same run however it is watched', async () => {
    const slow = await openPage({ real: essay });
    slow.playground.play();
    await slow.clock.pass(1_800, 17);
    slow.playground.pause();
    const { now, hash, view } = slow.state;
    const fast = await openPage({ real: essay });
    for (let step = 0; step < view.step; step++) {
      fast.playground.step();
      await settle();
    }
    expect(fast.state.now).toBeLessThanOrEqual(now);
    expect(fast.state.hash).toBe(hash);
  });

  test('survives a reload with what was done', async () => {
    const storage = new FakeStorage();
    const page = await openPage({ real: essay, storage });
    page.playground.play();
    await page.clock.pass(1_500);
    page.playground.act(kill);
    await page.clock.pass(3_000);
    page.playground.pause();
    page.hide();
    const again = await openPage({ real: essay, storage });
    expect(again.state).toMatchObject({ hash: page.state.hash, scenarioName: 'essay' });
  });

  test('shows the detail of a selected process, and its terms the other way', async () => {
    const page = await pageWithKill();
    page.playground.select({ path: 'simple_supervisor/server' });
    await settle();
    expect(page.state.detail).toMatchObject({ name: 'kv', module: 'kv' });
    const { hash } = page.state;
    page.playground.setSettings({ terms: 'javascript' });
    await page.clock.pass(300);
    expect(page.state.hash).toBe(hash);
    expect(page.state.detail).toMatchObject({ name: 'kv' });
  });
});
