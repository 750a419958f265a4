import type { World } from '../runtime/world.ts';
import { type Bench, milliseconds } from './harness.ts';
import { createMaker, relays, run } from './runtime-work.ts';

/** How cost grows with the number of processes: time a step, memory a process. */
export default async function scale(bench: Bench): Promise<void> {
  const make = createMaker();
  const worlds = new Map<number, World>();
  const at = (count: number) => ({
    name: `a step, ${count.toLocaleString('en')} processes`,
    unit: 'ns',
    run: () => {
      const world = worlds.get(count) ?? relays(make, count);
      worlds.set(count, world);
      const steps = 200_000;
      const ms = milliseconds(() => {
        world.advance(Number.POSITIVE_INFINITY, steps);
        world.node.trace.flush();
      });
      return (ms * 1e6) / steps;
    },
  });
  await bench.compare(
    [at(100_000), at(10), at(1_000)],
    [
      { to: 'a step, 10 processes', name: 'a step, 100,000 to 10 processes', goal: '<= 1.25' },
      { to: 'a step, 1,000 processes', name: 'a step, 100,000 to 1,000 processes' },
    ],
  );
  worlds.clear();

  const heap = heapMeter();
  if (heap === null) return;
  const count = 20_000;
  await bench.measure({
    name: 'memory of an idle supervised gen_server',
    unit: 'bytes',
    goal: '<= 900',
    run: () => {
      const world = make();
      run(world, 'top', { strategy: 'one_for_one', count: 1, intensity: 1 });
      const before = heap();
      const full = make();
      run(full, 'top', { strategy: 'one_for_one', count, intensity: 1 });
      full.node.trace.flush();
      const bytes = (heap() - before) / count;
      if (full.node.names.size < count || world.node.names.size === 0)
        throw new Error('they are gone');
      return bytes;
    },
  });
}

/** Bytes in use after a collection, where the host tells. */
function heapMeter(): (() => number) | null {
  const host = globalThis as {
    gc?: () => void;
    process?: { memoryUsage(): { heapUsed: number; arrayBuffers: number } };
  };
  const { gc, process } = host;
  if (gc === undefined || process === undefined) return null;
  return () => {
    gc();
    gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
}
