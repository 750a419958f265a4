import { expect, test } from './playground.ts';

/** A server that does, on a cast, whatever is put in here; under a supervisor that restarts it. */
function scenarioThat(handleCast: string, server = ''): string {
  return JSON.stringify({
    version: 1,
    title: 'A server with a mistake',
    seed: 3,
    modules: {
      top_sup: `import { ok, supervisor, type Self, type Supervisor } from 'otp';
export const start = (self: Self) => supervisor.startLink(self, 'top_sup', null, { name: 'top' });
export default {
  init: () => ok({ flags: ['one_for_one', 3, 10], children: [{ id: 'worker', start: ['worker', 'start', []] }] }),
} satisfies Supervisor;`,
      worker:
        server ||
        `import { type GenServer, genServer, noreply, ok, reply, type Self } from 'otp';
export const start = (self: Self) => genServer.startLink(self, 'worker', null, { name: 'worker' });
export default {
  init: () => ok(0),
  handleCall: (_request, _from, count) => reply(count, count),
  handleCast(_message, count) {
    ${handleCast}
    return noreply(count + 1);
  },
} satisfies GenServer<number>;`,
    },
    boot: [{ type: 'start', module: 'top_sup', function: 'start', args: [] }],
    examples: [{ target: 'worker', type: 'cast', message: 'go', label: 'go' }],
  });
}

const opened = (text: string) => ({ name: 'mistake.json', text });

/** One call that takes for ever, in which nothing counts reductions. */
const SILENT = "/^(a+)+$/.test('a'.repeat(60) + 'b');";

test('a Worker that no longer answers is told and ended; the page lives, and recovers', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 2 });
  await playground.importFile(opened(scenarioThat(SILENT)));
  await expect(playground.words).toHaveText('idle: nothing left to do');
  await playground.select('worker');
  const before = (await playground.hash.textContent()) ?? '';
  await playground.press('Send…');
  await playground.press('go');

  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The run stopped answering');
  await expect(alert).toContainText('not answered for 2 s');
  await expect(playground.words).toHaveText('not answering');
  // The page is alive: it opens and closes what it always does.
  await playground.press('Settings');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');

  await playground.press('Replay up to the moment before');
  await expect(alert).toHaveCount(0);
  await expect(playground.words).toHaveText(/paused|idle/);
  // What silenced it is still to come; without it the run goes on.
  await playground.press('Undo the last action');
  await expect(playground.hash).toHaveText(before);
  await playground.press('Kill');
  await playground.press('Play');
  await expect(playground.card('worker')).toHaveAccessibleName(/1 restart$/);
});

test('for (;;) uses up its reductions, is told as that, and its supervisor deals with it', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 2 });
  await playground.importFile(opened(scenarioThat('for (;;);')));
  await expect(playground.words).toHaveText('idle: nothing left to do');
  await playground.showOnly('crashes');
  await playground.select('worker');
  await playground.press('Send…');
  await playground.press('go');
  await expect(playground.card('worker')).toHaveAccessibleName(/1 restart$/);
  await playground.expectLines(
    /^worker crashed: .*reductions.*, in handle_cast\(go\)\.$/,
    /^top restarts worker \(one_for_one, permanent; 1 of 3 in 10 s\)\.$/,
    /^worker <0\.\d+\.0> is up again under top\.$/,
  );
  await expect(playground.words).toHaveText('idle: nothing left to do');
  await expect(page.getByRole('alert')).toHaveCount(0);

  // However long the machine takes for a loop: it ends at the same place.
  const hash = (await playground.hash.textContent()) ?? '';
  await playground.press('Undo the last action');
  await expect(playground.hash).not.toHaveText(hash);
  await playground.press('Redo');
  await playground.press('Run until idle');
  await expect(playground.hash).toHaveText(hash);
});

test('code with an error is told with module, line and column', async ({ playground, page }) => {
  await playground.open({ seconds: 2 });
  await playground.importFile(opened(scenarioThat('const x = ;')));
  const alert = page.getByRole('alert');
  await expect(alert).toContainText("This scenario can't run");
  await expect(alert.getByRole('listitem')).toHaveText(/^worker:7:15 /);
  await expect(playground.words).toHaveText("can't run");
  await alert.getByRole('button', { name: /^Open “The essay’s system” instead$/ }).click();
  await expect(alert).toHaveCount(0);
  await expect(playground.words).toHaveText('running');
});

test('code that reaches for the host is refused with its place', async ({ playground, page }) => {
  await playground.open({ seconds: 2 });
  await playground.importFile(opened(scenarioThat("eval('1');")));
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveText(/^worker:7:5 .*eval/);
});

const BAD_FILES: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
  'is not JSON': ['hello', /This can't be opened\. Found text that is not JSON/],
  'is something else': ['{"name":"left-pad"}', /This can't be opened\. .*version/],
  'lacks its modules': [
    '{"version":1,"title":"x"}',
    /This can't be opened\. At modules: found nothing/,
  ],
  'is of a later version': ['{"version":9}', /later version/],
};

test('a file that is no scenario is refused in plain words, and the run stays', async ({
  playground,
  page,
}) => {
  await playground.open({ seconds: 2 });
  const hash = (await playground.hash.textContent()) ?? '';
  for (const [what, [text, message]] of Object.entries(BAD_FILES)) {
    await test.step(`a file that ${what}`, async () => {
      await playground.importFile(opened(text));
      const alert = page.getByRole('alert');
      await expect(alert).toHaveText(message);
      await alert.getByRole('button', { name: 'Dismiss' }).click();
      await expect(alert).toHaveCount(0);
      await expect(playground.hash).toHaveText(hash);
    });
  }
});
