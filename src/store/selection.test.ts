import { describe, expect, test } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { pageAt } from '../testing/fake-page.ts';
import { FAKE } from '../testing/fake-world.ts';

describe('selecting', () => {
  test('a card selects its present process, and fetches its detail', async () => {
    const page = await pageAt(250);
    page.playground.select({ path: 'top/server' });
    await settle();
    expect(page.state).toMatchObject({
      selection: { path: 'top/server', pid: FAKE.server },
      detail: { pid: FAKE.server },
    });
  });

  test('a process selects its card', async () => {
    const page = await pageAt(250);
    page.playground.select({ pid: FAKE.supervisor });
    expect(page.state.selection.path).toBe('top');
  });

  test('an event selects its process', async () => {
    const page = await pageAt(250);
    const line = page.playground
      .logLines(0, page.state.logLength)
      .find(({ pid }) => pid === FAKE.client);
    page.playground.select({ seq: line?.seq ?? 0 });
    expect(page.state.selection).toEqual({ path: 'client', pid: FAKE.client, seq: line?.seq });
  });

  test('nothing forgets the detail', async () => {
    const page = await pageAt(250);
    page.playground.select({ path: 'top/server' });
    await settle();
    page.playground.select({ path: null });
    await page.clock.pass(300);
    expect(page.state).toMatchObject({ selection: { path: null, pid: null }, detail: null });
  });

  test('follows the card to the process that takes the place of the dead one', async () => {
    const page = await pageAt(250);
    page.playground.select({ path: 'top/server' });
    page.playground.act({ type: 'exit', target: 'kv', reason: 'kill' });
    page.playground.play();
    await page.clock.pass(3_000);
    expect(page.state.selection).toMatchObject({ path: 'top/server', pid: 90 });
    expect(page.state.detail?.pid).toBe(90);
  });

  test('stays with an earlier incarnation that was chosen on purpose', async () => {
    const page = await pageAt(250);
    page.playground.act({ type: 'exit', target: 'kv', reason: 'kill' });
    page.playground.play();
    await page.clock.pass(2_200);
    page.playground.select({ path: 'top/server', pid: FAKE.server });
    await page.clock.pass(500);
    expect(page.state.selection).toMatchObject({ path: 'top/server', pid: FAKE.server });
  });

  test('refreshes the detail now and then while playing, not with every frame', async () => {
    const page = await pageAt(50);
    page.playground.select({ path: 'top/server' });
    page.playground.play();
    page.asked();
    await page.clock.pass(2_000);
    const asked = page.asked().filter((type) => type === 'inspect').length;
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(20);
  });
});
