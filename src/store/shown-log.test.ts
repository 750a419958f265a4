import { describe, expect, test } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { openPage } from '../testing/fake-page.ts';

async function pageAtCrash() {
  const page = await openPage();
  page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
  page.playground.runUntilIdle();
  await page.clock.pass(100);
  return page;
}

describe('the log', () => {
  test('has a line for each event that passes the filter, in order', async () => {
    const page = await pageAtCrash();
    const { logLength } = page.state;
    const lines = page.playground.logLines(0, logLength);
    expect(lines).toHaveLength(logLength);
    const seqs = lines.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((left, right) => left - right));
    expect(new Set(lines.map(({ kind }) => kind))).not.toContain('state');
  });

  test('shows only the kinds that are chosen', async () => {
    const page = await pageAtCrash();
    page.playground.setFilter({ kinds: ['beat'] });
    const lines = page.playground.logLines(0, page.state.logLength);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.every(({ kind }) => kind === 'beat')).toBe(true);
    page.playground.setFilter({ kinds: [] });
    expect(page.state.logLength).toBe(0);
  });

  test('shows only one card, with its earlier incarnations', async () => {
    const page = await pageAtCrash();
    page.playground.setFilter({ path: 'top/server', kinds: ['message'] });
    const pids = page.playground.logLines(0, page.state.logLength).map(({ pid }) => pid);
    expect(new Set(pids)).toEqual(new Set([80, 81, 82, 90]));
  });

  test('shows only lines with a text', async () => {
    const page = await pageAtCrash();
    const all = page.state.logLength;
    page.playground.setFilter({ text: 'BADARITH' });
    expect(page.state.logLength).toBeGreaterThan(0);
    expect(page.state.logLength).toBeLessThan(all);
    for (const { text } of page.playground.logLines(0, page.state.logLength)) {
      expect(text).toContain('badarith');
    }
  });

  test('starts over with another run', async () => {
    const page = await pageAtCrash();
    const { logVersion } = page.state;
    page.playground.restart();
    await settle();
    expect(page.state.logLength).toBe(0);
    expect(page.state.logVersion).toBeGreaterThan(logVersion);
  });

  test('asks for a text that is missing, once', async () => {
    const page = await openPage();
    page.worker.textless = true;
    page.playground.play();
    await page.clock.pass(300);
    page.playground.pause();
    const first = page.playground.logLines(0, page.state.logLength);
    page.playground.logLines(0, page.state.logLength);
    const { logVersion } = page.state;
    page.asked();
    await page.clock.pass(100);
    expect(page.asked()).toEqual(['describe']);
    expect(page.state.logVersion).toBe(logVersion + 1);
    const second = page.playground.logLines(0, page.state.logLength);
    expect(second.map(({ text }) => text).join()).toContain('payload of');
    expect(second).not.toEqual(first);
    await page.clock.pass(100);
    expect(page.asked()).toEqual([]);
  });

  test('asks for no text while the engine is on its way, maybe in another history', async () => {
    const page = await openPage();
    page.worker.textless = true;
    page.playground.play();
    await page.clock.pass(300);
    page.playground.pause();
    page.worker.holding = true;
    page.playground.jump({ type: 'time', at: 100_000 });
    page.playground.logLines(0, page.state.logLength);
    page.asked();
    await page.clock.pass(100);
    expect(page.asked()).toEqual([]);
    page.worker.release();
    await page.clock.pass(100);
    expect(page.asked()).toEqual(['describe']);
  });
});
