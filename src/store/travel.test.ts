import { describe, expect, test } from 'vitest';
import { compile } from '../engine/compile.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import * as otp from '../otp/index.ts';
import type { Action } from '../scenario/scenario.ts';
import { openPage } from '../testing/fake-page.ts';
import { picture, played } from '../testing/played-page.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import { knownBranches, looksBack } from './selectors.ts';

const kill: Action = { type: 'exit', target: 'kv', reason: 'kill' };
const crash: Action = { type: 'crash_next', target: 'kv', reason: 'boom' };

describe('looking back', () => {
  test('a step back, and a step forward, is where one was', async () => {
    const page = await played(100);
    const pictures = [picture(page.state)];
    for (let count = 0; count < 5; count++) {
      page.playground.stepBack();
      await page.arrive();
      pictures.push(picture(page.state));
      expect(page.state.view.step).toBe((pictures.at(-2)?.step ?? 0) - 1);
    }
    expect(page.state.extent.seq).toBe(pictures[0]?.seq);
    for (const before of pictures.reverse().slice(1)) {
      page.playground.step();
      await page.arrive();
      expect(picture(page.state)).toEqual(before);
    }
  });

  test('to any time, with the states, the mailboxes and the messages under way of then', async () => {
    const page = await played(50);
    const early = { now: Math.floor(page.state.now), picture: picture(page.state) };
    await page.play(200);
    page.playground.jump({ type: 'time', at: early.now });
    await page.arrive();
    expect(picture(page.state)).toEqual(early.picture);
    expect(page.state.now).toBe(early.now);
    expect(page.state.run.type).toBe('paused');
  });

  test('to an event, in the middle of its step', async () => {
    const page = await played(100);
    const { seq } = page.state.view;
    page.playground.jump({ type: 'event', seq: seq - 20 });
    await page.arrive();
    expect(page.state.view.seq).toBe(seq - 19);
    page.playground.jump({ type: 'event', seq: seq - 1 });
    await page.arrive();
    expect(page.state.view.seq).toBe(seq);
  });

  test('is known to be so, also while it plays, until the end of what is known', async () => {
    const page = await played(200);
    expect(looksBack(page.state)).toBe(false);
    page.playground.jump({ type: 'time', at: 1_000 });
    await page.arrive();
    expect(looksBack(page.state)).toBe(true);
    page.playground.play();
    await page.clock.pass(50);
    expect(page.state.run.type).toBe('playing');
    expect(looksBack(page.state)).toBe(true);
    const seen: boolean[] = [];
    page.playground.store.subscribe((state) => seen.push(looksBack(state)));
    await page.clock.pass(1_000);
    // Once, and not again with every beat that is told.
    expect(seen.indexOf(false)).toBeGreaterThan(0);
    expect(seen.lastIndexOf(true)).toBeLessThan(seen.indexOf(false));
  });

  test('of many jumps asked for at once the newest counts', async () => {
    const page = await played(100);
    for (let at = 10_000; at <= 200_000; at += 10_000) page.playground.jump({ type: 'time', at });
    await page.arrive();
    expect(page.state.now).toBe(200_000);
  });

  test('to the crash before, and to what the selected process did', async () => {
    const page = await played(50);
    page.playground.act(crash);
    await page.play(300);
    expect(page.state.view.crashes).toBe(1);
    page.playground.previousCrash();
    await page.arrive();
    const { seq } = page.state.view;
    expect(page.playground.trace().decode(seq - 1)?.type).toBe('exited');
    page.playground.select({ path: 'client_1' });
    const { pid } = page.state.selection;
    page.playground.previousEvent();
    await page.arrive();
    const event = page.playground.trace().decode(page.state.view.seq - 1);
    expect([event?.pid, event?.peer]).toContain(pid);
    expect(page.state.view.seq).toBeLessThan(seq);
    page.playground.nextEvent();
    await page.arrive();
    expect(page.state.view.seq).toBeGreaterThan(event?.seq ?? 0);
  });

  test('commands to come are given again when their moment comes', async () => {
    const page = await played(50);
    page.playground.act(kill);
    await page.play(200);
    const end = { at: Math.floor(page.state.now), picture: picture(page.state) };
    expect(page.state.view.restarts).toBe(1);
    page.playground.jump({ type: 'time', at: 1_000 });
    await page.arrive();
    expect(page.state.view.restarts).toBe(0);
    expect(page.state.commands).toHaveLength(1);
    page.playground.jump({ type: 'time', at: end.at });
    await page.arrive();
    expect(picture(page.state)).toEqual(end.picture);
  });
});

