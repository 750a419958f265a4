import { expect, test } from 'vitest';
import type { Self } from '../../runtime/self.ts';
import { type TestWorld, testWorld } from '../../testing/run-modules.ts';
import { caught } from '../../testing/run-script.ts';
import { ASKED, GLOBAL, startRegistry, VIA_MODULES } from '../../testing/via-modules.ts';
import { genServer } from '../gen-server/api.ts';
import { noreply, ok, stop } from '../results.ts';

/** Starts, that succeed and that fail, calls and casts, by names of both kinds. */
function world(seed: number): TestWorld {
  const worldOf = testWorld(
    {
      ...VIA_MODULES,
      server: {
        default: {
          init: (how: string) => (how === 'bad' ? stop('bad') : ok(0)),
          handleCast: (_message: unknown, state: number) => noreply(state + 1),
        },
      },
      scripts: {
        *main(self: Self) {
          yield* startRegistry(self);
          for (let round = 0; round < 3; round++) {
            for (const name of [ASKED, GLOBAL]) {
              yield* genServer.start(self, 'server', 'bad', { name });
              yield* genServer.start(self, 'server', 'good', { name });
              self.cast(name, 'hello');
              yield* caught(self.call(name, 'no clause', 20));
            }
          }
        },
      },
    },
    seed,
  );
  worldOf.spawn('scripts', 'main');
  return worldOf;
}

test('a fork that is taken while a process registers, or gives its name back, goes on as the run does', () => {
  const straight = world(1).run(1_000);
  const { steps } = straight.world;
  expect(steps).toBeGreaterThan(50);
  for (let step = 1; step < steps; step++) {
    const before = world(1);
    before.world.advance(Number.POSITIVE_INFINITY, step);
    const fork = before.fork().run(1_000);
    expect(fork.world.hash()).toBe(straight.world.hash());
  }
});
