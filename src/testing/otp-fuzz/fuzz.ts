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
/** So many at once are as good as alone. */
const FEW = 2;
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
    const traces = await erl.traces(kind.name, scenarios);
    const doubtful = scenarios.filter(
      (one) => differenceOf(kind, one, traces.get(one.id)) !== null,
    );
    const again = await alone(kind, doubtful, erl);
    for (const scenario of scenarios) {
      const [one, other] = again.get(scenario.id) ?? [];
      const expected = one ?? traces.get(scenario.id);
      const difference = one === undefined ? null : differenceOf(kind, scenario, one);
      if (kind.isDefect?.(expected) === true) defects++;
      else if (JSON.stringify(one) !== JSON.stringify(other)) races.push(scenario.id);
      else {
        if (one !== undefined && difference === null) races.push(scenario.id);
        recorded.push({ scenario, expected });
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
  seed?: number,
): Difference | null {
  try {
    const actual = kind.run(scenario, seed);
    const told = kind.compare(expected, actual);
    return told === null ? null : { scenario, expected, actual, told };
  } catch (error) {
    const told = `ours raised ${(error as Error).stack}`;
    return { scenario, expected, actual: null, told };
  }
}

/** What OTP does in each, twice, when there is little else to do. */
async function alone(
  kind: FuzzKind,
  scenarios: readonly Scenario[],
  erl: Erl,
): Promise<ReadonlyMap<string, readonly [unknown, unknown]>> {
  if (scenarios.length === 0) return new Map();
  const first = await erl.traces(kind.name, scenarios, FEW);
  const second = await erl.traces(kind.name, scenarios, FEW);
  return new Map(scenarios.map(({ id }) => [id, [first.get(id), second.get(id)]]));
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
  const again = (await alone(kind, [scenario], erl)).get(scenario.id);
  return differenceOf(kind, scenario, again?.[0]) ?? found;
}
