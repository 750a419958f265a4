import { expect, test } from './playground.ts';

test('once the page has been idle, all of it works without the network', async ({
  playground,
  page,
  context,
}) => {
  await playground.open();
  // A quick hand would pause before there is a server to select.
  await playground.pidOf('server');
  // While it plays, a busy machine leaves it no idle moment.
  await playground.pause();
  // Not `networkidle`: it waited for ever once, on requests of Workers that were long gone.
  await page.waitForFunction(() => performance.getEntriesByName('loaded ahead').length > 0);
  await context.setOffline(true);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys and signs' })).toBeVisible();
  await page.keyboard.press('Escape');
  await playground.press('Share');
  await expect(page.getByRole('dialog', { name: 'Share this moment' })).toBeVisible();
  await page.keyboard.press('Escape');

  await playground.select('server');
  await page.keyboard.press('s');
  await expect(playground.inspector.getByRole('textbox').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Tree' }).click();
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  for (const name of ['Sequence', 'History']) {
    const tab = page.getByRole('tab', { name });
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  }
  await expect(page.getByRole('region', { name: 'Branches' })).toBeVisible();

  await page.getByRole('combobox', { name: 'Scenario' }).selectOption('escalation');
  await expect(playground.words).toHaveText('running');
  await expect(page.getByRole('alert')).toHaveCount(0);
});
