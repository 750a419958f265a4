import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './playground.ts';

/** What axe finds in the page, or in a part of it; and it looked at something, or its silence would mean nothing. */
export async function violationsIn(page: Page, part?: string) {
  // A hint that is still fading in has no colour of its own yet.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  const axe = new AxeBuilder({ page });
  const { violations, passes } = await (part === undefined ? axe : axe.include(part)).analyze();
  expect(passes.length).toBeGreaterThan(part === undefined ? 20 : 5);
  return violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    where: nodes.slice(0, 5).map(({ target, failureSummary }) => [target, failureSummary]),
  }));
}

/** Nothing serious in the whole page. */
export async function expectNothingGrave(page: Page): Promise<void> {
  const violations = await violationsIn(page);
  expect(violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''))).toEqual([]);
}