describe('branches', () => {
  test('who acts in the past begins another history; the old one is kept', async () => {
    const page = await played(50);
    page.playground.act(kill);
    await page.play(200);
    const main = { at: Math.floor(page.state.now), picture: picture(page.state) };
    page.playground.jump({ type: 'time', at: 100_000 });
    await page.arrive();
    page.playground.act({ type: 'cast', target: 'kv', message: 'hello' });
    await page.play(200);
    expect(page.state.branches).toMatchObject([
      { id: 1, parent: null },
      { id: 2, parent: 1 },
    ]);
    expect(page.state).toMatchObject({ branch: 2, commands: [{ type: 'cast' }] });
    expect(page.state.notices.map(({ text }) => text)).toEqual([
      'You acted in the past: this is branch 2 now. What was to come is kept in main.',
    ]);
    expect(page.state.view.restarts).toBe(0);
    const other = picture(page.state);
    const now = Math.floor(page.state.now);
    // What became of each is known as far as the branch is.
    expect(page.state.branches[0]?.extent.figures).toEqual({ crashes: 1, restarts: 1 });
    page.playground.goToBranch(1);
    await page.arrive();
    page.playground.jump({ type: 'time', at: main.at });
    await page.arrive();
    expect(page.state).toMatchObject({ branch: 1, commands: [{ type: 'exit' }] });
    expect(picture(page.state)).toEqual(main.picture);
    page.playground.goToBranch(2);
    await page.arrive();
    page.playground.jump({ type: 'time', at: now });
    await page.arrive();
    expect(picture(page.state)).toEqual(other);
  });

  test('whatever is asked for while one goes there, each keeps what it is', async () => {
    const page = await played(50);
    page.playground.act(kill);
    await page.play(200);
    const main = { extent: page.state.extent, commands: page.state.commands };
    page.playground.jump({ type: 'time', at: 100_000 });
    await page.arrive();
    page.playground.act({ type: 'cast', target: 'kv', message: 'hello' });
    await page.play(100);
    const other = { extent: page.state.extent, commands: page.state.commands };
    const expectBoth = () => {
      const branches = knownBranches(page.state);
      expect(branches[0]).toMatchObject(main);
      expect(branches[1]).toMatchObject(other);
    };
    for (const [first, second] of [
      [1, 2],
      [2, 1],
    ] as const) {
      page.playground.goToBranch(first);
      page.playground.jump({ type: 'time', at: 50_000 });
      await page.arrive();
      expectBoth();
      page.playground.goToBranch(first);
      page.playground.goToBranch(second);
      page.playground.goToBranch(first);
      expectBoth();
      await page.arrive();
      expectBoth();
      page.playground.jump({ type: 'time', at: 60_000 });
      page.playground.goToBranch(second);
      await page.arrive();
      expectBoth();
      expect(page.state.branch).toBe(second);
    }
  });

  test('acting at the end of what is known begins none', async () => {
    const page = await played(50);
    page.playground.act(kill);
    await page.play(50);
    page.playground.act(kill);
    await page.play(50);
    expect(page.state.branches).toHaveLength(1);
    expect(page.state.commands).toHaveLength(2);
  });

  test('can be named, and forgotten; those that left a forgotten one leave its parent', async () => {
    const page = await played(100);
    for (const at of [60_000, 40_000]) {
      page.playground.jump({ type: 'time', at });
      await page.arrive();
      page.playground.act({ type: 'cast', target: 'kv', message: at });
      await page.play(50);
    }
    expect(page.state.branches.map(({ id, parent }) => [id, parent])).toEqual([
      [1, null],
      [2, 1],
      [3, 2],
    ]);
    page.playground.renameBranch(3, '  quiet  ');
    page.playground.removeBranch(2);
    expect(page.state.branches).toMatchObject([{ id: 1 }, { id: 3, parent: 1, name: 'quiet' }]);
    page.playground.removeBranch(3);
    expect(page.state.branches).toHaveLength(2);
    page.playground.goToBranch(1);
    await page.arrive();
    expect(page.state.commands).toEqual([]);
  });

  test('taking back an action in the past keeps what was to come', async () => {
    const page = await played(50);
    page.playground.act(kill);
    await page.play(300);
    const killedAt = page.state.commands[0]?.at ?? 0;
    page.playground.jump({ type: 'time', at: killedAt + 1_000 });
    await page.arrive();
    page.playground.act({ type: 'cast', target: 'kv', message: 1 });
    await page.arrive();
    expect(page.state.branches).toHaveLength(2);
    page.playground.undo();
    await page.arrive();
    expect(page.state.commands).toMatchObject([{ type: 'exit' }]);
    page.playground.jump({ type: 'time', at: killedAt - 1_000 });
    await page.arrive();
    page.playground.undo();
    await page.arrive();
    expect(page.state.commands).toHaveLength(1);
  });
});

