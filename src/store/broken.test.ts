import { describe, expect, test } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { openPage } from '../testing/fake-page.ts';

const mistake = new TypeError('x is undefined');

describe('a mistake of the page', () => {
  test('while the run plays halts it, says so, and a restart goes on', async () => {
    const page = await openPage({ autoplay: true });
    const { store } = page.playground;
    let raises = true;
    store.subscribe(({ now }) => {
      if (raises && now > 100_000) throw mistake;
    });
    let told = 0;
    store.subscribe(() => told++);
    await page.clock.pass(500);
    expect(page.state.run).toEqual({
      type: 'broken',
      where: 'while it showed the run',
      message: 'TypeError: x is undefined',
    });
    expect(told).toBeGreaterThan(0);
    const { now } = page.state;
    await page.clock.pass(500);
    expect(page.state.now).toBe(now);

    raises = false;
    page.playground.restart();
    await settle();
    expect(page.state.run.type).toBe('paused');
    page.playground.play();
    await page.clock.pass(300);
    expect(page.state.now).toBeGreaterThan(200_000);
  });

  test('with what the engine answers halts it, and the run can be recovered', async () => {
    const page = await openPage({ autoplay: true });
    const { engine } = page.deps;
    const { advance } = engine;
    Object.assign(engine, { advance: () => Promise.reject(mistake) });
    await page.clock.pass(500);
    expect(page.state.run).toMatchObject({ type: 'broken', where: 'while the run played' });
    Object.assign(engine, { advance });
    page.playground.recover();
    await settle();
    page.playground.play();
    await page.clock.pass(300);
    expect(page.state.run.type).toBe('playing');
    expect(page.state.view.step).toBeGreaterThan(0);
  });

  test('that nobody caught is told, and the person’s work stays', async () => {
    const page = await openPage({ autoplay: true });
    await page.clock.pass(250);
    page.playground.act({ type: 'exit', target: 'kv', reason: 'kill' });
    await page.clock.pass(100);
    page.raise(mistake);
    page.raise(new Error('another one'));
    expect(page.state.run).toMatchObject({ type: 'broken', message: 'TypeError: x is undefined' });
    expect(page.state.commands).toHaveLength(1);
    expect(page.playground.exportText()).toContain('kill');
    page.playground.recover();
    await settle();
    expect(page.state).toMatchObject({ run: { type: 'paused' } });
    expect(page.state.commands).toHaveLength(1);
  });

  test('an answer that comes after it does not hide it', async () => {
    const page = await openPage({ autoplay: true });
    await page.clock.pass(100);
    page.playground.act({ type: 'exit', target: 'kv', reason: 'kill' });
    page.raise(mistake);
    await settle();
    expect(page.state.run.type).toBe('broken');
    expect(page.state.commands).toHaveLength(1);
  });
});
