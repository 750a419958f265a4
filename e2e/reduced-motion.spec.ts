import { expect, type Playground, test } from './playground.ts';

/** What a kill looks like: how much begins to move, and which pids the card shows on its way. */
async function watchKill(playground: Playground) {
  await playground.open({ seconds: 2 });
  await playground.watchCaption();
  await playground.select('server');
  await playground.card('server').evaluate((card) => {
    const seen = { moving: 0, pids: [] as string[] };
    Object.assign(window, { seen });
    // Told even if it is over before the next picture, as on a busy machine.
    for (const begins of ['animationstart', 'transitionrun']) {
      document.querySelector('main')?.addEventListener(begins, () => seen.moving++);
    }
    const look = () => {
      const [pid] = /<0\.\d+\.0>/.exec(card.textContent ?? '') ?? [];
      if (pid !== undefined && pid !== seen.pids.at(-1)) seen.pids.push(pid);
      requestAnimationFrame(look);
    };
    look();
  });
  await playground.press('Kill');
  await playground.press('Play');
  await playground.expectBeats(
    /^Exit signal kill is sent to kv/,
    /^Exit signal killed travels/,
    /^simple_supervisor restarts server .*1 of 5 in 1000 s/,
    /is up again under simple_supervisor\.$/,
  );
  await expect(playground.card('server')).toHaveAccessibleName(/1 restart$/);
  await playground.frames(30);
  await playground.pause();
  return playground.page.evaluate(
    () => (window as unknown as { seen: { moving: number; pids: string[] } }).seen,
  );
}

test('with reduced motion a kill is told in the same beats, as still pictures', async ({
  playground,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { moving, pids } = await watchKill(playground);
  expect(moving).toBe(0);
  // The one that died, and the one that came.
  expect(pids).toHaveLength(2);
});

test('without it there is motion to reduce', async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect((await watchKill(playground)).moving).toBeGreaterThan(0);
});

test('motion can be reduced in the settings too', async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await playground.open({ seconds: 2 });
  await playground.press('Settings');
  await page.getByRole('radio', { name: 'Reduced: still frames' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect((await watchKill(playground)).moving).toBe(0);
});
