import type { Locator, Page } from '@playwright/test';
import { expectNothingGrave } from './axe.ts';
import { expect, linkTo, type Place, type Playground, test } from './playground.ts';

const side = (page: Page, which: 'Left' | 'Right') =>
  page.getByRole('region', { name: new RegExp(`^${which}: `) });
const hashOf = (page: Page, which: 'left' | 'right') =>
  page.getByRole('status', { name: `Trace hash, ${which}` });
const slider = (page: Page) => page.getByRole('slider', { name: 'Moment on view, of both' });
const transport = (page: Page) => page.getByRole('region', { name: 'Transport of both runs' });
const differences = (page: Page) => page.getByRole('region', { name: 'Differences' });

/** The numbers of a row of the summary, left and right. */
async function row(page: Page, name: string): Promise<string[]> {
  const line = page.getByRole('region', { name: 'Summary' }).getByRole('row', { name });
  return (await line.getByRole('cell').allInnerTexts()).slice(0, 2);
}

/** The pid on a child's card. */
async function pidOn(tree: Locator, id: string): Promise<string> {
  const card = tree.getByRole('group', { name: new RegExp(`^${id}(,|$)`) });
  return /<0\.\d+\.0>/.exec((await card.textContent()) ?? '')?.[0] ?? '';
}

async function openChooser(playground: Playground, place: Place): Promise<void> {
  await playground.open(place);
  await playground.press('Compare with another run');
  const { page } = playground;
  await expect(page.getByRole('dialog', { name: 'Compare this run with…' })).toBeVisible();
}

async function compare(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Two runs in step' })).toBeVisible();
  await expect(transport(page).getByRole('status').last()).toHaveText(/^(paused|idle.*)$/);
}

const KILL = { at: 4_000_000, type: 'exit', target: 'average', reason: 'kill' } as const;
const WEATHER: Place = { scenario: 'one-for-one', seconds: 2, commands: [KILL] };

async function compareStrategies(playground: Playground): Promise<void> {
  const { page } = playground;
  await openChooser(playground, WEATHER);
  await page.getByLabel('itself, with a supervisor that is set otherwise').check();
  await page.getByLabel('Strategy').selectOption('rest_for_one');
  await compare(page);
}

test('one_for_one against rest_for_one: where they part, and what becomes of each', async ({
  playground,
  page,
}) => {
  await compareStrategies(playground);
  // Both stand where the person was, and nothing has happened that differs.
  await expect(slider(page)).toHaveAttribute('aria-valuetext', '00:02.000');
  await expect(hashOf(page, 'left')).toHaveText(/^[0-9a-f]{8}$/);
  await expect.poll(() => row(page, 'Restarts')).toEqual(['0', '0']);

  // The first difference is ahead: the strategies' answers to the kill.
  const told = differences(page);
  await expect(told).toContainText(
    'station restarts average (one_for_one, permanent; 1 of 3 in 60 s).',
  );
  await expect(told).toContainText(
    'station restarts average (rest_for_one, permanent; 1 of 3 in 60 s): it stops display and alarm, then starts average, alarm and display.',
  );
  await told.getByRole('button', { name: /^Go to 00:04\./ }).click();
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^00:04\./);

  await slider(page).fill('7000');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', '00:07.000');
  await expect.poll(() => row(page, 'Restarts')).toEqual(['1', '3']);
  await expect.poll(() => row(page, 'Stopped by a supervisor')).toEqual(['0', '2']);
  await expect.poll(() => row(page, 'Who died, how often')).toEqual(['average 1', 'average 1']);
  const [left, right] = [side(page, 'Left'), side(page, 'Right')];
  await expect
    .poll(async () => (await pidOn(right, 'display')) !== (await pidOn(left, 'display')))
    .toBe(true);
  await expect
    .poll(async () => (await pidOn(left, 'sensor')) === (await pidOn(right, 'sensor')))
    .toBe(true);
});

