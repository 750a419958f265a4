import { expect, test } from 'vitest';
import { testAsRecorded } from '../as-recorded.ts';
import { forkingWorld } from '../forking-world.ts';
import { recordedOf } from '../recorded.ts';
import { waitingModule } from '../waiting-module.ts';
import { STATEM_KIND } from './kind.ts';
import { runScenario } from './run-scenario.ts';
import type { StatemScenario, StatemTrace } from './scenario.ts';

testAsRecorded(STATEM_KIND, 2_000);

test('callbacks that wait do the same', () => {
  const scenarios = recordedOf(STATEM_KIND.name).map(({ scenario }) => scenario as StatemScenario);
  for (const scenario of scenarios.slice(0, SAMPLE)) {
    const { trace } = runScenario(scenario, 1, { like: waitingModule });
    expect({ id: scenario.id, ...trace }).toEqual({
      id: scenario.id,
      ...runScenario(scenario).trace,
    });
  }
});
const SAMPLE = 300;

test('a fork in the middle of anything goes on to the same hash', () => {
  const calm = recordedOf(STATEM_KIND.name).filter(({ expected }) =>
    (expected as StatemTrace).steps.every(({ machine }) => machine.length < 20),
  );
  let forks = 0;
  const compare = (hash: string, fork: string): void => {
    forks++;
    expect(fork).toBe(hash);
  };
  // Forks burn fuel of the run's, so there has to be enough.
  for (const { scenario } of calm.slice(0, FORKED))
    runScenario({ ...(scenario as StatemScenario), fuel: 1_000_000 }, 1, {
      like: waitingModule,
      watch: (world) => forkingWorld(world, 3, compare),
    });
  expect(forks).toBeGreaterThan(5 * FORKED);
});
const FORKED = 150;