describe('a long jump', () => {
  /** An engine that comes only some steps far before it must say so. */
  async function slowPage() {
    const real = smallScenario();
    const compiled = compile(real.modules);
    if (!compiled.ok) throw new Error('it does not compile');
    const code = evaluateProgram(compiled.program, otp);
    const page = await openPage({ real, code, lookMs: 300 });
    page.playground.jump({ type: 'time', at: 100_000 });
    await page.clock.pass(500);
    return page;
  }

  test('says how far it has come, and shows nothing of it before it is there', async () => {
    const page = await slowPage();
    const before = picture(page.state);
    page.playground.jump({ type: 'time', at: 3_000_000 });
    await page.clock.pass(30);
    const { journey } = page.state;
    expect(journey?.to).toBe(3_000_000);
    await page.clock.pass(30);
    expect(page.state.journey?.at).toBeGreaterThan(journey?.at as number);
    expect(picture(page.state)).toEqual(before);
    while (page.state.journey !== null) await page.clock.pass(100);
    expect(page.state.now).toBe(3_000_000);
  });

  test('can be given up: then all is as it was', async () => {
    const page = await slowPage();
    const [before, { extent, now }] = [picture(page.state), page.state];
    page.playground.jump({ type: 'time', at: 3_000_000 });
    await page.clock.pass(30);
    page.playground.pause();
    await page.clock.pass(500);
    expect(page.state).toMatchObject({ journey: null, extent, now });
    expect(picture(page.state)).toEqual(before);
    page.playground.step();
    await page.clock.pass(100);
    expect(page.state.view.step).toBe(before.step + 1);
  });
});

