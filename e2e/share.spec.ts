import { deflateSync, strToU8 } from 'fflate';
import { toBase64Url } from '../src/store/base64url.ts';
import { encodeShareLink } from '../src/store/share-link.ts';
import { expect, linkTo, Playground, test } from './playground.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** As many characters as some places let through. */
const LENGTH_MAX = 600;

async function copyLink({ page }: Playground): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.keyboard.press('Escape');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('a link with ten actions is short, and shows the same moment with the same hash elsewhere', async ({
  playground,
  browser,
  baseURL,
}) => {
  test.slow();
  await playground.open();
  await playground.setSpeed(37);
  await playground.select('server');
  await playground.press('Send…');
  await playground.press('store 3 apples');
  await playground.press('look up apples');
  await playground.press('look up crash');
  await expect(playground.card('server')).toHaveAccessibleName(/1 restart$/);
  await playground.press('Crash next');
  await expect(playground.card('server')).toHaveAccessibleName(/2 restarts$/);
  await playground.select('packet');
  await playground.press('first half of packet 99');
  await playground.press('second half of packet 99');
  await playground.press('last five packets');
  await playground.press('Kill');
  await expect(playground.card('packet')).toHaveAccessibleName(/1 restart$/);
  await playground.select('logger');
  await playground.press('log hello');
  await playground.press('report');
  await playground.pause();

  const link = await copyLink(playground);
  expect(link.length).toBeLessThanOrEqual(LENGTH_MAX);
  expect(link).toContain('#v1.');

  const context = await browser.newContext();
  const other = new Playground(await context.newPage(), baseURL);
  await other.page.goto(link);
  await expect(other.words).toHaveText('paused');
  await expect(other.hash).toHaveText((await playground.hash.textContent()) ?? '');
  expect(await other.seconds()).toBe(await playground.seconds());
  expect(await other.steps()).toBe(await playground.steps());
  for (const id of ['packet', 'server', 'logger']) {
    expect(await other.pidOf(id)).toBe(await playground.pidOf(id));
  }
  await expect(other.page.getByRole('alert')).toHaveCount(0);

  // And the two go on alike.
  await playground.step(5);
  await other.step(5);
  await expect(other.hash).toHaveText((await playground.hash.textContent()) ?? '');
  expect(other.complaints).toEqual([]);
  await context.close();
});

const packed = (text: string) => `#v1.d.${toBase64Url(deflateSync(strToU8(text)))}`;
const good = linkTo({ seconds: 3 });

const BAD_LINKS: Readonly<Record<string, readonly [fragment: string, message: RegExp]>> = {
  'cut off': [good.slice(0, good.length - 6), /^✕ This link is damaged: part of it is missing/],
  'of something else': ['#hello', /is not a link of this playground/],
  'too large': [packed(' '.repeat(2_000_000)), /This link holds more than 1 MB/],
  'of a later version': ['#v2.d.AAAA', /made by a later version of the playground/],
  'to a scenario that is not here': [
    '#scenario=nonsense',
    /names a scenario that this playground does not have/,
  ],
};

for (const [what, [fragment, message]] of Object.entries(BAD_LINKS)) {
  test(`a link that is ${what} gets a plain message, and the essay opens`, async ({
    playground,
    page,
  }) => {
    await playground.open(fragment);
    const alert = page.getByRole('alert');
    await expect(alert).toHaveText(message);
    await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('essay');
    await expect(playground.card('server')).toHaveAccessibleName(/^server, kv, gen_server/);
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert).toHaveCount(0);
  });
}

test('a link that was made elsewhere and does not give the same run is told', async ({
  playground,
  page,
}) => {
  const fragment = encodeShareLink({
    scenario: { type: 'named', name: 'essay' },
    seed: 7,
    commands: [],
    moment: { at: 2_000_000, step: 0 },
    hash: '01234567',
    selected: null,
    open: null,
    bookmarks: [],
  });
  await page.goto(`./${fragment}`);
  await expect(page.getByRole('alert')).toHaveText(/This is not the run that was shared/);
  await expect(playground.words).toHaveText('paused');
});
