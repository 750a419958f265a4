import { expect, test } from 'vitest';
import { testAsRecorded } from '../as-recorded.ts';
import { recordedOf } from '../recorded.ts';
import { waitingModule } from '../waiting-module.ts';
import { STATEM_KIND } from './kind.ts';
import { runScenario } from './run-scenario.ts';
import type { StatemScenario } from './scenario.ts';

testAsRecorded(STATEM_KIND, 2_000);

test('callbacks that wait do the same', () => {
  const scenarios = recordedOf(STATEM_KIND.name).map(({ scenario }) => scenario as StatemScenario);
  for (const scenario of scenarios.slice(0, SAMPLE)) {
    const { trace } = runScenario(scenario, 1, waitingModule);
    expect({ id: scenario.id, ...trace }).toEqual({
      id: scenario.id,
      ...runScenario(scenario).trace,
    });
  }
});
const SAMPLE = 300;
