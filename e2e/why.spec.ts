import type { Locator } from '@playwright/test';
import { expect, type Playground, test } from './playground.ts';

const panel = ({ page }: Playground): Locator => page.getByRole('region', { name: 'Why?' });
const links = (playground: Playground): Locator => panel(playground).locator('button[data-row]');

/** The sentences of the chain, from the effect to its first cause. */
const chain = async (playground: Playground): Promise<string[]> =>
  (await links(playground).allInnerTexts()).map((link) => link.split('\n').at(-1) ?? '');

test('why a sibling is there again under rest_for_one, from the card to the first cause', async ({
  playground,
  page,
}) => {
  await playground.open({ scenario: 'rest-for-one', seconds: 12 });
  await playground.select('alarm');
  await page.keyboard.press('w');
  await expect(links(playground).first()).toContainText(/start ·.* is up again under station\.$/);
  expect((await chain(playground)).slice(0, 4)).toEqual([
    expect.stringMatching(/^alarm <0\.\d+\.0> is up again under station\.$/),
    expect.stringMatching(
      /^station restarts average \(rest_for_one, .*starts average, alarm and display\.$/,
    ),
    expect.stringMatching(
      /^Exit signal bad_reading travels from average <0\.\d+\.0> to station\.$/,
    ),
    expect.stringMatching(/^average crashed: bad_reading, in handle_cast\(/),
  ]);
  await expect(panel(playground)).toContainText('Here the chain begins.');

  // The keyboard walks it, Enter goes to the moment, Escape leads back to where one was.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(links(playground).nth(3)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(links(playground).nth(3)).toHaveAttribute('aria-current', 'step');
  await expect.poll(() => playground.seconds()).toBeLessThan(9);
  await expect(playground.caption).toContainText('average crashed: bad_reading');
  await page.keyboard.press('Escape');
  await expect(panel(playground)).toBeHidden();
  await expect(playground.inspector.getByRole('heading', { level: 2 })).toContainText('average');
});

test('why a supervisor gave up: which restarts stood in the window, through two levels', async ({
  playground,
  page,
}) => {
  await playground.open({ scenario: 'escalation', seconds: 25 });
  await playground.showOnly('crashes');
  const line = playground.log.locator('[data-seq]', { hasText: 'office gives up' });
  await line.hover();
  await playground.log.getByRole('button', { name: 'Why?' }).click();
  const told = panel(playground).getByRole('listitem');
  await expect(told.first()).toContainText(/office gives up: 2 restarts within 60 s, 1 is allowed/);
  await expect(told.first()).toContainText(
    /These restarts stood in the window:.*office restarts print_room/s,
  );
  expect((await chain(playground)).slice(2, 6)).toEqual([
    expect.stringMatching(/^Exit signal shutdown travels from print_room <0\.\d+\.0> to office\.$/),
    expect.stringMatching(/^print_room gives up: 2 restarts within 60 s, 1 is allowed\./),
    expect.stringMatching(/^print_room restarts printer /),
    expect.stringMatching(
      /^Exit signal paper_jam travels from printer <0\.\d+\.0> to print_room\.$/,
    ),
  ]);

  // To the restart that counted: half the run back, and the log shows no more than had happened by then.
  await links(playground).nth(1).click();
  await expect.poll(() => playground.seconds()).toBeLessThan(11);
  await expect(playground.card('office')).not.toHaveAccessibleName(/exited/);
  await page.getByRole('button', { name: 'Back to the process' }).click();
  await expect(panel(playground)).toBeHidden();
});

test('why a restart counts: from the budget of the supervisor to what somebody did', async ({
  playground,
}) => {
  await playground.open({ seconds: 2 });
  await playground.select('server');
  await playground.press('Kill');
  await playground.press('Play');
  await expect(playground.card('server')).toHaveAccessibleName(/, 1 restart$/);
  await playground.pause();
  await playground.select('simple_supervisor');
  await playground.press(/^Why was there a restart at [\d:.]+\?$/);
  await expect(links(playground)).toHaveCount(4);
  expect(await chain(playground)).toEqual([
    'simple_supervisor restarts server (one_for_one, permanent; 1 of 5 in 1000 s).',
    expect.stringMatching(
      /^Exit signal killed travels from kv <0\.\d+\.0> to simple_supervisor\.$/,
    ),
    'kv is ended by the exit signal kill from the outside.',
    'From outside: kill kv.',
  ]);
});

test('a step from the inside: input, state, the line that raised, outputs', async ({
  playground,
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 1100 });
  await playground.open({ scenario: 'escalation', seconds: 6 });
  await playground.showOnly('crashes');
  await playground.log.locator('[data-seq]', { hasText: 'printer crashed' }).click();
  const step = playground.inspector.getByRole('group').filter({ hasText: /^Step/ });
  await expect(step).toContainText(/input.*printer handles 3 from spooler in handle_cast\./s);
  await expect(step).toContainText(/lost with the crash/);
  await expect(step.getByRole('region', { name: 'State before and after' })).toContainText(
    'printed',
  );
  await expect(step.getByRole('region', { name: /^Line \d+ of printer$/ })).toContainText(
    'PAGES_MAX',
  );
  await expect(step).toContainText(/Exit signal paper_jam travels from printer/);
});

test('an answer is of its run: in another one it is withdrawn, and Escape leads back', async ({
  playground,
  page,
}) => {
  await playground.open({ scenario: 'escalation', seconds: 25 });
  await playground.showOnly('crashes');
  await playground.log.locator('[data-seq]', { hasText: 'office gives up' }).click();
  await playground.log.getByRole('button', { name: 'Why?' }).click();
  await expect(links(playground).first()).toContainText('office gives up');
  await page.getByRole('button', { name: 'one_for_all: all of them' }).click();
  await expect(panel(playground)).toContainText('belongs to another run');
  await page.keyboard.press('Escape');
  await expect(panel(playground)).toBeHidden();
});
