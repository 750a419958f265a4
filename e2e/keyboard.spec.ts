import { expect, test } from './playground.ts';

test('without a mouse: to the tree, to kv, kill it, and read what came of it', async ({
  playground,
  page,
}) => {
  const { keyboard } = page;
  await playground.open();
  await expect(playground.card('watchman')).toBeVisible();
  await keyboard.press('Space');
  await expect(playground.words).toHaveText('paused');
  await playground.watchCaption();

  await keyboard.press('t');
  const tree = page.getByRole('tree', { name: 'Supervision tree' });
  const row = (name: RegExp) => tree.getByRole('treeitem', { name });
  await expect(row(/^simple_supervisor/)).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await expect(row(/^server/)).toBeFocused();
  await expect(row(/^server/)).toHaveAttribute('aria-selected', 'true');
  await expect(playground.inspector.getByRole('heading', { level: 2 })).toHaveText(/^kv/);

  await keyboard.press('k');
  await keyboard.press('Space');
  await playground.expectBeats(
    /^Exit signal kill is sent to kv from outside\.$/,
    /^Exit signal killed travels/,
    /^simple_supervisor restarts server/,
    /^server, as kv <0\.\d+\.0>, is up again under simple_supervisor\.$/,
  );
  await keyboard.press('Space');
  await expect(playground.words).toHaveText('paused');

  await keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Filter the log by text' })).toBeFocused();
  await keyboard.type('is up again');
  await expect(playground.log.getByRole('button')).toHaveCount(1);
  await keyboard.press('Tab');
  await expect(playground.log).toBeFocused();
  await keyboard.press('ArrowUp');
  await expect(playground.log.getByRole('button', { name: /is up again/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('the outline is a tree to the arrow keys', async ({ playground, page }) => {
  const { keyboard } = page;
  await playground.open({ seconds: 2 });
  await keyboard.press('t');
  const tree = page.getByRole('tree');
  const rows = tree.getByRole('treeitem');
  const root = tree.getByRole('treeitem', { name: /^simple_supervisor/ });
  await expect(rows).toHaveCount(8);
  await expect(root).toBeFocused();
  await expect(root).toHaveAttribute('aria-expanded', 'true');
  await expect(root).toHaveAttribute('aria-level', '1');

  await keyboard.press('ArrowRight');
  await expect(tree.getByRole('treeitem', { name: /^packet/ })).toBeFocused();
  await expect(tree.getByRole('treeitem', { name: /^packet/ })).toHaveAttribute('aria-level', '2');
  await keyboard.press('ArrowLeft');
  await expect(root).toBeFocused();
  await keyboard.press('ArrowLeft');
  await expect(root).toHaveAttribute('aria-expanded', 'false');
  await expect(rows).toHaveCount(5);
  // What is folded in the outline is folded in the tree.
  await expect(playground.card('packet')).toHaveCount(0);
  await keyboard.press('ArrowRight');
  await expect(rows).toHaveCount(8);
  await keyboard.press('End');
  await expect(rows.last()).toBeFocused();
  await keyboard.press('Home');
  await expect(root).toBeFocused();
});

test('Space plays and pauses, also on a card that was clicked', async ({ playground, page }) => {
  await playground.open({ seconds: 2 });
  await playground.select('server');
  await page.keyboard.press('Space');
  await expect(playground.words).toHaveText('running');
  await expect(playground.card('server')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(playground.words).toHaveText('paused');
});

test('a note that is saved, and one that is not, gives the focus back', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 2 });
  for (const end of ['Enter', 'Escape']) {
    await playground.card('server').focus();
    await page.keyboard.press('b');
    await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await page.keyboard.type('Here.');
    await page.keyboard.press(end);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(playground.card('server')).toBeFocused();
  }
});

test('a card has its menu, and a process its form, by keyboard', async ({ playground, page }) => {
  const { keyboard } = page;
  await playground.open({ seconds: 2 });
  await playground.card('packet').focus();
  await keyboard.press('ArrowRight');
  await expect(playground.card('server')).toBeFocused();
  await keyboard.press('Enter');
  await expect(playground.inspector.getByRole('heading', { level: 2 })).toHaveText(/^kv/);

  await keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'What to do to kv' });
  await expect(menu).toBeVisible();
  await keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(playground.card('server')).toBeFocused();

  await keyboard.press('s');
  await expect(page.getByRole('textbox', { name: 'Request' })).toBeFocused();
  await keyboard.type('{lookup, apples}');
  await keyboard.press('Enter');
  // Out of the field, so that keys are commands again.
  await keyboard.press('Escape');
  await keyboard.press('Space');
  await expect(page.getByRole('list', { name: 'What came of it' })).toContainText(
    /call kv: \{lookup,apples\}.*→ error/,
  );
});

test('Tab reaches every part of the page, and a dialog gives the focus back', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 2 });
  await playground.select('server');
  const wanted = new Set(['Scenario', 'Share', 'Play', 'What happened', 'Width: Inspector']);
  for (let press = 0; press < 120 && wanted.size > 0; press++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
    });
    wanted.delete(name);
  }
  expect([...wanted]).toEqual([]);

  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Settings' })).toBeFocused();
});
