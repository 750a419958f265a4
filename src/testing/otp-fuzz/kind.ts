import type { Draw } from './draw.ts';
import type { Scenario } from './erl.ts';

/** A kind of behaviour that is fuzzed: how its scenarios are made, run here, compared and made smaller. */
export interface FuzzKind<Of extends Scenario = Scenario> {
  readonly name: string;
  /** What the scenarios are about, in turn. */
  readonly profiles: readonly string[];
  /** A scenario; null when what was drawn is none that can be compared, and another is to be drawn. */
  generate(id: string, profile: string, draw: Draw): Of | null;
  /** What our runtime does, in the form that Erlang's side tells it. By cause and not by chance: the seed plays no part. */
  run(scenario: Of, seed?: number): unknown;
  /** The first difference between OTP's trace and ours, for reading. */
  compare(expected: unknown, actual: unknown): string | null;
  /** A reason why OTP's trace is nothing to go by. */
  isDefect?(expected: unknown): boolean;
  /** All scenarios that are smaller by one move. */
  smaller(scenario: Of): Iterable<Of>;
}

/** Scenario `index` of a seed; which others are made plays no part. */
export function generate<Of extends Scenario>(
  kind: FuzzKind<Of>,
  draws: (name: string) => Draw,
  seed: number,
  index: number,
): Of {
  const profile = kind.profiles[index % kind.profiles.length] as string;
  const id = `${profile}-${seed}-${index}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const scenario = kind.generate(id, profile, draws(`${kind.name} ${index} ${attempt}`));
    if (scenario !== null) return scenario;
  }
  throw new Error(`${id}: nothing that can be compared was drawn ${ATTEMPTS} times`);
}
const ATTEMPTS = 200;
