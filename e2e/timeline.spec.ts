import type { Locator, Page } from '@playwright/test';
import { expect, test } from './playground.ts';

const sliderOf = (page: Page) => page.getByRole('slider', { name: 'Moment on view' });

/** Virtual milliseconds of the moment on view, and how far the run is known. */
const momentOf = async (slider: Locator) => ({
  now: Number(await slider.getAttribute('aria-valuenow')),
  end: Number(await slider.getAttribute('aria-valuemax')),
});

test('dragging goes to other moments, and back again gives the same state of the world', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 60 });
  const slider = sliderOf(page);
  await expect.poll(() => momentOf(slider)).toEqual({ now: 60_000, end: 60_000 });
  const hash = await playground.hash.textContent();
  const steps = await playground.steps();
  const box = await slider.boundingBox();
  if (box === null) throw new Error('The strip is not in sight.');

  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.2, box.y + 20, { steps: 12 });
  await page.mouse.up();
  await expect.poll(async () => (await momentOf(slider)).now).toBeLessThan(20_000);
  await expect.poll(() => playground.steps()).toBeLessThan(steps / 2);
  await expect(playground.words).toHaveText('paused');
  // The future is still known.
  expect((await momentOf(slider)).end).toBe(60_000);

  await slider.press('End');
  await expect.poll(() => playground.steps()).toBe(steps);
  await expect(playground.hash).toHaveText(hash ?? '');
});

test('the keyboard walks event by event, further, and to both ends', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 20 });
  const slider = sliderOf(page);
  await slider.focus();
  const at = async () => (await momentOf(slider)).now;
  await expect.poll(at).toBe(20_000);
  await slider.press('PageDown');
  await expect.poll(at).toBeLessThan(19_000);
  const before = await at();
  await slider.press('ArrowUp');
  await expect.poll(at).toBeGreaterThan(before);

  await slider.press('Home');
  await expect.poll(at).toBe(0);
  // Right after the first events, one by one: time does not go back.
  const seconds: number[] = [];
  for (let press = 0; press < 6; press++) {
    await slider.press('ArrowRight');
    await playground.frames(10);
    seconds.push(await at());
  }
  expect(seconds).toEqual(seconds.toSorted((one, other) => one - other));
  await expect.poll(() => playground.steps()).toBeGreaterThan(0);

  await slider.press('End');
  await expect.poll(at).toBeGreaterThan(19_000);
});

test('a crash is counted and stands on the strip: clicking it goes there', async ({
  playground,
  page,
}) => {
  await playground.open({
    seconds: 40,
    commands: [{ at: 20_000_000, type: 'exit', target: 'kv', reason: 'boom' }],
  });
  const slider = sliderOf(page);
  await expect(slider).toHaveAttribute('aria-valuetext', /1 crash before it/);
  const box = await slider.boundingBox();
  if (box === null) throw new Error('The strip is not in sight.');
  // 40 s in a strip whose round end is 50 s.
  await page.mouse.click(box.x + (box.width * 20) / 50, box.y + 7);
  await expect.poll(async () => (await momentOf(slider)).now).toBeLessThan(21_000);
  await expect(slider).toHaveAttribute('aria-valuetext', /1 crash before it/);
  await expect(playground.inspector).toContainText('kv');
});

test('zoomed in, the strip shows less; all of it again with one key', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 60 });
  const slider = sliderOf(page);
  const box = await slider.boundingBox();
  if (box === null) throw new Error('The strip is not in sight.');
  const tipAt = async (share: number) => {
    await page.mouse.move(box.x + box.width * share, box.y + 20);
    await playground.frames(3);
    return (await slider.textContent()) ?? '';
  };
  await expect.poll(() => tipAt(0.1)).toMatch(/^00:\d\d\.\d{3} · /);
  const whole = await tipAt(0.1);
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  for (let turn = 0; turn < 5; turn++) await page.mouse.wheel(0, -200);
  await expect.poll(() => tipAt(0.1)).not.toBe(whole);
  const zoomed = await tipAt(0.1);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect.poll(() => tipAt(0.1)).not.toBe(zoomed);
  // Panning is no scrubbing.
  expect((await momentOf(slider)).now).toBe(60_000);
  await slider.press('0');
  await expect.poll(() => tipAt(0.1)).toBe(whole);
});