test('both are played and stepped together; back again, the run is as it was', async ({
  playground,
  page,
}) => {
  await playground.open(WEATHER);
  const hash = (await playground.hash.textContent()) ?? '';
  await page.keyboard.press('Shift+C');
  await page.getByLabel('Strategy').selectOption('rest_for_one');
  await compare(page);
  await expect(hashOf(page, 'left')).toHaveText(hash);

  await watchBeats(page);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause both' })).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { told: string[] }).told))
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Left: .*station restarts average \(one_for_one/),
        expect.stringMatching(/^Right: .*it stops display and alarm/),
      ]),
    );
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play both' })).toBeVisible();

  const now = async () => Number(await slider(page).inputValue());
  const before = await now();
  await page.keyboard.press('.');
  await expect.poll(now).toBeGreaterThan(before);
  const after = await now();
  await page.keyboard.press(',');
  await expect.poll(now).toBeLessThan(after);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(playground.words).toHaveText('paused');
  await expect(playground.hash).toHaveText(hash);
  expect(await playground.seconds()).toBe(2);
});

test('two seeds: the same things at other moments', async ({ playground, page }) => {
  await openChooser(playground, { seconds: 5 });
  await page.getByLabel('itself, with another seed').check();
  const field = page.getByLabel('Seed', { exact: true }).last();
  await field.fill('7');
  await expect(page.getByText('That is the seed of this run.')).toBeVisible();
  await field.fill('99');
  await compare(page);
  await expect(differences(page)).toContainText('First difference of any kind');
  await expect(side(page, 'Right')).toContainText('seed 99');
  const left = (await hashOf(page, 'left').textContent()) ?? '';
  await expect(hashOf(page, 'right')).not.toHaveText(left);

  await playground.press('Back to your run');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(playground.button('Compare with another run')).toBeFocused();
});

test('two branches part at what one did', async ({ playground, page }) => {
  await playground.open({ seconds: 10 });
  await page.getByRole('slider', { name: 'Moment on view' }).press('Home');
  await expect.poll(() => playground.seconds()).toBe(0);
  await playground.step(6);
  await playground.select('server');
  await playground.press('Kill');
  await expect(page.getByText('this is branch 2 now')).toBeVisible();
  await page.getByRole('tab', { name: /^History/ }).click();
  await page.getByRole('button', { name: 'Compare…' }).click();
  await page.getByLabel('another branch of it').check();
  await expect(page.getByLabel('Branch', { exact: true })).toContainText('main');
  await compare(page);
  await expect(side(page, 'Left')).toContainText('branch 2');
  await expect(side(page, 'Right')).toContainText('main');
  await expect(differences(page)).toContainText('From outside: kill kv.');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious: ${colorScheme}`, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openChooser(playground, WEATHER);
    await expectNothingGrave(page);
    await page.getByLabel('Strategy').selectOption('rest_for_one');
    await compare(page);
    await slider(page).fill('7000');
    await expect.poll(() => row(page, 'Restarts')).toEqual(['1', '3']);
    await expectNothingGrave(page);
  });
}

test('on a phone nothing is wider than the screen', async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`./${linkTo(WEATHER)}`);
  await expect(playground.card('sensor')).toBeVisible();
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  await page.getByRole('tab', { name: /^History/ }).click();
  await page.getByRole('button', { name: 'Compare…' }).click();
  await page.getByLabel('Strategy').selectOption('rest_for_one');
  await compare(page);
  await expectNothingGrave(page);
  const view = page.getByRole('dialog', { name: 'Two runs in step' });
  expect(await view.evaluate((element) => element.scrollWidth)).toBeLessThanOrEqual(390);
});

/** From now on every beat of a side is written down, however short it is there. */
async function watchBeats(page: Page): Promise<void> {
  await page.locator('[data-beat]').evaluateAll((lines) => {
    const told: string[] = [];
    Object.assign(window, { told });
    for (const line of lines) {
      const which = line.closest('section')?.getAttribute('aria-label')?.split(':')[0];
      new MutationObserver(() => told.push(`${which}: ${line.textContent}`)).observe(line, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    }
  });
}
