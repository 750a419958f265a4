import { describe, expect, test } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { openPage } from '../testing/fake-page.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import { SEARCH_STEPS_MAX } from './search.ts';
import { AS_FAST_AS_POSSIBLE, ONE_STEP_A_SECOND } from './speed.ts';

describe('playing', () => {
  test('starts by itself when a scenario opens', async () => {
    const page = await openPage({ autoplay: true });
    expect(page.state.run.type).toBe('playing');
    await page.clock.pass(500);
    expect(page.state.view.names.has('kv')).toBe(true);
  });

  test('moves virtual time as fast as the speed says', async () => {
    const page = await openPage();
    page.playground.play();
    await page.clock.pass(1_000);
    expect(page.state.now / 1_000).toBeGreaterThan(960);
    expect(page.state.now / 1_000).toBeLessThanOrEqual(1_000);
    page.playground.setSpeed(0.1);
    await page.clock.pass(1_000);
    expect(page.state.now / 1_000).toBeLessThanOrEqual(1_100);
    expect(page.state.now / 1_000).toBeGreaterThan(1_040);
  });

  test('asks the engine only for what happens', async () => {
    const page = await openPage();
    page.playground.step();
    await settle();
    page.asked();
    page.playground.play();
    await page.clock.pass(90);
    expect(page.asked()).toEqual([]);
    const { now } = page.state;
    await page.clock.pass(10);
    expect(page.state.now).toBeGreaterThan(now);
    expect(page.state.view.at).toBeLessThan(now);
  });

  test('stops where it is paused, and goes on from there', async () => {
    const page = await openPage();
    page.playground.play();
    await page.clock.pass(300);
    page.playground.pause();
    const { now, hash } = page.state;
    expect(page.state.run.type).toBe('paused');
    await page.clock.pass(500);
    expect(page.state).toMatchObject({ now, hash });
    page.playground.play();
    await page.clock.pass(100);
    expect(page.state.now).toBeLessThanOrEqual(now + 100_000);
  });

  test('rests when nothing is left to happen', async () => {
    const page = await openPage();
    page.playground.play();
    await page.clock.pass(7_000);
    expect(page.state.run.type).toBe('idle');
    expect(page.state.next).toBeNull();
  });

  test('wakes when somebody does something to a system at rest', async () => {
    const page = await openPage();
    page.playground.play();
    await page.clock.pass(7_000);
    page.playground.act({ type: 'exit', target: 'kv', reason: 'kill' });
    await settle();
    expect(page.state.run.type).toBe('playing');
    await page.clock.pass(3_000);
    expect(page.state.run.type).toBe('idle');
    expect(page.state.view.restarts).toBe(1);
  });

  test('a hidden page does not run away', async () => {
    const page = await openPage();
    page.playground.play();
    await page.clock.pass(100);
    const { now } = page.state;
    await page.clock.pass(60_000, 60_000);
    expect(page.state.now - now).toBeLessThanOrEqual(260_000);
  });

  test('as fast as possible shows many steps a frame and never waits for more than a slice', async () => {
    const page = await openPage();
    page.playground.setSpeed(AS_FAST_AS_POSSIBLE);
    page.worker.sliceSteps = 7;
    page.asked();
    page.playground.play();
    await page.clock.pass(50);
    expect(page.asked().filter((type) => type === 'advance').length).toBeLessThanOrEqual(5);
    expect(page.state.view.step).toBeGreaterThan(20);
  });

  test('one step a second makes one step a second, and time flows in between', async () => {
    const page = await openPage();
    page.playground.setSpeed(ONE_STEP_A_SECOND);
    page.playground.play();
    await page.clock.pass(1_020);
    expect(page.state.view.step).toBe(1);
    await page.clock.pass(500);
    expect(page.state.view.step).toBe(1);
    expect(page.state.now).toBeGreaterThan(40_000);
    expect(page.state.now).toBeLessThan(60_000);
    await page.clock.pass(500);
    expect(page.state.view.step).toBe(2);
    expect(page.state.view.at).toBe(100_000);
  });
});

