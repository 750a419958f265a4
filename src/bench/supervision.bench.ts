import { assert } from '../base/assert.ts';
import type { Bench } from './harness.ts';
import { createMaker, kill, type Make, run, timed } from './runtime-work.ts';

/** Supervisors: restarts, group restarts, starts. */
export default async function supervision(bench: Bench): Promise<void> {
  const make = createMaker();
  for (const burst of [100, 10_000]) {
    await bench.measure({
      name: `one_for_one restarts, burst of ${burst.toLocaleString('en')}`,
      unit: 'restarts/s',
      goal: '>= 3e5',
      run: () => restarts(make, burst),
    });
  }
  await bench.measure({
    name: 'one_for_all restarts of 100 children',
    unit: 'restarts/s',
    goal: '>= 6e3',
    run: () => {
      const world = make();
      run(world, 'top', { strategy: 'one_for_all', count: 100, intensity: 1_000_000 });
      const rounds = 200;
      const ms = timed(world, () => {
        for (let round = 0; round < rounds; round++) kill(world, 'c50');
      });
      return (rounds * 1_000) / ms;
    },
  });
  await bench.measure({
    name: 'start of 10,000 gen_servers under one supervisor',
    unit: 'ms',
    goal: '<= 15',
    run: () => {
      const world = make();
      const ms = timed(world, () =>
        run(world, 'top', { strategy: 'one_for_one', count: 10_000, intensity: 1 }),
      );
      assert(world.node.whereis('c9999') !== null, 'all started');
      return ms;
    },
  });
}

/** Restarts a second: one child, killed again and again, all within one period. */
function restarts(make: Make, burst: number): number {
  const world = make();
  run(world, 'top', { strategy: 'one_for_one', count: 1, intensity: 1_000_000_000 });
  const total = 20_000;
  let ms = 0;
  for (let done = 0; done < total; done += burst) {
    ms += timed(world, () => {
      for (let index = 0; index < burst; index++) kill(world, 'c0');
    });
  }
  return (total * 1_000) / ms;
}
