import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, linkTo, test } from './playground.ts';

const FOLDER = fileURLToPath(new URL('../src/content/scenarios/', import.meta.url));
const SCENARIOS = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test('there are scenarios to open, and the list has each of them', async ({ playground, page }) => {
  expect(SCENARIOS.length).toBeGreaterThanOrEqual(8);
  await playground.open({ seconds: 2 });
  const options = page.getByRole('combobox', { name: 'Scenario' }).getByRole('option');
  expect(
    (
      await options.evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value))
    ).sort(),
  ).toEqual([...SCENARIOS].sort());
});

for (const name of SCENARIOS) {
  test(`${name} opens and runs`, async ({ playground, page }) => {
    await page.goto(`./${linkTo({ scenario: name, seconds: 0 })}`);
    await expect(playground.words).toHaveText('paused');
    await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue(name);
    const start = (await playground.hash.textContent()) ?? '';

    await page.getByRole('slider', { name: 'Speed' }).press('End');
    await playground.press('Play');
    await expect.poll(() => playground.steps()).toBeGreaterThan(20);
    await expect(playground.words).toHaveText(/running|idle/);
    await expect(playground.hash).not.toHaveText(start);
    await expect(playground.tree.getByRole('group').first()).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('a scenario is chosen from the list, and from the panel', async ({ playground, page }) => {
  await playground.open();
  const list = page.getByRole('combobox', { name: 'Scenario' });
  await list.selectOption('rest-for-one');
  await expect(page.getByRole('heading', { level: 2, name: /^rest_for_one/ })).toBeVisible();
  await expect(playground.words).toHaveText('running');
  await page
    .getByRole('navigation', { name: 'Scenarios' })
    .getByRole('button', { name: 'A poison message' })
    .click();
  await expect(list).toHaveValue('poison-message');
});

test('a thousand children can be found, killed and seen to come back', async ({
  playground,
  page,
}) => {
  test.slow();
  await playground.open({ scenario: 'awkward-1000-children', seconds: 10 });
  await page.keyboard.press('t');
  const row = page.getByRole('treeitem', { name: /cell_500\b/ });
  await expect(row).toHaveCount(1);
  await row.click();
  const heading = playground.inspector.getByRole('heading', { level: 2 });
  await expect(heading).toHaveText(/^cell_500</);
  const before = (await heading.textContent()) ?? '';
  await page.keyboard.press('k');
  await page.keyboard.press('Space');
  await expect(heading).not.toHaveText(before);
  await expect(heading).toHaveText(/^cell_500</);
  await expect(playground.inspector).toContainText('1 restart');

  // The page still answers: it pauses, zooms and shows everything at once.
  await page.keyboard.press('Space');
  await expect(playground.words).toHaveText('paused');
  await playground.press('Fit the tree');
  await playground.press('Zoom in');
  await playground.showOnly('crashes');
  await playground.expectLines(/ restarts 500 /, /cell_500 .* is up again under hive\.$/);
});
