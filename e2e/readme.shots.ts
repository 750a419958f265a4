import { expect, test } from '@playwright/test';
import { linkTo, Playground } from './playground.ts';

/** The moment everything is about: kv has looked up `crash`, and its supervisor is being told. */
test('the picture in the README', async ({ page, baseURL }) => {
  const playground = new Playground(page, baseURL);
  await page.setViewportSize({ width: 1280, height: 800 });
  const lookup = { type: 'lookup', key: 'crash' };
  await page.goto(
    `./${linkTo({
      seconds: 9,
      commands: [{ at: 8_900_000, type: 'call', target: 'kv', request: lookup, timeoutMs: 5_000 }],
    })}`,
  );
  await expect(playground.words).toHaveText('paused');
  await playground.press(/^Step to next crash/);
  await expect(playground.caption).toContainText('kv crashed: badarith');
  await playground.select('server');
  await page.screenshot({ path: '.github/playground.png' });
});
