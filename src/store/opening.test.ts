import { describe, expect, test } from 'vitest';
import { parseRunText } from '../scenario/parse-run.ts';
import { serialiseScenario } from '../scenario/parse-scenario.ts';
import { settle } from '../testing/fake-clock.ts';
import { FakeStorage, openPage, pageAt, pageWithWork, ticks } from '../testing/fake-page.ts';
import { encodeShareLink } from './share-link.ts';

const kill = { type: 'exit', target: 'kv', reason: 'kill' } as const;

describe('a share link', () => {
  test('shows the same run at the same moment, with the same hash', async () => {
    const page = await pageWithWork();
    page.playground.select({ path: 'top/server' });
    const { hash, commands, now, view } = page.state;
    const link = new URL(await page.playground.shareLink());
    const other = await openPage({ fragment: link.hash, autoplay: true });
    expect(other.state).toMatchObject({
      hash,
      commands,
      scenarioName: 'essay',
      run: { type: 'paused' },
      selection: { path: 'top/server' },
      notices: [],
    });
    expect(other.state.now).toBe(Math.floor(now));
    expect([...other.state.view.processes]).toEqual([...view.processes]);
  });

  test('in the middle of a story leads to the end of its step', async () => {
    const page = await openPage();
    page.playground.act({ type: 'crash_next', target: 'kv', reason: 'badarith' });
    page.playground.play();
    await page.clock.pass(140);
    expect(page.state.beat?.beat).toBe('throw');
    const other = await openPage({ fragment: new URL(await page.playground.shareLink()).hash });
    expect(other.state.notices).toEqual([]);
    page.playground.pause();
    expect(other.state.hash).toBe(page.state.hash);
  });

  test('of an edited scenario holds all of it', async () => {
    const page = await openPage();
    page.playground.openText(serialiseScenario({ ...ticks, title: 'Mine' }));
    await settle();
    expect(page.state.scenarioName).toBeNull();
    const other = await openPage({ fragment: new URL(await page.playground.shareLink()).hash });
    expect(other.state.scenario).toEqual(page.state.scenario);
  });

  test('stays in the address until something is changed', async () => {
    const page = await openPage({ fragment: '#scenario=other&seed=3' });
    expect(page.state).toMatchObject({ seed: 3, scenario: { title: 'Other' } });
    page.playground.step();
    await settle();
    expect(page.address.fragment()).toBe('#scenario=other&seed=3');
    page.playground.act(kill);
    expect(page.address.fragment()).toBe('');
  });

  test('that is put into the address of an open page is opened', async () => {
    const page = await openPage();
    await page.address.goTo('#scenario=other');
    expect(page.state.scenario.title).toBe('Other');
    await page.address.goTo('#v1.d.broken!');
    expect(page.state.scenario.title).toBe('Other');
    expect(page.state.notices).toMatchObject([{ tone: 'error' }]);
  });

  test('says when the run is not the one that was shared', async () => {
    const fragment = encodeShareLink({
      scenario: { type: 'named', name: 'essay' },
      seed: 1,
      commands: [],
      moment: { at: 100_000, step: 2 },
      hash: '0badcafe',
      selected: null,
      open: null,
      bookmarks: [],
    });
    const page = await openPage({ fragment: fragment ?? '' });
    expect(page.state.notices).toMatchObject([{ text: expect.stringContaining('was 0badcafe') }]);
  });

  test.each([
    ['broken', '#v1.d.AAAA', 'damaged'],
    ['foreign', '#top', 'not a link of this playground'],
    ['newer', '#v7.d.AAAA', 'later version'],
    ['to a scenario that is gone', '#scenario=gone', 'does not have'],
  ])('that is %s gives a plain message, and the essay opens', async (_what, fragment, words) => {
    const page = await openPage({ fragment });
    expect(page.state.notices).toMatchObject([
      { tone: 'error', text: expect.stringContaining(words) },
    ]);
    expect(page.state).toMatchObject({ scenarioName: 'essay', run: { type: 'paused' } });
  });
});

