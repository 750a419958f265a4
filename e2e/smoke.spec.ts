import { expect, test } from '@playwright/test';

test('the page opens from a sub-path, complains of nothing and asks nobody else', {
  tag: '@firefox',
}, async ({ page, baseURL }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(baseURL ?? '')) elsewhere.push(url);
  });

  await page.goto('./');
  await expect(page).toHaveTitle(/Supervision-tree playground/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');

  expect(complaints).toEqual([]);
  expect(elsewhere).toEqual([]);
});
