import type { Page } from '@playwright/test';
import { violationsIn } from './axe.ts';
import { expect, type Playground, test } from './playground.ts';

const CRASH = {
  at: 20_000_000,
  type: 'call',
  target: 'kv',
  request: { type: 'lookup', key: 'crash' },
  timeoutMs: 5_000,
} as const;

/** The essay, 22 s in; kv crashed at 20 s. */
async function openDiagram(playground: Playground): Promise<void> {
  await playground.open({ seconds: 22, commands: [CRASH] });
  await playground.page.getByRole('tab', { name: 'Sequence' }).click();
  await playground.enlargeLog();
  await expect(rows(playground.page)).not.toHaveCount(0);
}

const list = (page: Page) => page.getByRole('listbox', { name: 'Sequence of events' });
const rows = (page: Page) => list(page).getByRole('option');
const selectedRow = (page: Page) => list(page).getByRole('option', { selected: true });

/** Row by row, from the moment on view or the selected row. */
async function walkUpTo({ page }: Playground, text: RegExp): Promise<void> {
  await list(page).focus();
  for (let press = 0; press < 200; press++) {
    await page.keyboard.press('ArrowUp');
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    if (text.test((await selectedRow(page).allTextContents()).join(''))) return;
  }
  throw new Error(`No row like ${text}`);
}

test('a crash is read from lane to lane, and a row leads to its moment', async ({
  playground,
  page,
}) => {
  await openDiagram(playground);
  for (const row of [
    /^kv crashed: badarith/,
    /^Exit signal .*badarith.* travels from kv/,
    /^simple_supervisor restarts server/,
  ]) {
    await expect(rows(page).filter({ hasText: row })).toHaveCount(1);
  }
  const seconds = await playground.seconds();
  await walkUpTo(playground, /^kv crashed: badarith/);
  await page.keyboard.press('Enter');
  await expect.poll(() => playground.seconds()).toBeLessThan(seconds - 0.5);
  await expect(playground.caption).toContainText('kv crashed: badarith');
  await expect(playground.words).toHaveText('paused');
  // The rest of the run is still there, below the line of the moment on view.
  await expect(rows(page).filter({ hasText: /^simple_supervisor restarts server/ })).toHaveCount(1);
});

test('what is selected in the log is selected in the diagram, and the other way round', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 22, commands: [CRASH] });
  await playground.enlargeLog();
  await playground.log
    .getByRole('button', { name: /kv crashed: badarith/ })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Sequence' }).click();
  await expect(selectedRow(page)).toHaveText(/^kv crashed: badarith/);
  await list(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(selectedRow(page)).toHaveText(/^kv handles \{lookup,crash\}/);
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(
    playground.log.getByRole('button', { pressed: true }).filter({ hasText: /kv handles/ }),
  ).toHaveCount(1);
});

test('lanes are chosen and hidden, kinds switched, repetition folded', async ({
  playground,
  page,
}) => {
  await openDiagram(playground);
  const heads = page.getByRole('button', { name: /^Hide / });
  const many = await heads.count();
  await page.getByRole('button', { name: 'Hide radio' }).click();
  await expect(heads).toHaveCount(many - 1);
  await expect(rows(page).filter({ hasText: /radio/ })).toHaveCount(0);

  await page.getByRole('button', { name: /processes$/ }).click();
  await page.getByRole('checkbox', { name: 'radio' }).check();
  await expect(heads).toHaveCount(many);

  const size = async () => Number(await rows(page).first().getAttribute('aria-setsize'));
  const all = await size();
  await page.getByRole('button', { name: 'calls', exact: true }).click();
  await expect.poll(size).toBeLessThan(all);
  await page.getByRole('button', { name: 'calls', exact: true }).click();
  await expect.poll(size).toBe(all);
  await page.getByRole('button', { name: 'fold repeats' }).click();
  await expect.poll(size).toBeLessThan(all);
  const folded = await size();
  await walkUpTo(playground, /^Folded: \d+ more/);
  await page.keyboard.press('Enter');
  await expect.poll(size).toBeGreaterThan(folded);
});

test('copied as Mermaid, saved as SVG', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openDiagram(playground);
  await page.getByRole('button', { name: 'Mermaid' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied all rows.' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^sequenceDiagram\n {2}participant p0 as /);
  expect(text).toContain('crashed#58; badarith');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'SVG' }).click();
  expect((await download).suggestedFilename()).toBe('sequence.svg');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`is accessible, ${colorScheme}`, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openDiagram(playground);
    await page.getByRole('button', { name: /processes$/ }).click();
    expect(await violationsIn(page)).toEqual([]);
  });
}
