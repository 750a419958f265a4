import { expect, test } from 'vitest';
import { testAsRecorded } from '../as-recorded.ts';
import { forkingWorld } from '../forking-world.ts';
import { recordedOf } from '../recorded.ts';
import { waitingModule } from '../waiting-module.ts';
import { EVENT_KIND } from './kind.ts';
import { runScenario } from './run-scenario.ts';
import type { EventScenario } from './scenario.ts';

testAsRecorded(EVENT_KIND, 2_000);

test('handlers that wait do the same', () => {
  const scenarios = recordedOf(EVENT_KIND.name).map(({ scenario }) => scenario as EventScenario);
  // What kills somebody meets him in the middle of something else.
  const kills = ({ commands }: EventScenario): boolean =>
    commands.some((command) => command.do.some(({ op }) => op === 'exit' || op === 'kill'));
  const calm = scenarios.filter((scenario) => !kills(scenario)).slice(0, SAMPLE);
  expect(calm).toHaveLength(SAMPLE);
  for (const scenario of calm)
    expect(runScenario(scenario, 1, { like: waitingModule })).toEqual(runScenario(scenario));
});
const SAMPLE = 300;

test('a fork in the middle of anything goes on to the same hash', () => {
  const scenarios = recordedOf(EVENT_KIND.name).map(({ scenario }) => scenario as EventScenario);
  let forks = 0;
  const compare = (hash: string, fork: string): void => {
    forks++;
    expect(fork).toBe(hash);
  };
  for (const scenario of scenarios.slice(0, FORKED))
    runScenario(scenario, 1, {
      like: waitingModule,
      watch: (world) => forkingWorld(world, 3, compare),
    });
  expect(forks).toBeGreaterThan(10 * FORKED);
});
const FORKED = 150;
