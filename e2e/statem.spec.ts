import { violationsIn } from './axe.ts';
import { expect, type Playground, test } from './playground.ts';

const atRest = { scenario: 'backoff', seconds: 8.5 } as const;

const section = ({ inspector }: Playground, title: string) =>
  inspector
    .getByRole('group')
    .filter({ has: inspector.page().getByRole('heading', { name: title, exact: true }) });

test('a state machine is seen going from state to state, and what it postpones', async ({
  playground,
  page,
}) => {
  await playground.open(atRest);
  await expect(playground.card('connection')).toHaveAccessibleName(
    /gen_statem, state backing_off.*2 postponed/,
  );
  await playground.expectLines(
    /^connection goes from backing_off to connecting, because of its state timeout/,
    /^connection puts the call 1 aside until its state changes; 2 events wait there now\.$/,
    /^connection goes from connecting to backing_off, because of its state timeout; the 2 events put aside are tried again\.$/,
  );

  await playground.select('connection');
  const machine = section(playground, 'State machine');
  const diagram = machine.getByRole('img', { name: 'State diagram: 2 states, now backing_off' });
  await expect(diagram).toBeVisible();
  const seen = machine.getByRole('list', { name: 'Transitions seen' }).getByRole('listitem');
  await expect(seen).toHaveCount(2);
  await expect(seen.first()).toContainText(/connecting → backing_off ×2 state_timeout ×2 last, at/);
  await expect(section(playground, 'Postponed').getByRole('listitem')).toHaveText([
    /call\s*100/,
    /call\s*1/,
  ]);
  await expect(section(playground, 'Timeouts')).toContainText('of the state');

  // The station is warm at last: the machine is connected, and answers what it had put aside.
  await playground.press('Play');
  await expect(playground.card('connection')).toHaveAccessibleName(/state connected/);
  await playground.pause();
  await expect(diagram).toHaveCount(0);
  await expect(
    machine.getByRole('img', { name: 'State diagram: 3 states, now connected' }),
  ).toBeVisible();
  await expect(machine).toContainText('info welcome');
  await expect(section(playground, 'Postponed')).toContainText('none');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a state machine that was started again knows what the one before it did', async ({
  playground,
}) => {
  await playground.open(atRest);
  await playground.select('connection');
  const machine = section(playground, 'State machine');
  await playground.press('Kill');
  await playground.press('Play');
  await expect(playground.card('connection')).toHaveAccessibleName(/1 restart/);
  await playground.pause();
  await expect(machine.getByRole('img', { name: /^State diagram: \d states, now/ })).toBeVisible();
  const before = machine.getByRole('list', { name: 'Transitions of earlier incarnations' });
  await expect(before.getByRole('listitem').first()).toContainText('connecting → backing_off ×2');
});

test('the changes of processes are lines that can be left out', async ({ playground }) => {
  await playground.open(atRest);
  await playground.showOnly('changes');
  await expect(async () => {
    const lines = await playground.lines();
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => !/^connection (begins|goes|puts) /.test(line))).toEqual([]);
  }).toPass();
});

test('an event manager shows its handlers, each with its state', async ({ playground }) => {
  await playground.open({ seconds: 6 });
  await expect(playground.card('logger')).toContainText('handlers simple_logger');
  await playground.select('logger');
  const handlers = section(playground, 'Handlers').getByRole('listitem');
  await expect(handlers).toHaveCount(1);
  await expect(handlers).toContainText(/^simple_logger.+/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious about a state machine in the inspector: ${colorScheme}`, async ({
    playground,
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await playground.open(atRest);
    await playground.select('connection');
    await expect(section(playground, 'State machine').getByRole('img')).toBeVisible();
    expect(await violationsIn(page, '[aria-label="Inspector"]')).toEqual([]);
  });
}
