import { expectNothingGrave } from './axe.ts';
import { expect, linkTo, type Playground, test } from './playground.ts';

const LOOKS: Readonly<Record<string, (playground: Playground) => Promise<void>>> = {
  'as it opens': async (playground) => {
    await playground.open();
    await expect(playground.card('watchman')).toBeVisible();
    await playground.pause();
  },
  'with a process in the inspector and its form open': async (playground) => {
    await playground.open({ seconds: 4 });
    await playground.select('server');
    await playground.press('Send…');
    await playground.press('look up apples');
    await expect(playground.inspector.getByRole('list', { name: 'Examples' })).toBeVisible();
  },
  'with a crash on view': async (playground) => {
    await playground.open({ scenario: 'one-for-all', seconds: 0 });
    await playground.press('Step to next crash');
    await expect(playground.caption).toContainText(' crashed: ');
  },
  'after an escalation, with the outline': async (playground) => {
    await playground.open({ scenario: 'escalation', seconds: 0 });
    await playground.press('Run until idle');
    await expect(playground.words).toHaveText(/idle/);
    await playground.page.keyboard.press('t');
    await expect(playground.page.getByRole('tree')).toBeVisible();
  },
  'with a step from the inside': async (playground) => {
    await playground.open({ scenario: 'escalation', seconds: 6 });
    await playground.showOnly('crashes');
    await playground.log.locator('[data-seq]', { hasText: 'printer crashed' }).click();
    await expect(playground.inspector.getByRole('region', { name: /^Line/ })).toBeVisible();
  },
  'with a chain of causes': async (playground) => {
    await playground.open({ scenario: 'escalation', seconds: 25 });
    await playground.showOnly('crashes');
    await playground.log.locator('[data-seq]', { hasText: 'office gives up' }).click();
    await playground.log.getByRole('button', { name: 'Why?' }).click();
    await expect(playground.inspector.getByRole('region', { name: 'Why?' })).toContainText(
      'These restarts stood in the window',
    );
  },
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [what, show] of Object.entries(LOOKS)) {
    test(`axe finds nothing serious: ${what}, ${colorScheme}`, async ({ playground, page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await show(playground);
      await expectNothingGrave(page);
    });
  }
}

for (const [button, title] of [
  ['Share', 'Share this moment'],
  ['Settings', 'Settings'],
  ['Keys and help', 'Keys and signs'],
] as const) {
  test(`axe finds nothing serious: ${title}`, async ({ playground, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await playground.open({ seconds: 2 });
    await playground.press(button);
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await expectNothingGrave(page);
  });
}

test('axe finds nothing serious: a link that can’t be opened', async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await playground.open('#hello');
  await expect(page.getByRole('alert')).toBeVisible();
  await playground.pause();
  await expectNothingGrave(page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing serious, nothing is wider than the screen: ${colorScheme}`, async ({
      playground,
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(`./${linkTo({ seconds: 3 })}`);
      await expect(playground.card('server')).toBeVisible();
      await expectNothingGrave(page);

      await playground.card('server').tap();
      await page
        .getByRole('navigation', { name: 'Panels' })
        .getByRole('button', { name: 'kv' })
        .tap();
      const sheet = page.getByRole('region', { name: 'Process' });
      await sheet.getByRole('button', { name: 'Kill' }).tap();
      await expectNothingGrave(page);
      await sheet.getByRole('button', { name: 'Close' }).tap();

      await page.getByRole('button', { name: 'Log', exact: true }).tap();
      await expect(playground.log).toContainText('Exit signal kill is sent to kv from outside.');
      await expectNothingGrave(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        390,
      );
    });
  }
});
