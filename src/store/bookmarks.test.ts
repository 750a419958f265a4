import { describe, expect, test } from 'vitest';
import type { Action } from '../scenario/scenario.ts';
import { openPage } from '../testing/fake-page.ts';
import { picture, played } from '../testing/played-page.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import { bookmarkBefore, bookmarkHere } from './selectors.ts';

const kill: Action = { type: 'exit', target: 'kv', reason: 'kill' };
const crash: Action = { type: 'crash_next', target: 'kv', reason: 'boom' };

describe('bookmarks', () => {
  test('the story goes from note to note', async () => {
    const page = await played(50);
    page.playground.bookmark('Here it begins.');
    await page.play(100);
    page.playground.bookmark('Here it ends.');
    const [first, second] = page.state.bookmarks;
    page.playground.jump({ type: 'time', at: 0 });
    await page.arrive();
    for (const mark of [first, second, first]) {
      page.playground.playStory();
      await page.clock.pass(1_000);
      expect(page.state).toMatchObject({
        now: mark?.at,
        run: { type: 'paused' },
        view: { step: mark?.step },
      });
    }
  });

  test('a note made in the middle of a step stands at its end, and the view goes there', async () => {
    const page = await played(100);
    page.playground.jump({ type: 'event', seq: page.state.view.seq - 20 });
    await page.arrive();
    page.playground.bookmark('In the middle.');
    await page.arrive();
    expect(page.state.bookmarks).toMatchObject([
      { at: Math.floor(page.state.now), step: page.state.view.step },
    ]);
    expect(bookmarkHere(page.state)).toBe(0);
    page.playground.step();
    await page.arrive();
    expect(bookmarkHere(page.state)).toBe(-1);
    expect(bookmarkBefore(page.state)).toBe(0);
  });

  /** Somebody kills kv between two steps, with a note right before it and one right after. */
  async function around() {
    const page = await played(50);
    page.playground.bookmark('Before.');
    const before = picture(page.state);
    page.playground.act(kill);
    await page.arrive();
    page.playground.bookmark('After.');
    return { page, pictures: [before, picture(page.state)] };
  }

  test('right before an action and right after it there may be two, and each shows its side', async () => {
    const { page, pictures } = await around();
    const [before, after] = page.state.bookmarks;
    expect(before).toEqual({ ...after, given: 0, note: 'Before.' });
    expect(after).toMatchObject({ given: 1, note: 'After.' });
    expect(bookmarkHere(page.state)).toBe(1);
    expect(bookmarkBefore(page.state)).toBe(0);
    await page.play(50);
    for (const place of [0, 1, 0]) {
      page.playground.goToBookmark(place);
      await page.arrive();
      const { hash: _hash, next: _next, ...seen } = picture(page.state);
      expect(pictures[place]).toMatchObject(seen);
      expect(page.state).toMatchObject({ now: before?.at, run: { type: 'paused' } });
      expect(bookmarkHere(page.state)).toBe(place);
    }
    page.playground.bookmark('Before, again.');
    expect(page.state.bookmarks.map(({ note }) => note)).toEqual(['Before, again.', 'After.']);
    page.playground.playStory();
    await page.arrive();
    expect(bookmarkHere(page.state)).toBe(1);
  });

  test('both are in a file and in a link, for who has not been there as well', async () => {
    const { page } = await around();
    page.playground.jump({ type: 'time', at: 0 });
    await page.arrive();
    const link = await page.playground.shareLink();
    const opened = await openPage({
      real: smallScenario(),
      fragment: link.slice(link.indexOf('#')),
    });
    const read = await openPage({ real: smallScenario() });
    read.playground.openText(page.playground.exportText());
    for (const other of [opened, read]) {
      await other.clock.pass(500);
      for (const place of [0, 1]) {
        other.playground.goToBookmark(place);
        await other.clock.pass(300);
        expect(bookmarkHere(other.state)).toBe(place);
        expect(other.state.view.seq < other.state.extent.seq).toBe(place === 0);
      }
    }
  });

  test('of an older file, which does not say on which side of an action, stand behind those it knows', async () => {
    const { page } = await around();
    const { bookmarks } = page.state;
    const old = JSON.parse(page.playground.exportText());
    old.run = 2;
    old.bookmarks = [{ ...bookmarks[0], given: undefined }];
    const other = await openPage({ real: smallScenario() });
    other.playground.openText(JSON.stringify(old));
    await other.clock.pass(500);
    expect(other.state.bookmarks).toEqual([{ ...bookmarks[0], given: 1 }]);
    expect(bookmarkHere(other.state)).toBe(0);
    other.playground.act(crash);
    await other.clock.pass(300);
    other.playground.bookmark('Behind the second.');
    expect(other.state.bookmarks).toMatchObject([{ given: 1 }, { given: 2 }]);
  });

  test('a note can be another one, or go', async () => {
    const page = await played(50);
    page.playground.bookmark('one');
    page.playground.setNote(0, 'two');
    expect(page.state.bookmarks).toMatchObject([{ note: 'two' }]);
    page.playground.setNote(0, ' ');
    expect(page.state.bookmarks).toEqual([]);
  });
});
