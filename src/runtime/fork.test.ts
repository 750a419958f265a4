import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHOICES, randomSystem } from '../testing/random-system.ts';
import type { TestWorld } from '../testing/run-modules.ts';

const plans = fc.array(fc.nat(CHOICES - 1), { minLength: 1, maxLength: 8 });
const seeds = fc.nat(1_000_000);
/** The systems come to rest by themselves, nearly always much sooner. */
const STEPS_MAX = 3_000;

function runOn(world: TestWorld): TestWorld {
  world.world.advance(Number.POSITIVE_INFINITY, STEPS_MAX - world.world.steps);
  return world;
}

describe('a run', () => {
  test('is the same again with the same seed', () => {
    fc.assert(
      fc.property(seeds, plans, (seed, plan) => {
        const hashes = [0, 1].map(() => runOn(randomSystem(seed, plan)).world.hash());
        expect(hashes[1]).toBe(hashes[0]);
      }),
      { numRuns: 100 },
    );
  });

  test('is another one with another seed', () => {
    const hashes = Array.from({ length: 50 }, (_, seed) =>
      runOn(randomSystem(seed, [1, 2, 3, 4])).world.hash(),
    );
    expect(new Set(hashes).size).toBe(50);
  });

  test('goes on in a fork, taken at any step, as it does itself', () => {
    fc.assert(
      fc.property(
        seeds,
        plans,
        fc.array(fc.nat(STEPS_MAX), { minLength: 1, maxLength: 6 }),
        (seed, plan, moments) => {
          const straight = runOn(randomSystem(seed, plan));
          const end = straight.world.hash();
          for (const moment of moments) {
            const world = randomSystem(seed, plan);
            world.world.advance(Number.POSITIVE_INFINITY, moment % straight.world.steps);
            const fork = world.fork();
            expect(fork.world.hash()).toBe(world.world.hash());
            expect(runOn(fork).world.hash()).toBe(end);
            // Neither is the original touched by its fork's going on.
            expect(runOn(world).world.hash()).toBe(end);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('goes on in a fork of a fork of a fork', () => {
    fc.assert(
      fc.property(
        seeds,
        plans,
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }),
        (seed, plan, strides) => {
          const end = runOn(randomSystem(seed, plan)).world.hash();
          let world = randomSystem(seed, plan);
          for (const steps of strides) {
            world.world.advance(Number.POSITIVE_INFINITY, steps);
            world = world.fork();
          }
          expect(runOn(world).world.hash()).toBe(end);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('is idle exactly when nothing is left on its agenda', () => {
    fc.assert(
      fc.property(seeds, plans, (seed, plan) => {
        const { world } = runOn(randomSystem(seed, plan));
        expect(world.steps).toBeLessThan(STEPS_MAX);
        expect(world.next()).toBe(Number.POSITIVE_INFINITY);
      }),
      { numRuns: 50 },
    );
  });
});

describe('signals', () => {
  test('between two processes arrive in the order of sending', () => {
    fc.assert(
      fc.property(seeds, plans, (seed, plan) => {
        const system = runOn(randomSystem(seed, plan));
        system.node.trace.flush();
        const sent = new Map<number, { pair: string; kind: string }>();
        const last = new Map<string, number>();
        for (const { type, seq, pid, peer, a, b } of system.events) {
          if (type === 'sent' || type === 'exit_signal_sent')
            sent.set(seq, { pair: `${pid}>${peer}`, kind: `${type} ${a}` });
          if (type !== 'received' || !sent.has(b)) continue;
          // A process that waits for an answer takes that one first.
          const { pair, kind } = sent.get(b) as { pair: string; kind: string };
          if (kind === 'sent 3' || kind === 'sent 10') continue;
          if (!system.string(a).startsWith('handle_')) continue;
          expect(b).toBeGreaterThan(last.get(pair) ?? -1);
          last.set(pair, b);
        }
        expect(sent.size).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});
