import { expect, test } from 'vitest';
import { openPage } from '../testing/fake-page.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import { TraceWriter } from '../testing/trace-writer.ts';
import { ShownRun } from './shown-run.ts';

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

test('after a long way, whose first slice ends before what is told again, no message that has arrived is under way', () => {
  const trace = new TraceWriter();
  trace.spawn(80, 0, 'process', 'client', 'alice');
  trace.spawn(81, 0, 'process', 'client', 'bob');
  const batches = Array.from({ length: 60 }, () => {
    for (let round = 0; round < 500; round++) {
      const sent = trace.after(10).send(80, 81, 'info', 'hello');
      trace.after(10).receive(81, 80, sent, '', 'hello');
    }
    trace.send(80, 81, 'info', 'under way');
    return trace.batch();
  });
  const shown = new ShownRun(0, 'erlang', 4_096);
  for (const batch of batches) {
    shown.take(batch);
    shown.showAll();
  }
  const { view } = shown;

  const place = shown.placeBefore(view.seq);
  shown.restartAt(place);
  const from = batches.findIndex(({ first }) => first > place.seq - 5_000);
  const slice = batches[from] as (typeof batches)[0];
  const told = { ...slice, count: 0, ats: slice.ats.subarray(0, 0) };
  shown.sought([told, ...batches.slice(from)], new Map(), view.seq);
  expect(place.seq - told.first).toBeGreaterThan(3_000);
  expect(shown.view.seq).toBe(view.seq);
  expect(shown.view.messages).toEqual(view.messages);
});
