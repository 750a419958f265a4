import { expectNothingGrave } from './axe.ts';
import { expect, type Playground, test } from './playground.ts';

const KILL = { at: 20_000_000, type: 'exit', target: 'kv', reason: 'kill' } as const;

/** The branches, as their lines tell them. */
const branches = ({ page }: Playground) =>
  page.getByRole('list', { name: 'Branches' }).locator('[data-row]');
const branch = (playground: Playground, name: string | RegExp) =>
  branches(playground).filter({ hasText: name });
const notes = ({ page }: Playground) =>
  page.getByRole('list', { name: 'Notes' }).locator('[data-row]');
const story = ({ page }: Playground) => page.getByRole('region', { name: 'Story' });

const hashOf = async ({ hash }: Playground) => (await hash.textContent()) ?? '';

/** Steps back so often, each when the one before it is over. */
async function stepBack(playground: Playground, times: number): Promise<string[]> {
  const before = await playground.steps();
  const hashes: string[] = [];
  for (let step = 1; step <= times; step++) {
    await playground.press('Step back');
    await expect.poll(() => playground.steps()).toBe(before - step);
    hashes.push(await hashOf(playground));
  }
  return hashes;
}

/** From 40 s to about 10 s, on the strip: it ends at 50 s, the next round number. */
async function goToTenSeconds(playground: Playground): Promise<void> {
  const { page } = playground;
  const box = await page.getByRole('slider', { name: 'Moment on view' }).boundingBox();
  if (box === null) throw new Error('The strip is not in sight.');
  await page.mouse.click(box.x + (box.width * 10) / 50, box.y + 40);
  await expect.poll(() => playground.seconds()).toBeCloseTo(10, 0);
}

/** On the essay at 40 s, kv killed at 20 s: somebody goes back to about 10 s and kills the logger there. */
async function actInThePast(playground: Playground): Promise<{ main: string; other: string }> {
  await playground.open({ seconds: 40, commands: [KILL] });
  await expect(playground.card('server')).toHaveAccessibleName(/1 restart$/);
  const main = await hashOf(playground);
  await goToTenSeconds(playground);
  await expect(playground.card('server')).not.toHaveAccessibleName(/restart/);
  await playground.select('logger');
  await playground.press('Kill');
  await expect(
    playground.page.getByText(
      'You acted in the past: this is branch 2 now. What was to come is kept in main.',
    ),
  ).toBeVisible();
  await expect(playground.transport.getByRole('button', { name: /branch 2/ })).toBeVisible();
  await playground.step(20);
  await expect(playground.card('logger')).toHaveAccessibleName(/1 restart$/);
  return { main, other: await hashOf(playground) };
}

test('five steps back and five forward: the same hashes, in the other order', async ({
  playground,
}) => {
  await playground.open({ seconds: 20 });
  const start = await hashOf(playground);
  const back = await stepBack(playground, 5);
  expect(new Set([start, ...back]).size).toBe(6);
  const forward: string[] = [];
  for (let step = 0; step < 5; step++) {
    await playground.step(1);
    forward.push(await hashOf(playground));
  }
  expect(forward).toEqual([...back.reverse().slice(1), start]);
});

test('back into a call that is under way, and out of it again', async ({ playground, page }) => {
  await playground.open({ seconds: 10 });
  const end = await hashOf(playground);
  const waiting = page.getByRole('group', { name: /waits for kv/ });
  await expect(async () => {
    await stepBack(playground, 1);
    await playground.frames(5);
    expect(await waiting.count()).toBe(1);
  }).toPass({ intervals: [0] });
  const steps = await playground.steps();
  const under = await hashOf(playground);
  await playground.step(3);
  await stepBack(playground, 3);
  await expect(waiting).toHaveCount(1);
  expect(await playground.steps()).toBe(steps);
  expect(await hashOf(playground)).toBe(under);

  await page.keyboard.press('End');
  await expect(waiting).toHaveCount(0);
  await expect(playground.hash).toHaveText(end);
});

test('looking back is in sight, and one key leads to the end', async ({ playground, page }) => {
  await playground.open({ seconds: 30 });
  const end = await hashOf(playground);
  const back = playground.transport.getByRole('button', { name: 'Back to the end' });
  await expect(back).toHaveCount(0);
  await page.keyboard.press('Home');
  await expect.poll(() => playground.seconds()).toBe(0);
  await expect(playground.transport).toContainText('30.0 s before the end of what is known');
  await expect(page.getByText(/events known after it, to 00:(29|30)\./)).toBeVisible();
  await back.click();
  await expect(playground.hash).toHaveText(end);
  await expect(back).toHaveCount(0);
});

test('who acts in the past begins a branch; both are what they were whenever one goes there', async ({
  playground,
}) => {
  const { main, other } = await actInThePast(playground);
  await playground.transport.getByRole('button', { name: /branch 2/ }).click();
  await expect(branches(playground)).toHaveCount(2);
  await expect(branch(playground, /^branch 2/)).toHaveAttribute('aria-current', 'true');
  const figures = String.raw`1 crash.*1 restart.*known to 00:\d\d\.\d{3}`;
  await expect(branch(playground, /^branch 2/)).toContainText(
    new RegExp(`${figures}Left main at 00:(09|1\\d)\\.\\d+: kill my_simple_event_logger\\.`),
  );
  await expect(branch(playground, /^main/)).toContainText(
    new RegExp(`${figures}From the start: kill kv\\.`),
  );

  for (let round = 0; round < 2; round++) {
    await branch(playground, /^main/).click();
    await expect(branch(playground, /^main/)).toHaveAttribute('aria-current', 'true');
    await expect(playground.words).toHaveText(/paused|idle/);
    await playground.transport.getByRole('button', { name: 'Back to the end' }).click();
    await expect(playground.hash).toHaveText(main);
    await expect(playground.card('server')).toHaveAccessibleName(/1 restart$/);
    await branch(playground, /^branch 2/).click();
    await expect(playground.hash).toHaveText(other);
    await expect(playground.card('server')).not.toHaveAccessibleName(/restart/);
  }
});

