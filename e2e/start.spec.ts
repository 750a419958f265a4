import type { Locator } from '@playwright/test';
import { expect, test } from './playground.ts';

/** Child ids, and the names they are registered under. */
const CHILDREN = { packet: 'packet_assembler', server: 'kv', logger: 'my_simple_event_logger' };
const CLIENTS = ['alice', 'bob', 'radio', 'watchman'];

test('the page opens with the essay’s tree running, child ids and registered names on its cards', {
  tag: '@firefox',
}, async ({ playground, page, baseURL }) => {
  // What a static host serves, at whatever path; the policy is the page's own.
  expect(new URL(baseURL ?? '').pathname).not.toBe('/');
  await playground.open();
  await expect(page).toHaveTitle(/Supervision-tree playground/);
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute(
    'content',
    /default-src 'self'/,
  );

  await expect(playground.card('simple_supervisor')).toContainText('one_for_one');
  await expect(playground.card('simple_supervisor')).toContainText('of 5 in 1000 s');
  for (const [id, name] of Object.entries(CHILDREN)) {
    await expect(playground.card(id)).toHaveAccessibleName(new RegExp(`^${id}, ${name}, gen_`));
    await expect(playground.card(id)).toContainText(`${id}${name}`);
    await expect(playground.card(id)).toContainText(/<0\.\d+\.0>/);
  }
  for (const name of CLIENTS) {
    await expect(playground.card(name)).toHaveAccessibleName(new RegExp(`^${name}, process, `));
  }
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('essay');
});

test('the trace hash goes on while the run plays, and stands while it is paused', async ({
  playground,
}) => {
  await playground.open();
  const first = await playground.hash.textContent();
  expect(first).toMatch(/^[0-9a-f]{8}$/);
  await expect(playground.hash).not.toHaveText(first ?? '');

  await playground.pause();
  const [hash, seconds] = [await playground.hash.textContent(), await playground.seconds()];
  // A hundred frames in which the page could go on.
  await playground.frames(100);
  await expect(playground.hash).toHaveText(hash ?? '');
  expect(await playground.seconds()).toBe(seconds);

  await playground.press('Play');
  await expect(playground.hash).not.toHaveText(hash ?? '');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(seconds);
});

test('a selected process is selected everywhere', async ({ playground, page }) => {
  await playground.open({ seconds: 4 });
  await playground.select('packet');
  await expect(playground.inspector.getByRole('heading', { level: 2 })).toHaveText(
    /^packet_assembler/,
  );
  await page.getByRole('tab', { name: 'Tree' }).click();
  const row = page.getByRole('treeitem', { name: /packet_assembler/ });
  await expect(row).toHaveAttribute('aria-selected', 'true');

  await page.getByRole('treeitem', { name: /^server/ }).click();
  await expect(row).toHaveAttribute('aria-selected', 'false');
  await expect(playground.inspector.getByRole('heading', { level: 2 })).toHaveText(/^kv/);

  await page.getByRole('searchbox').fill('radio casts');
  const line = playground.log.getByRole('button', { name: /radio casts/ }).first();
  await line.click();
  await expect(line).toHaveAttribute('aria-pressed', 'true');
  await expect(playground.inspector.getByRole('heading', { level: 2 })).toHaveText(/^radio/);
});

test('a subtree folds away and comes back', async ({ playground }) => {
  await playground.open({ seconds: 2 });
  await playground.press('Collapse simple_supervisor');
  await expect(playground.card('server')).toHaveCount(0);
  await playground.press('Show 3 processes below simple_supervisor');
  await expect(playground.card('server')).toBeVisible();
});

for (const { where, width, height, least } of [
  { where: 'a projector', width: 1280, height: 720, least: 170 },
  { where: 'a phone', width: 390, height: 844, least: 150 },
]) {
  test(`the whole essay is on ${where}, and its cards can be read`, async ({
    playground,
    page,
  }) => {
    await playground.open({ seconds: 10 });
    await page.setViewportSize({ width, height });
    for (const id of ['simple_supervisor', 'packet', 'server', 'logger', 'alice', 'watchman']) {
      await expect(async () => {
        const tree = await boxOf(playground.tree);
        const card = await boxOf(playground.card(id));
        expect(card.width).toBeGreaterThanOrEqual(least);
        expect(card.x).toBeGreaterThanOrEqual(tree.x);
        expect(card.x + card.width).toBeLessThanOrEqual(tree.x + tree.width);
        expect(card.y).toBeGreaterThanOrEqual(tree.y);
        expect(card.y + card.height).toBeLessThanOrEqual(tree.y + tree.height);
      }).toPass();
    }
  });
}

async function boxOf(element: Locator) {
  const box = await element.boundingBox();
  if (box === null) throw new Error('It is not in sight.');
  return box;
}
