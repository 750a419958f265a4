import type { Bench } from './harness.ts';
import { bareLoop, clientOf, createMaker, events } from './runtime-work.ts';

/** Messages: events, calls, casts. Compiled modules, every event traced and hashed. */
export default async function runtime(bench: Bench): Promise<void> {
  const make = createMaker();
  await bench.compare(
    [
      {
        name: 'events logged, 1,000 processes',
        unit: 'events/s',
        goal: '>= 2.5e6',
        run: () => events(make),
      },
      { name: 'bare loop (pop, closure, push)', unit: 'events/s', run: bareLoop },
    ],
    [
      {
        to: 'bare loop (pop, closure, push)',
        name: 'events to the bare loop',
        goal: '>= 0.3',
      },
    ],
  );
  await bench.measure({
    name: 'gen_server call round trips',
    unit: 'calls/s',
    goal: '>= 1.5e6',
    run: clientOf(make, 'calls', 300_000),
  });
  await bench.measure({
    name: 'gen_server casts until handled',
    unit: 'casts/s',
    goal: '>= 3e6',
    run: clientOf(make, 'casts', 500_000),
  });
}
