import { expect, type Playground, test } from './playground.ts';

const KILLS: Readonly<Record<string, (playground: Playground) => Promise<void>>> = {
  button: (playground) => playground.press('Kill'),
  'context menu': async (playground) => {
    await playground.card('server').click({ button: 'right' });
    const menu = playground.page.getByRole('menu', { name: 'What to do to kv' });
    await menu.getByRole('menuitem', { name: 'Kill' }).click();
    await expect(menu).toBeHidden();
  },
  key: (playground) => playground.page.keyboard.press('k'),
};

const KILL_BEATS = [
  /^Exit signal kill is sent to kv from outside\.$/,
  /^Exit signal killed travels from kv <0\.\d+\.0> to simple_supervisor\.$/,
  /^simple_supervisor restarts server \(one_for_one, permanent; 1 of 5 in 1000 s\)\.$/,
  /^server, as kv <0\.\d+\.0>, is up again under simple_supervisor\.$/,
] as const;

for (const [how, kill] of Object.entries(KILLS)) {
  test(`kv, killed by ${how}, comes back under a new pid, told in beats`, async ({
    playground,
  }) => {
    await playground.open({ seconds: 2 });
    await playground.showOnly('crashes');
    await playground.watchCaption();
    await playground.select('server');
    const before = await playground.pidOf('server');

    await kill(playground);
    await playground.press('Play');

    await playground.expectBeats(...KILL_BEATS);
    await playground.expectLines(...KILL_BEATS);
    for (const word of ['signal', 'decision', 'start']) {
      await expect(
        playground.log.getByRole('button', { name: new RegExp(`^[\\d:.]+ ${word} `) }).first(),
      ).toBeVisible();
    }
    await expect(playground.card('server')).toHaveAccessibleName(/^server, kv, .*1 restart$/);
    await expect.poll(() => playground.pidOf('server')).toBeGreaterThan(before);
    // What is selected is the child: the inspector goes along with it to its next process.
    const after = await playground.pidOf('server');
    await expect(playground.inspector.getByRole('heading', { level: 2 })).toHaveText(
      `kv<0.${after}.0>`,
    );
  });
}

test('a call that crashes kv exits at its caller too', async ({ playground, page }) => {
  await playground.open({ seconds: 2 });
  await playground.showOnly('crashes');
  await playground.watchCaption();
  await playground.select('server');
  await playground.press('Send…');
  await page.getByRole('textbox', { name: 'Request' }).fill('{lookup, crash}');
  await playground.press('Call kv');
  const result = page.getByRole('list', { name: 'What came of it' }).getByRole('listitem');
  await expect(result).toHaveText(/call kv: \{lookup,crash\}→ waits for an answer$/);
  await playground.press('Play');

  const beats = [
    /^kv crashed: badarith, in handle_call\(\{lookup,crash\}\)\.$/,
    /^Exit signal badarith travels from kv <0\.\d+\.0> to simple_supervisor\.$/,
    /^simple_supervisor restarts server \(one_for_one, permanent; 1 of 5 in 1000 s\)\.$/,
    /^server, as kv <0\.\d+\.0>, is up again under simple_supervisor\.$/,
  ];
  await playground.expectBeats(...beats);
  await playground.expectLines(...beats);
  await expect(result).toHaveText(
    /→ exit: \{\{badarith,.*\},\{gen_server,call,\[kv,\{lookup,crash\}\]\}\}$/,
  );
});

test('the sixth crash is one too many: the supervisor stops its children and exits', async ({
  playground,
  page,
}) => {
  test.slow();
  await page.setViewportSize({ width: 1280, height: 1200 });
  await playground.open({ seconds: 2 });
  await playground.showOnly('crashes');
  await playground.enlargeLog();
  await playground.select('server');
  await playground.press('Send…');
  await playground.setSpeed(37);
  await playground.press('Play');
  for (let crash = 1; crash <= 5; crash++) {
    await playground.press('look up crash');
    await expect(playground.card('server')).toHaveAccessibleName(
      new RegExp(`, running, ${crash} restarts?$`),
    );
  }
  await expect(playground.card('simple_supervisor')).toContainText('next crash escalates');
  await playground.press('look up crash');

  await expect(playground.card('simple_supervisor')).toHaveAccessibleName(/, exited$/);
  await expect(playground.card('simple_supervisor')).toContainText('shutdown');
  await expect(playground.card('server')).toHaveAccessibleName(/, crashed, badarith, 5 restarts$/);
  // What its clients still do would drive these lines out of sight.
  await playground.pause();
  await playground.expectLines(
    /^simple_supervisor restarts server .*5 of 5 in 1000 s\)\.$/,
    /^kv crashed: badarith/,
    /^simple_supervisor gives up: 6 restarts within 1000 s, 5 are allowed\. It stops its children in reverse order and exits shutdown\.$/,
    /^simple_supervisor tells logger to shut down \(500 ms\)\.$/,
    /^logger of simple_supervisor has stopped: shutdown\.$/,
    /^simple_supervisor tells packet to shut down \(500 ms\)\.$/,
    /^packet of simple_supervisor has stopped: shutdown\.$/,
  );
  await playground.showOnly('crashes', 'processes');
  await page.getByRole('searchbox').fill('simple_supervisor');
  await playground.expectLines(
    /^packet of simple_supervisor has stopped: shutdown\.$/,
    /^simple_supervisor <0\.\d+\.0> has ended: shutdown\.$/,
  );
  // Clients of a system that is gone live on, outside of it.
  await expect(playground.card('alice')).toHaveAccessibleName(
    /^alice, process, (?!exited|crashed)/,
  );
});
