import { test } from '@playwright/test';

test('the picture in the README', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.screenshot({ path: '.github/playground.png' });
});
