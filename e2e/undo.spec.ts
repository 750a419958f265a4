import { expect, test } from './playground.ts';

test('undo gives back the hash before the last action, redo the one after it', async ({
  playground,
}) => {
  await playground.open({ seconds: 2.5 });
  const start = await playground.hash.textContent();
  await expect(playground.button('Undo the last action')).toBeDisabled();
  await playground.select('packet');
  await playground.press('Crash next');
  await expect(playground.hash).not.toHaveText(start ?? '');
  await playground.step(3);
  const before = await playground.hash.textContent();

  await playground.select('server');
  await playground.press('Kill');
  await expect(playground.hash).not.toHaveText(before ?? '');
  const after = await playground.hash.textContent();
  await playground.press('Play');
  await expect(playground.card('server')).toHaveAccessibleName(/1 restart$/);

  await playground.press('Undo the last action');
  await expect(playground.hash).toHaveText(before ?? '');
  await expect(playground.words).toHaveText('paused');
  await expect(playground.card('server')).toHaveAccessibleName(/^server, kv, gen_server, running$/);

  await playground.press('Redo');
  await expect(playground.hash).toHaveText(after ?? '');
  await expect(playground.button('Redo')).toBeDisabled();

  await playground.page.keyboard.press('u');
  await playground.page.keyboard.press('u');
  await expect(playground.hash).toHaveText(start ?? '');
  await expect(playground.button('Undo the last action')).toBeDisabled();
});
