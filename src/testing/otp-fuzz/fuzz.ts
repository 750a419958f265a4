import { Draw } from './draw.ts';
import type { Erl, Scenario } from './erl.ts';
import { type FuzzKind, generate } from './kind.ts';
import { shrink } from './shrink.ts';

/** A scenario and what OTP does in it. */
export interface Recorded {
  readonly scenario: Scenario;
  readonly expected: unknown;
}

export interface Difference extends Recorded {
  readonly actual: unknown;
  readonly told: string;
}

export interface Findings {
  readonly recorded: readonly Recorded[];
  readonly differences: readonly Difference[];
  /** Real time decided: run alone, OTP does something else each time, or what we do. */
  readonly races: readonly string[];
  /** OTP ran into a known defect of its own. */
  readonly defects: number;
}

/** Scenarios are made and run in chunks: OTP is started once for each. */
const CHUNK = 500;
/** Of these many a scenario is made small: it takes its time. */
export const SHRUNK = 3;

/** Runs scenarios `0 … count - 1` of a seed on both. */
export async function fuzz(
  kind: FuzzKind,
  seed: number,
  count: number,
  erl: Erl,
  tell: (line: string) => void,
): Promise<Findings> {
  const recorded: Recorded[] = [];
  const differences: Difference[] = [];
  const races: string[] = [];
  let defects = 0;
  const draws = (name: string): Draw => new Draw(seed, name);
  for (let first = 0; first < count; first += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, count - first) }, (_, at) => first + at);
    const scenarios = indices.map((index) => generate(kind, draws, seed, index));
    const expected = await erl.traces(kind.name, scenarios);
    for (const scenario of scenarios) {
      const traces = [expected.get(scenario.id)];
      const isDifferent = differenceOf(kind, scenario, traces[0]) !== null;
      if (isDifferent)
        for (let again = 0; again < 2; again++) traces.push(await alone(kind, scenario, erl));
      const last = traces.at(-1);
      const isSteady = new Set(traces.slice(-2).map((trace) => JSON.stringify(trace))).size === 1;
      const difference = differenceOf(kind, scenario, last);
      if (kind.isDefect?.(last) === true) defects++;
      else if (!isSteady && isDifferent) races.push(scenario.id);
      else {
        if (isDifferent && difference === null) races.push(scenario.id);
        recorded.push({ scenario, expected: last });
        if (difference !== null) differences.push(difference);
      }
    }
    tell(`${first + scenarios.length} run, ${differences.length} different`);
  }
  const small = await Promise.all(
    differences.slice(0, SHRUNK).map((one) => smallest(kind, one, erl)),
  );
  return { recorded, differences: [...small, ...differences.slice(SHRUNK)], races, defects };
}

/** Where ours differs from what OTP did; what we raise is a difference. */
export function differenceOf(
  kind: FuzzKind,
  scenario: Scenario,
  expected: unknown,
): Difference | null {
  try {
    const actual = kind.run(scenario);
    const told = kind.compare(expected, actual);
    return told === null ? null : { scenario, expected, actual, told };
  } catch (error) {
    const told = `ours raised ${(error as Error).stack}`;
    return { scenario, expected, actual: null, told };
  }
}

async function alone(kind: FuzzKind, scenario: Scenario, erl: Erl): Promise<unknown> {
  return (await erl.traces(kind.name, [scenario], 1)).get(scenario.id);
}

async function smallest(kind: FuzzKind, found: Difference, erl: Erl): Promise<Difference> {
  const scenario = await shrink(
    found.scenario,
    (one) => kind.smaller(one),
    async (candidates) => {
      const named = candidates.map((one, index) => ({ ...one, id: `${one.id}.${index}` }));
      const expected = await erl.traces(kind.name, named);
      return named.map((one) => {
        const trace = expected.get(one.id);
        return kind.isDefect?.(trace) !== true && differenceOf(kind, one, trace) !== null;
      });
    },
  );
  // What was found among many may not hold alone; then what it began with is told.
  const expected = await alone(kind, scenario, erl);
  return differenceOf(kind, scenario, expected) ?? found;
}