test('a branch gets a name and goes, by keyboard; first it is asked', async ({
  playground,
  page,
}) => {
  await actInThePast(playground);
  const { keyboard } = page;
  await page.getByRole('heading', { level: 2 }).first().click();
  await keyboard.press('h');
  await expect(branch(playground, /^branch 2/)).toBeFocused();
  await keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'Name of the branch' })).toBeFocused();
  await keyboard.type('without the logger');
  await keyboard.press('Enter');
  await expect(branch(playground, /^without the logger/)).toBeFocused();
  await expect(
    playground.transport.getByRole('button', { name: /without the logger/ }),
  ).toBeVisible();

  // The one on view can't go.
  await keyboard.press('Delete');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await keyboard.press('ArrowUp');
  await expect(branch(playground, /^main/)).toBeFocused();
  await keyboard.press('Enter');
  await expect(branch(playground, /^main/)).toHaveAttribute('aria-current', 'true');
  await keyboard.press('ArrowDown');
  await keyboard.press('Delete');
  const asked = page.getByRole('alertdialog', { name: 'Delete without the logger?' });
  await expect(asked).toContainText(/What happens in it from .* goes, with 1 action in it\./);
  await keyboard.press('Escape');
  await expect(asked).toHaveCount(0);
  await expect(branch(playground, /^without the logger/)).toBeFocused();
  await keyboard.press('Delete');
  await asked.getByRole('button', { name: 'Delete' }).click();
  await expect(branches(playground)).toHaveCount(1);
  await expect(playground.transport.getByRole('button', { name: /main/ })).toHaveCount(0);
});

test('a story with three notes plays from its link', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.open({ seconds: 2 });
  const told = ['All is calm.', 'kv has had some work.', 'And so it goes on.'];
  const hashes: string[] = [];
  for (const note of told) {
    await page.keyboard.press('b');
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'Note' });
    await expect(field).toBeFocused();
    await field.fill(note);
    await field.press('Enter');
    await expect(story(playground)).toContainText(note);
    hashes.push(await hashOf(playground));
    await playground.step(12);
    await expect(story(playground)).not.toContainText(note);
  }
  await page.keyboard.press('Home');
  await expect.poll(() => playground.seconds()).toBe(0);
  await playground.press('Share');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  await page.goto('about:blank');
  await page.goto(link);
  await expect(playground.words).toHaveText(/paused/);
  await expect(story(playground)).toContainText('A story of 3 notes');
  await playground.setSpeed(41);
  await story(playground).getByRole('button', { name: 'Play the story' }).click();
  for (const [place, note] of told.entries()) {
    await expect(story(playground)).toContainText(`Note ${place + 1} of 3`);
    await expect(story(playground)).toContainText(note);
    await expect(playground.words).toHaveText('paused');
    await expect(playground.hash).toHaveText(hashes[place] ?? '');
    if (place < 2) await page.keyboard.press('>');
  }
  await page.keyboard.press('<');
  await expect(story(playground)).toContainText(told[1] ?? '');
  await expect(playground.hash).toHaveText(hashes[1] ?? '');
});

test('a note gets other words, and goes', async ({ playground, page }) => {
  await playground.open({ seconds: 5 });
  await playground.press('Note this moment');
  await page.getByRole('textbox', { name: 'Note' }).fill('one');
  await page.keyboard.press('Enter');
  await page.keyboard.press('h');
  await expect(notes(playground)).toHaveText(/one/);
  await playground.press('Edit note 1');
  await page.getByRole('textbox', { name: 'Note' }).fill('two');
  await page.keyboard.press('Escape');
  await expect(notes(playground)).toHaveText(/one/);
  await notes(playground).press('F2');
  await page.getByRole('textbox', { name: 'Note' }).fill('two');
  await page.keyboard.press('Enter');
  await expect(notes(playground)).toHaveText(/two/);
  await expect(story(playground)).toContainText('two');
  await notes(playground).press('Delete');
  await expect(notes(playground)).toHaveCount(0);
  await expect(story(playground)).toHaveCount(0);
});

for (const [colorScheme, width, height] of [
  ['light', 1280, 720],
  ['dark', 1280, 720],
  ['light', 390, 844],
  ['dark', 390, 844],
] as const) {
  test(`axe finds nothing serious among branches and notes: ${colorScheme}, ${width} px`, async ({
    playground,
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await actInThePast(playground);
    await page.keyboard.press('b');
    await page.getByRole('textbox', { name: 'Note' }).fill('Here.');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.setViewportSize({ width, height });
    // What a key opens depends on the layout, which must be there first.
    await expect(page.getByRole('button', { name: 'Scenarios, tree' })).toBeVisible({
      visible: width < 600,
    });
    await page.keyboard.press('h');
    await branch(playground, /^main/).click();
    await page.getByRole('button', { name: 'Delete branch 2' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expectNothingGrave(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
  });
}
