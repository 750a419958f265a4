import { describe, expect, test } from 'vitest';
import { runHeadless } from '../engine/run-headless.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { gallery } from './index.ts';

const found = import.meta.glob<Scenario>('./scenarios/*/scenario.ts', {
  import: 'default',
  eager: true,
});
const scenarios = Object.entries(found).map(
  ([path, scenario]) => [path.split('/')[2] as string, scenario] as const,
);

test('the gallery shows every scenario there is', () => {
  expect(gallery.entries.map(({ name }) => name).sort()).toEqual(
    scenarios.map(([name]) => name).sort(),
  );
});

describe.each(scenarios)('%s', (name, scenario) => {
  test('is valid, and says in the gallery what it says itself', () => {
    expect(parseScenario(JSON.parse(JSON.stringify(scenario)))).toEqual(
      { type: 'parsed', value: scenario },
    );
    expect(gallery.entries.find((entry) => entry.name === name)?.title).toBe(scenario.title);
  });

  test('runs, and runs the same again', () => {
    const run = runHeadless(scenario, { until: 30_000_000, steps: 50_000 });
    expect(run.events.some(({ type }) => type === 'supervisor_started')).toBe(true);
    expect(
      run.events.filter(({ type }) => type === 'reported').map(({ a }) => run.strings[a]),
    ).not.toContain('boot_failed');
    expect(runHeadless(scenario, { until: 30_000_000, steps: 50_000 }).hash).toBe(run.hash);
  });
});
