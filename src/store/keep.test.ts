import { describe, expect, test } from 'vitest';
import { FakeStorage, openPage, pageWithWork } from '../testing/fake-page.ts';

const kill = { type: 'exit', target: 'kv', reason: 'kill' } as const;

describe('storage that is full or forbidden', () => {
  test('is told once, and nothing on screen is lost', async () => {
    const storage = new FakeStorage();
    storage.full = true;
    const page = await pageWithWork(storage);
    page.hide();
    page.playground.setSettings({ theme: 'dark' });
    expect(page.state.notices).toMatchObject([
      { text: expect.stringContaining('storage is full') },
    ]);
    expect(page.state).toMatchObject({ settings: { theme: 'dark' }, commands: { length: 1 } });
    page.playground.dismiss(page.state.notices[0]?.id ?? 0);
    expect(page.state.notices).toEqual([]);
  });

  test('keeps what was kept before it was full', async () => {
    const storage = new FakeStorage();
    const page = await pageWithWork(storage);
    page.hide();
    const { hash } = page.state;
    storage.full = true;
    page.playground.act(kill);
    await page.clock.pass(1_000);
    expect((await openPage({ storage })).state.hash).toBe(hash);
  });

  test('forbidden from the start, the page works', async () => {
    const page = await pageWithWork(null);
    expect(page.state.commands).toHaveLength(1);
  });
});

describe('settings', () => {
  test('survive a reload', async () => {
    const storage = new FakeStorage();
    const page = await openPage({ storage });
    page.playground.setSettings({ theme: 'dark', panels: { log: false, logSize: 300 } });
    const again = await openPage({ storage });
    expect(again.state.settings).toEqual(page.state.settings);
  });

  test('that are impossible fall back one by one', async () => {
    const storage = new FakeStorage();
    storage.setItem(
      'supervision-tree-playground/settings',
      '{"version":1,"settings":{"theme":"pink","beatMs":900,"panels":7}}',
    );
    const page = await openPage({ storage });
    expect(page.state.settings).toMatchObject({ theme: 'system', beatMs: 900, panels: {} });
  });
});