describe('work in progress', () => {
  test('survives a reload', async () => {
    const storage = new FakeStorage();
    const page = await pageWithWork(storage);
    page.hide();
    const again = await openPage({ storage, autoplay: true });
    const { hash, commands, seed, scenarioName } = page.state;
    expect(again.state).toMatchObject({ hash, commands, seed, scenarioName });
    expect(again.state.run.type).toBe('paused');
  });

  test('is kept soon after every change', async () => {
    const storage = new FakeStorage();
    const page = await pageWithWork(storage);
    await page.clock.pass(600);
    const again = await openPage({ storage });
    expect(again.state.hash).toBe(page.state.hash);
  });

  test('goes on playing when it was playing', async () => {
    const storage = new FakeStorage();
    const page = await openPage({ storage, autoplay: true });
    await page.clock.pass(300);
    page.hide();
    const again = await openPage({ storage, autoplay: true });
    expect(again.state.run.type).toBe('playing');
    expect(again.state.now).toBeGreaterThan(200_000);
  });

  test('gives way to a link, and is there again afterwards', async () => {
    const storage = new FakeStorage();
    const page = await pageWithWork(storage);
    page.hide();
    const visitor = await openPage({ storage, fragment: '#scenario=other' });
    visitor.playground.play();
    await visitor.clock.pass(1_000);
    visitor.hide();
    expect(visitor.state.scenario.title).toBe('Other');
    const again = await openPage({ storage });
    expect(again.state.hash).toBe(page.state.hash);
  });

  test('is there again under the link of a dialog, which names no run', async () => {
    const storage = new FakeStorage();
    const page = await pageWithWork(storage);
    page.hide();
    const again = await openPage({ storage, fragment: '#conformance' });
    expect(again.state).toMatchObject({ hash: page.state.hash, notices: [] });
    expect(again.address.fragment()).toBe('#conformance');
  });

  test('is there again after a link that could not be opened', async () => {
    const storage = new FakeStorage();
    const page = await pageWithWork(storage);
    page.hide();
    const visitor = await openPage({ storage, fragment: '#hello', autoplay: true });
    await visitor.clock.pass(1_000);
    visitor.hide();
    expect(visitor.state.notices).toHaveLength(1);
    const again = await openPage({ storage });
    expect(again.state.hash).toBe(page.state.hash);
  });

  test('that can no longer be read is put aside, and the essay opens', async () => {
    const storage = new FakeStorage();
    storage.setItem('supervision-tree-playground/work', '{"run":99,"scenario":{}}');
    const page = await openPage({ storage });
    expect(page.state.scenarioName).toBe('essay');
    expect(page.state.notices).toMatchObject([{ text: expect.stringContaining('later version') }]);
    page.hide();
    expect(storage.getItem('supervision-tree-playground/work-put-aside')).toContain('99');
  });

  test('of a scenario that is another one by now has no name', async () => {
    const storage = new FakeStorage();
    const page = await openPage({ storage });
    page.playground.openText(
      page.playground.exportText().replace('"title": "Ticks"', '"title": "Old ticks"'),
    );
    await settle();
    expect(page.state).toMatchObject({ scenarioName: null, scenario: { title: 'Old ticks' } });
  });
});

describe('a file', () => {
  test('that was exported opens as the same run at the same moment', async () => {
    const page = await pageWithWork();
    const other = await openPage();
    other.playground.openText(page.playground.exportText());
    await settle();
    const { hash, commands, scenarioName } = page.state;
    expect(other.state).toMatchObject({ hash, commands, scenarioName, notices: [] });
  });

  test('has the branch on view with what was done since, and as far as it is known', async () => {
    const page = await pageAt(500);
    page.playground.jump({ type: 'time', at: 100_000 });
    await settle();
    page.playground.act(kill);
    page.playground.play();
    await page.clock.pass(300);
    page.playground.pause();
    const saved = parseRunText(page.playground.exportText());
    const { commands, extent } = page.state;
    expect(saved).toMatchObject({
      value: {
        branch: 2,
        branches: [{ commands: [] }, { commands, end: { at: extent.at, step: extent.step } }],
      },
    });
    expect(commands).toHaveLength(1);
    expect(extent.at).toBeGreaterThan(100_000);
  });

  test('that is no scenario leaves the run as it is, and says why', async () => {
    const page = await pageWithWork();
    const { hash } = page.state;
    page.playground.openText('{"version":1,"title":"x"}');
    page.playground.openText('hello');
    page.playground.openText('{"version":9}');
    await settle();
    expect(page.state.hash).toBe(hash);
    expect(page.state.notices.map(({ text }) => text)).toEqual([
      expect.stringContaining('At modules'),
      expect.stringContaining('not JSON'),
      expect.stringContaining('later version'),
    ]);
  });
});

test('the last of several scenarios opened in haste is the one that shows', async () => {
  const page = await openPage();
  page.playground.openScenario('other');
  page.playground.openScenario('essay');
  page.playground.openScenario('nowhere');
  page.playground.openScenario('other');
  await settle();
  expect(page.state).toMatchObject({ scenario: { title: 'Other' }, run: { type: 'paused' } });
  expect(page.state.notices).toEqual([]);
});
