import { expect, linkTo, Playground, test } from './playground.ts';

test('a reload keeps the run, its actions and the moment', async ({ playground, page }) => {
  await playground.open();
  await playground.select('server');
  await playground.press('Kill');
  await expect(playground.card('server')).toHaveAccessibleName(/1 restart$/);
  await playground.pause();
  const hash = (await playground.hash.textContent()) ?? '';
  const pid = await playground.pidOf('server');

  await page.reload();
  await expect(playground.words).toHaveText('paused');
  await expect(playground.hash).toHaveText(hash);
  expect(await playground.pidOf('server')).toBe(pid);
  await expect(playground.button('Undo the last action')).toBeEnabled();
});

test('a look at somebody’s link, good or bad, does not cost the work that is kept', async ({
  playground,
  page,
}) => {
  await playground.open();
  await playground.select('server');
  await playground.press('Kill');
  await expect(playground.card('server')).toHaveAccessibleName(/1 restart$/);
  await playground.pause();
  const hash = (await playground.hash.textContent()) ?? '';

  for (const fragment of [linkTo({ scenario: 'one-for-all', seconds: 2 }), '#hello']) {
    await page.goto('about:blank');
    await page.goto(`./${fragment}`);
    await expect(playground.hash).not.toHaveText(hash);
    await expect(playground.words).toHaveText(/paused|running/);
    // Longer than it takes until work is kept.
    await playground.frames(60);
    await page.goto('about:blank');
    await page.goto('./');
    await expect(playground.hash).toHaveText(hash);
  }
});

test('a run goes out as a file and comes back from it', async ({
  playground,
  page,
  browser,
  baseURL,
}, info) => {
  await playground.open({ seconds: 2 });
  await playground.select('server');
  await playground.press('Kill');
  await playground.step(6);
  await playground.press('Share');
  const download = page.waitForEvent('download');
  await playground.press('Export as a file');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.json$/);
  const path = info.outputPath(file.suggestedFilename());
  await file.saveAs(path);

  const context = await browser.newContext();
  const other = new Playground(await context.newPage(), baseURL);
  await other.page.goto(baseURL ?? '');
  await other.importFile(path);
  await expect(other.words).toHaveText('paused');
  await expect(other.hash).toHaveText((await playground.hash.textContent()) ?? '');
  expect(await other.seconds()).toBe(await playground.seconds());
  await expect(other.page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('essay');
  expect(other.complaints).toEqual([]);
  await context.close();
});
