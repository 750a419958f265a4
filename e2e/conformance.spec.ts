import { violationsIn } from './axe.ts';
import { expect, test } from './playground.ts';

test('whoever asks how much of this is OTP finds the cases, by the help', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 2 });
  await playground.press('Keys and help');
  await playground.press(/^Behaves like OTP/);
  const dialog = page.getByRole('dialog', { name: 'Behaves like OTP' });
  const supervisor = dialog
    .getByRole('group')
    .filter({ has: page.getByRole('heading', { name: 'supervisor', exact: true }) });
  await supervisor.getByRole('heading', { name: 'supervisor', exact: true }).click();
  await expect(supervisor.getByText('supervisor_SUITE/', { exact: false }).first()).toBeVisible();

  await dialog
    .getByRole('searchbox', { name: 'Search cases' })
    .fill('supervisor_SUITE one_for_all');
  await expect(dialog.getByRole('status')).toHaveText(/^\d+ cases? found$/);
  await dialog.getByRole('button', { name: /passed$/ }).click();
  const rows = dialog.getByRole('listitem').filter({ hasText: /_SUITE\/\S+/ });
  await expect(rows.first()).toContainText('passed');

  await dialog.getByRole('searchbox', { name: 'Search cases' }).fill('nothing has these words');
  await expect(dialog.getByText('No case has these words.', { exact: false })).toBeVisible();

  // The first takes the words away, the second the dialog.
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('searchbox')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('the cases have a link of their own, which leaves the run alone', async ({
  playground,
  page,
}) => {
  await page.goto('./#conformance');
  const dialog = page.getByRole('dialog', { name: 'Behaves like OTP' });
  await expect(dialog.getByRole('heading', { name: 'gen_server' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page).not.toHaveURL(/#/);
  await expect(playground.words).toHaveText('running');

  await page.evaluate(() => {
    location.hash = '#conformance';
  });
  await expect(dialog).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 720 },
    { width: 390, height: 844 },
  ]) {
    test(`axe finds nothing serious among the cases: ${colorScheme}, ${viewport.width} px`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await page.goto('./#conformance');
      const dialog = page.getByRole('dialog', { name: 'Behaves like OTP' });
      await dialog.getByRole('button', { name: /passed$/ }).click();
      await expect(dialog.getByText(/_SUITE\//).first()).toBeVisible();
      expect(await violationsIn(page)).toEqual([]);
      const box = await dialog.boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.width ?? 0) <= viewport.width).toBe(true);
    });
  }
}
