import { expect, linkTo, test } from './playground.ts';

test('a step is one step', async ({ playground }) => {
  await playground.open({ seconds: 2 });
  const before = await playground.steps();
  await playground.press('Step');
  await expect.poll(() => playground.steps()).toBe(before + 1);
  await playground.page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(before + 2);
  await expect(playground.words).toHaveText('paused');
});

test('stepping gives the hash of the run that plays through', async ({ playground }) => {
  await playground.open({ seconds: 0 });
  await playground.step(12);
  const hash = await playground.hash.textContent();
  const seconds = await playground.seconds();
  // Another fragment alone would leave the page, and its hash, as they are.
  await playground.page.goto('about:blank');
  // The next millisecond has begun: all of this one has happened.
  await playground.open({ seconds: seconds + 0.001 });
  await expect.poll(() => playground.steps()).toBe(12);
  await expect(playground.hash).toHaveText(hash ?? '');
});

test('on to the next crash stops at the crash', async ({ playground }) => {
  await playground.open({ scenario: 'rest-for-one', seconds: 0 });
  await playground.showOnly('crashes');
  await playground.press('Step to next crash');
  await expect(playground.words).toHaveText('paused');
  await expect(playground.caption).toContainText(/ crashed: /);
  await playground.expectLines(/ crashed: /);
  expect((await playground.lines()).filter((line) => / restarts /.test(line))).toEqual([]);
});

test('a search for a crash that does not come says how far it is, and can be stopped', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 2 });
  await playground.press('Step to next crash');
  await expect(playground.caption).toContainText(
    /Looking for the next crash: [\d\s]+ of at most 250\s000 steps\. Escape stops\./,
  );
  await page.keyboard.press('Escape');
  await expect(playground.words).toHaveText('paused');
  await playground.press('Step to next crash');
  await playground.press('Stop looking');
  await expect(playground.words).toHaveText('paused');
  await expect(playground.button('Step to next crash')).toBeVisible();
});

test('a run that comes to rest runs until it is idle, and says so', async ({ playground }) => {
  await playground.open({ scenario: 'escalation', seconds: 0 });
  await playground.press('Run until idle');
  await expect(playground.words).toHaveText('idle: nothing left to do');
  const steps = await playground.steps();
  expect(steps).toBeGreaterThan(20);
  await playground.press('Step');
  await playground.frames(10);
  expect(await playground.steps()).toBe(steps);
});

test('the slowest speed makes single steps, the fastest makes minutes of seconds', async ({
  playground,
}) => {
  await playground.open({ seconds: 2 });
  const slider = playground.page.getByRole('slider', { name: 'Speed' });
  await expect(slider).toHaveAttribute('aria-valuetext', '×1');
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', '1 step/s');

  const before = await playground.steps();
  // Every number that the transport shows, however short it is there.
  await playground.transport.evaluate((transport) => {
    const steps: number[] = [];
    Object.assign(window, { steps });
    new MutationObserver(() => {
      const [, text = ''] = /step\s+([\d\s]+)/.exec((transport as HTMLElement).innerText) ?? [];
      const step = Number(text.replace(/\s/g, ''));
      if (step !== steps.at(-1)) steps.push(step);
    }).observe(transport, { childList: true, characterData: true, subtree: true });
  });
  await playground.press('Play');
  await expect.poll(() => playground.steps()).toBeGreaterThanOrEqual(before + 2);
  await playground.pause();
  const shown = await playground.page.evaluate(
    () => (window as unknown as { steps: number[] }).steps,
  );
  const first = shown[0] ?? 0;
  expect(shown).toEqual(shown.map((_, index) => first + index));

  // Minutes of virtual time pass in far less of a test.
  await slider.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', 'as fast as possible');
  await playground.press('Play');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(120);
});

test('a restart with the same seed is the same run; another seed is another run', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 0 });
  const walk = async () => {
    await playground.step(10);
    return playground.hash.textContent();
  };
  const first = await walk();
  await playground.press('Restart');
  await expect.poll(() => playground.steps()).toBe(0);
  expect(await walk()).toBe(first);

  const seed = page.getByRole('textbox', { name: 'seed' });
  await expect(seed).toHaveValue('7');
  await playground.press('New seed');
  await expect(seed).not.toHaveValue('7');
  await expect.poll(() => playground.steps()).toBe(0);
  const other = await seed.inputValue();
  const second = await walk();
  expect(second).not.toBe(first);

  await seed.fill('7');
  await seed.press('Enter');
  await expect.poll(() => playground.steps()).toBe(0);
  expect(await walk()).toBe(first);

  await page.goto(`./${linkTo({ seed: Number(other), seconds: 0 })}`);
  await expect(seed).toHaveValue(other);
  await expect.poll(() => playground.steps()).toBe(0);
  expect(await walk()).toBe(second);
});
