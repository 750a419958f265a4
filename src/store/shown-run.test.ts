import { expect, test } from 'vitest';
import { openPage } from '../testing/fake-page.ts';
import { smallScenario } from '../testing/small-scenario.ts';

test('a boot that fails is told from then on, in the history that is on view', async () => {
  const { boot } = smallScenario();
  const nobody = { type: 'start', module: 'sup', function: 'nobody', args: [] } as const;
  const page = await openPage({ real: smallScenario({ boot: [...boot, nobody] }) });
  const failure = () => page.state.bootFailure;
  const to = async (at: number) => {
    page.playground.jump({ type: 'time', at });
    await page.clock.pass(300);
  };
  expect(failure()).toBeNull();
  await to(500_000);
  expect(failure()).toMatch(/undef/);
  const told = failure();
  await to(0);
  expect(failure()).toBeNull();
  // It happens in the new history too, some events later.
  page.playground.act({ type: 'info', target: 'init', message: 'hello' });
  await page.clock.pass(300);
  expect(page.state.branches).toHaveLength(2);
  expect(failure()).toBeNull();
  await to(500_000);
  expect(failure()).toBe(told);
});
