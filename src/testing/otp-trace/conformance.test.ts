import { expect, test } from 'vitest';
import { SupervisorData } from '../../otp/supervisor/data.ts';
import type { TestWorld } from '../run-modules.ts';
import { compareTraces, describeDifference } from './compare.ts';
import type { TracedScenario } from './parse-scenarios.ts';
import { recordedScenarios, recordedTraces } from './recorded.ts';
import { runScenario, type Watch } from './run-scenario.ts';

const scenarios = recordedScenarios();
const traces = recordedTraces();
const all = [...scenarios.values()].flat();

test('there are 400 recorded scenarios, each with its trace', () => {
  expect(all).toHaveLength(400);
  expect(all.filter(({ id }) => !traces.has(id))).toEqual([]);
});

test.each([...scenarios])('%s: as in OTP 25.2.3', (_profile, recorded) => {
  expect(differences(recorded, (seed) => seed)).toEqual([]);
});

test('whatever the seed: what happens in order does so by cause, not by chance', () => {
  expect(differences(all, (seed) => seed + 104_729)).toEqual([]);
});

/** What differs from OTP, for reading. */
function differences(recorded: readonly TracedScenario[], seedOf: (seed: number) => number) {
  return recorded.flatMap((scenario) => {
    const expected = traces.get(scenario.id);
    if (expected === undefined) return [`${scenario.id}: nothing recorded`];
    const difference = compareTraces(expected, runScenario(scenario, seedOf(scenario.seed)));
    return difference === null ? [] : [`${scenario.id}: ${describeDifference(difference)}`];
  });
}

test('the same seed gives the same hash', () => {
  const hashes = (scenario: TracedScenario): string[] => {
    const found: string[] = [];
    runScenario(scenario, 1, {
      stepped() {},
      rested: ({ world }) => void found.push(world.hash()),
    });
    return found;
  };
  const sample = all.filter((_, index) => index % 8 === 0);
  for (const scenario of sample) expect(hashes(scenario)).toEqual(hashes(scenario));
});

test('a fork in the middle of anything a supervisor does goes on to the same hash', () => {
  const jobs = new Set<string>();
  // A third of them, of all profiles: forks cost.
  for (const scenario of all.filter((_, index) => index % 3 === 0)) {
    const watch = new ForkingWatch();
    runScenario(scenario, scenario.seed, watch);
    for (const job of watch.jobs.keys()) jobs.add(job);
  }
  // Without these the claim would be empty.
  expect([...jobs].sort()).toEqual([
    'group starting',
    'group stopping',
    'init starting',
    'init_failed stopping',
    'restart starting',
    'restart_child starting',
    'start_child starting',
    'terminate stopping',
    'terminate_child stopping',
    'terminate_dynamic',
  ]);
});

/** Forks when a supervisor is in the middle of a job, a few times for each; compares when all is at rest. */
class ForkingWatch implements Watch {
  readonly jobs = new Map<string, number>();
  private forks: TestWorld[] = [];

  stepped(world: TestWorld): void {
    const jobs = world.node.processes.flatMap((process) => {
      const sup = process?.data;
      if (!(sup instanceof SupervisorData) || sup.job === null) return [];
      return [[sup.job.type, sup.operation?.type ?? ''].join(' ').trim()];
    });
    const rare = jobs.filter((job) => (this.jobs.get(job) ?? 0) < FORKS_PER_JOB);
    if (rare.length === 0) return;
    for (const job of rare) this.jobs.set(job, (this.jobs.get(job) ?? 0) + 1);
    this.forks.push(world.fork());
  }

  rested(world: TestWorld): void {
    const hash = world.world.hash();
    const hashes = this.forks.map((fork) => fork.run().world.hash());
    expect(hashes).toEqual(this.forks.map(() => hash));
    this.forks = [];
  }
}
const FORKS_PER_JOB = 3;
