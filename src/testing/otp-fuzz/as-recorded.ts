import { describe, expect, test } from 'vitest';
import type { Scenario } from './erl.ts';
import { differenceOf, type Recorded } from './fuzz.ts';
import type { FuzzKind } from './kind.ts';
import { recordedOf } from './recorded.ts';

/** So many scenarios a test: what is slow or wrong is told by its place. */
const CHUNK = 500;

/** The tests that ours does what OTP did in the recorded scenarios, of which there are `least`. A file for each kind, so that they run side by side. */
export function testAsRecorded<Of extends Scenario>(typed: FuzzKind<Of>, least: number): void {
  const kind = typed as unknown as FuzzKind;
  const recorded = recordedOf(kind.name);

  /** What differs from OTP, for reading. */
  const differences = (some: readonly Recorded[], seed?: number): string[] =>
    some.flatMap(({ scenario, expected }) => {
      const difference = differenceOf(kind, scenario, expected, seed);
      return difference === null ? [] : [`${scenario.id}: ${difference.told}`];
    });

  describe(`${kind.name}, as in OTP 25.2.3`, () => {
    test('there are enough scenarios, each once', () => {
      expect(recorded.length).toBeGreaterThanOrEqual(least);
      expect(new Set(recorded.map(({ scenario }) => scenario.id)).size).toBe(recorded.length);
    });

    const starts = recorded.flatMap((_, index) => (index % CHUNK === 0 ? [index] : []));
    test.each(starts)('from scenario %i on', (first) => {
      expect(differences(recorded.slice(first, first + CHUNK))).toEqual([]);
    });

    test('whatever the seed', () => {
      const sample = recorded.filter((_, index) => index % 10 === 0);
      expect(differences(sample, 104_729)).toEqual([]);
    });

    test('a trace of another scenario is a difference', () => {
      const [one, other] = recorded;
      if (one === undefined || other === undefined) throw new Error('nothing recorded');
      const wrong = { scenario: one.scenario, expected: other.expected };
      expect(differences([wrong])).toHaveLength(1);
    });
  });
}
