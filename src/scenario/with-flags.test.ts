import { describe, expect, test } from 'vitest';
import { runHeadless } from '../engine/run-headless.ts';
import type { DecisionFacts, SupervisorFacts } from '../runtime/trace-event.ts';
import { defineScenario } from './define-scenario.ts';
import type { Scenario } from './scenario.ts';
import { type FlagsChange, withFlags } from './with-flags.ts';

const WORKER = `import { ok, noreply, genServer } from 'otp';
export const start = (self, name) => genServer.startLink(self, 'worker', null, { name });
export default { init: () => ok(0), handleCast: (_message, state) => noreply(state) };`;

const sup = (init: string) => `import { ok, supervisor } from 'otp';
export const start = (self) => supervisor.startLink(self, 'sup', null, { name: 'sup' });
const children = ['a', 'b', 'c'].map((id) => ({ id, start: ['worker', 'start', [id]] }));
export default { ${init} };`;

const TUPLE = sup("init: () => ok({ flags: ['one_for_one', 3, 60], children })");
const WAITS = sup(`*init(_args, self) {
  yield* self.sleep(5);
  return ok({ flags: { intensity: 3, period: 60 }, children });
}`);

const kill = { at: 3_000_000, type: 'exit', target: 'b', reason: 'kill' } as const;

const scenarioOf = (text: string): Scenario =>
  defineScenario({
    title: 'Three children',
    modules: { sup: text, worker: WORKER },
    boot: [{ type: 'start', module: 'sup', function: 'start', args: [] }],
    script: [kill, { ...kill, at: 6_000_000 }],
  });

const run = (text: string, change: FlagsChange) =>
  runHeadless(withFlags(scenarioOf(text), 'sup', change));

const decisions = ({ events }: ReturnType<typeof run>) =>
  events
    .filter(({ type }) => type === 'decided')
    .map(({ payload }) => {
      const { decision, start, count } = payload as DecisionFacts;
      return [decision, count, ...start];
    });

describe.each([
  ['a tuple of flags', TUPLE],
  ['flags by name, from an init that waits', WAITS],
])('%s', (_what, text) => {
  test('a change to what is there already gives the same trace', () => {
    const asWritten = runHeadless(scenarioOf(text));
    expect(run(text, { strategy: 'one_for_one' }).hash).toBe(asWritten.hash);
    expect(run(text, {}).hash).toBe(asWritten.hash);
  });

  test('another strategy', () => {
    expect(decisions(runHeadless(scenarioOf(text)))).toEqual([
      ['restart', 1, 'b'],
      ['restart', 2, 'b'],
    ]);
    expect(decisions(run(text, { strategy: 'rest_for_one' }))).toEqual([
      ['restart', 1, 'b', 'c'],
      ['restart', 2, 'b', 'c'],
    ]);
  });

  test('another intensity, while the period stays', () => {
    const changed = run(text, { intensity: 1 });
    expect(decisions(changed)).toEqual([
      ['restart', 1, 'b'],
      ['give_up', 2],
    ]);
    const facts = changed.events.find(({ type }) => type === 'supervisor_started')?.payload;
    expect(facts as SupervisorFacts).toMatchObject({ intensity: 1, period: 60 });
  });
});

test('an init that ignores, or gives junk, goes on doing so', () => {
  for (const result of ["'junk'", "{ type: 'ignore' }"]) {
    const text = sup(`init: () => (${result})`);
    expect(run(text, { intensity: 9 }).hash).toBe(runHeadless(scenarioOf(text)).hash);
  }
});

test('of two supervisors that share a module, only the one of that name', () => {
  const two = sup("init: () => ok({ flags: ['one_for_one', 3, 60], children: [] })").replace(
    /export const start.*/,
    "export const start = (self, name) => supervisor.startLink(self, 'sup', null, { name });",
  );
  const boot = ['left', 'right'].map((name) => ({
    type: 'start' as const,
    module: 'sup',
    function: 'start',
    args: [name],
  }));
  const scenario = { ...scenarioOf(two), boot, script: [] };
  const flagsOf = (changed: Scenario) =>
    runHeadless(changed)
      .events.filter(({ type }) => type === 'supervisor_started')
      .map(({ payload }) => (payload as SupervisorFacts).intensity);
  expect(flagsOf(withFlags(scenario, 'sup', { intensity: 9 }, 'right'))).toEqual([3, 9]);
  expect(flagsOf(withFlags(scenario, 'sup', { intensity: 9 }))).toEqual([9, 9]);
  const asWritten = runHeadless(scenario).hash;
  expect(runHeadless(withFlags(scenario, 'sup', { intensity: 9 }, 'nobody')).hash).toBe(asWritten);
  expect(runHeadless(withFlags(scenario, 'sup', { intensity: 3 }, 'right')).hash).toBe(asWritten);
});

test('a second change stands on the first', () => {
  const once = withFlags(scenarioOf(TUPLE), 'sup', { strategy: 'rest_for_one' });
  const twice = withFlags(once, 'sup', { intensity: 1 });
  expect(decisions(runHeadless(twice))).toEqual([
    ['restart', 1, 'b', 'c'],
    ['give_up', 2],
  ]);
});

test('a module that is not there changes nothing', () => {
  const scenario = scenarioOf(TUPLE);
  expect(withFlags(scenario, 'nobody', { intensity: 1 })).toBe(scenario);
});