describe('a crash is told in beats', () => {
  test('each held on screen, in order, while virtual time stands', async () => {
    const page = await openPage();
    page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
    const beats = page.beats();
    page.playground.play();
    await page.clock.pass(140);
    expect(page.state.beat).toMatchObject({ beat: 'throw', holdMs: 450 });
    const { now } = page.state;
    await page.clock.pass(400);
    expect(page.state).toMatchObject({ now, beat: { beat: 'throw' } });
    await page.clock.pass(2_000);
    expect(beats).toEqual(['throw', 'exit_signal', 'decision', 'start']);
    expect(page.state.beat).toBeNull();
  });

  test('and the engine is never more than one step ahead', async () => {
    const page = await openPage();
    page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
    page.playground.play();
    await page.clock.pass(140);
    const { step } = page.state.view;
    expect(page.state.beat).not.toBeNull();
    page.asked();
    await page.clock.pass(400);
    expect(page.asked()).toEqual([]);
    expect(page.state.view.step).toBe(step);
  });

  test('at a higher speed more quickly', async () => {
    const page = await openPage();
    page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
    page.playground.setSpeed(10);
    page.playground.play();
    await page.clock.pass(30);
    expect(page.state.beat).toMatchObject({ holdMs: 80 });
  });

  test('but not from speed 20 on', async () => {
    const page = await openPage();
    page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
    page.playground.setSpeed(20);
    const beats = page.beats();
    page.playground.play();
    await page.clock.pass(100);
    expect(page.state.view.restarts).toBe(1);
    expect(beats).toEqual([]);
  });

  test('the beat on screen stays when the run is paused', async () => {
    const page = await openPage();
    page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
    page.playground.play();
    await page.clock.pass(140);
    page.playground.pause();
    expect(page.state.beat).toMatchObject({ beat: 'throw', holdMs: 0 });
    page.playground.play();
    expect(page.state.beat).toBeNull();
  });
});

describe('stepping', () => {
  test('is one step of the engine', async () => {
    const page = await openPage();
    for (const step of [1, 2, 3]) {
      page.playground.step();
      await settle();
      expect(page.state).toMatchObject({ run: { type: 'paused' }, view: { step } });
    }
  });

  test('shows the beat of the step and does not hold it', async () => {
    const page = await openPage();
    page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
    for (const beat of [null, null, 'throw', 'decision', 'start', null]) {
      page.playground.step();
      await settle();
      expect(page.state.beat?.beat ?? null).toBe(beat);
      expect(page.state.beat?.holdMs ?? 0).toBe(0);
    }
  });

  test('pauses a run that plays', async () => {
    const page = await openPage();
    page.playground.play();
    await page.clock.pass(50);
    page.playground.step();
    await settle();
    expect(page.state.run.type).toBe('paused');
  });

  test('to the next crash stops after the step that raised', async () => {
    const page = await openPage();
    page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
    page.playground.stepToCrash();
    await page.clock.pass(50);
    expect(page.state).toMatchObject({
      run: { type: 'paused' },
      view: { crashes: 1, restarts: 0 },
      beat: { beat: 'throw', holdMs: 0 },
    });
  });

  test('to the next crash says so when there is none', async () => {
    const page = await openPage();
    page.playground.stepToCrash();
    expect(page.state.run).toEqual({
      type: 'playing',
      search: { for: 'crash', from: 0, most: SEARCH_STEPS_MAX },
    });
    await page.clock.pass(100);
    expect(page.state.run.type).toBe('idle');
    expect(page.state.notices).toMatchObject([{ text: expect.stringContaining('No crash') }]);
  });

  test('to the next crash gives up after some seconds, where it has come, and can be gone on with', async () => {
    const page = await openPage({ real: smallScenario() });
    const looksFor = () => (page.state.run.type === 'playing' ? page.state.run.search : null);
    page.playground.stepToCrash();
    await page.clock.pass(50);
    expect(looksFor()).toEqual({ for: 'crash', from: 0, most: SEARCH_STEPS_MAX });
    expect(page.state.view.step).toBeGreaterThan(0);
    for (let frame = 0; frame < 500 && looksFor() !== null; frame++) await page.clock.pass(50);
    const { step } = page.state.view;
    expect(step).toBeGreaterThanOrEqual(SEARCH_STEPS_MAX);
    expect(step).toBeLessThan(SEARCH_STEPS_MAX * 1.1);
    expect(page.state.run.type).toBe('paused');
    expect(page.state.notices).toMatchObject([
      { text: expect.stringMatching(/^No crash within 250 thousand/) },
    ]);
    page.playground.stepToCrash();
    await page.clock.pass(50);
    expect(looksFor()?.from).toBe(step);
    page.playground.pause();
    await page.clock.pass(50);
    expect(page.state.run.type).toBe('paused');
    expect(page.state.view.step).toBeLessThan(step + SEARCH_STEPS_MAX);
  });

  test('until idle stops when nothing is left to happen', async () => {
    const page = await openPage();
    page.playground.runUntilIdle();
    await page.clock.pass(100);
    expect(page.state).toMatchObject({ run: { type: 'idle' }, next: null });
  });

  test('gives the same hash as playing', async () => {
    const [one, other] = [await openPage(), await openPage()];
    one.playground.play();
    await one.clock.pass(7_000);
    for (let step = 0; step < 200; step++) {
      other.playground.step();
      await settle();
    }
    expect(one.state.hash).toBe(other.state.hash);
    expect(one.state.hash).not.toBe((await openPage()).state.hash);
  });
});