describe.each([4_096, 32_768])('a run longer than the %i events that are kept', (traceCapacity) => {
  test('says so, and any moment can be reached all the same; who acts there begins a branch', async () => {
    const page = await openPage({ real: smallScenario(), traceCapacity });
    const { playground, clock } = page;
    playground.jump({ type: 'time', at: 200_000 });
    await clock.pass(300);
    const early = picture(page.state);
    expect(page.state.dropped).toBe(0);
    for (const at of [60_000_000, 120_000_000]) {
      playground.jump({ type: 'time', at });
      await clock.pass(300);
    }
    expect(page.state.extent.seq).toBeGreaterThan(traceCapacity);
    expect(page.state.dropped).toBeGreaterThan(0);
    expect(page.state.notices.map(({ text }) => text).join()).toMatch(/oldest events/);
    const late = picture(page.state);
    const { extent } = page.state;
    playground.jump({ type: 'time', at: 119_999_000 });
    await clock.pass(300);
    playground.jump({ type: 'time', at: 120_000_000 });
    await clock.pass(300);
    expect(picture(page.state)).toEqual(late);
    playground.jump({ type: 'time', at: 200_000 });
    await clock.pass(300);
    expect(picture(page.state)).toEqual(early);
    expect(page.state.extent).toEqual(extent);
    expect(looksBack(page.state)).toBe(true);
    playground.act(kill);
    await clock.pass(300);
    expect(page.state.branches).toMatchObject([
      { id: 1, extent },
      { id: 2, parent: 1 },
    ]);
    playground.goToBranch(1);
    await clock.pass(300);
    playground.jump({ type: 'time', at: 120_000_000 });
    await clock.pass(300);
    expect(picture(page.state)).toEqual(late);
    playground.goToBranch(2);
    await clock.pass(300);
    expect(page.state).toMatchObject({ branch: 2, commands: [{ type: 'exit' }] });
  });

  test('a far jump back is no longer than the way from some moment before it', async () => {
    const page = await openPage({ real: smallScenario(), traceCapacity });
    const { playground, clock } = page;
    const goTo = async (at: number) => {
      playground.jump({ type: 'time', at });
      await clock.pass(300);
      return picture(page.state);
    };
    const moments = [60, 120, 180, 240].map((seconds) => seconds * 1_000_000);
    const pictures = [];
    for (const at of moments) pictures.push(await goTo(at));
    const { extent, results } = page.state;
    // Some of what comes before is told again, and no more.
    expect(await goTo(moments[1] as number)).toEqual(pictures[1]);
    const { first, end } = playground.trace();
    expect(first).toBeGreaterThan(0);
    expect(end).toBe(page.state.view.seq);
    expect(end - first).toBeLessThan(40_000);
    expect(page.state).toMatchObject({ extent, dropped: first });
    // From there on as ever: forwards, a step back, and on to the end.
    playground.step();
    await clock.pass(300);
    playground.stepBack();
    await clock.pass(300);
    expect(picture(page.state)).toEqual(pictures[1]);
    expect(await goTo(moments[3] as number)).toEqual(pictures[3]);
    expect(await goTo(moments[0] as number)).toEqual(pictures[0]);
    expect(page.state.extent).toEqual(extent);
    expect(page.state.results).toEqual(results);
  });
});

describe('what is kept of all that', () => {
  test('a file has all branches and notes; a link this branch and its notes', async () => {
    const page = await played(50);
    page.playground.act(kill);
    await page.play(100);
    page.playground.bookmark('After the kill.');
    const main = picture(page.state);
    const { figures } = page.state.extent;
    page.playground.jump({ type: 'time', at: 50_000 });
    await page.arrive();
    page.playground.act({ type: 'cast', target: 'kv', message: 'hello' });
    await page.play(50);
    const text = page.playground.exportText();
    const link = await page.playground.shareLink();
    const { commands, bookmarks } = page.state;

    const other = await openPage({ real: smallScenario() });
    other.playground.openText(text);
    await other.clock.pass(500);
    expect(other.state).toMatchObject({ branch: 2, commands, bookmarks });
    expect(other.state.branches.map(({ id, parent }) => [id, parent])).toEqual([
      [1, null],
      [2, 1],
    ]);
    // The file does not say what became of a branch: that is known when somebody has been there.
    expect(other.state.branches[0]?.extent.figures).toBeNull();
    other.playground.goToBranch(1);
    await other.clock.pass(300);
    expect(figures?.crashes).toBe(1);
    expect(other.state.extent.figures).toEqual(figures);
    other.playground.jump({ type: 'moment', ...(bookmarks[0] as { at: number; step: number }) });
    await other.clock.pass(300);
    expect(picture(other.state)).toEqual(main);

    const third = await openPage({
      real: smallScenario(),
      fragment: link.slice(link.indexOf('#')),
    });
    await third.clock.pass(500);
    expect(third.state).toMatchObject({ commands, bookmarks, branches: [{ id: 1 }] });
  });

  test('a story that is shared from its start waits there, to be played from note to note', async () => {
    const page = await played(50);
    page.playground.bookmark('Look here.');
    page.playground.jump({ type: 'time', at: 0 });
    await page.arrive();
    const link = await page.playground.shareLink();
    const other = await openPage({
      real: smallScenario(),
      autoplay: true,
      fragment: link.slice(link.indexOf('#')),
    });
    await other.clock.pass(500);
    expect(other.state).toMatchObject({ now: 0, run: { type: 'paused' } });
    other.playground.playStory();
    await other.clock.pass(2_000);
    expect(other.state).toMatchObject({
      now: other.state.bookmarks[0]?.at,
      run: { type: 'paused' },
    });
  });
});
