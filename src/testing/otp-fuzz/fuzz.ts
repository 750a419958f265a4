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
/** Scenarios that run at once in one Erlang node. Most of them only wait; a few are as good as alone. */
const [MANY, SOME, FEW] = [120, 24, 4];
/** That often a scenario is run before a difference counts. */
const TIMES = 4;
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
    for (const answer of await askOtp(kind, scenarios, erl)) {
      const { scenario, expected } = answer;
      if (kind.isDefect?.(expected) === true) defects++;
      else if (!answer.isSteady) races.push(scenario.id);
      else {
        if (answer.asked > 1) races.push(scenario.id);
        recorded.push({ scenario, expected });
        const difference = differenceOf(kind, scenario, expected);
        if (difference !== null) differences.push(difference);
      }
    }
    tell(`${first + scenarios.length} run, ${differences.length} different`);
  }
  const small = await Promise.all(
    differences.slice(0, SHRUNK).map((one) => smallest(kind, one, erl)),
  );
  const shown = [...small, ...differences.slice(SHRUNK)];
  const raced = races.filter((id) => !differences.some(({ scenario }) => scenario.id === id));
  return { recorded, differences: shown, races: raced, defects };
}

interface Answer extends Recorded {
  /** How often OTP was asked. */
  readonly asked: number;
  /** It did the same twice where ours does something else. */
  readonly isSteady: boolean;
}

/** What OTP does in each. Where ours does something else OTP is asked again, with less and less else to do, for a busy machine is late. */
async function askOtp(
  kind: FuzzKind,
  scenarios: readonly Scenario[],
  erl: Erl,
): Promise<readonly Answer[]> {
  const answers = new Map<string, Answer>();
  let left = scenarios;
  for (const atOnce of [MANY, SOME, FEW, FEW]) {
    const traces = left.length === 0 ? new Map() : await erl.traces(kind.name, left, atOnce);
    for (const scenario of left) {
      const expected: unknown = traces.get(scenario.id);
      const before = answers.get(scenario.id);
      const isSame = JSON.stringify(before?.expected) === JSON.stringify(expected);
      const asked = (before?.asked ?? 0) + 1;
      answers.set(scenario.id, { scenario, expected, asked, isSteady: asked < TIMES || isSame });
    }
    left = left.filter((scenario) => {
      const expected = answers.get(scenario.id)?.expected;
      return kind.isDefect?.(expected) !== true && differenceOf(kind, scenario, expected) !== null;
    });
  }
  return [...answers.values()];
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

async function smallest(kind: FuzzKind, found: Difference, erl: Erl): Promise<Difference> {
  const scenario = await shrink(
    found.scenario,
    (one) => kind.smaller(one),
    async (candidates) => {
      const named = candidates.map((one, index) => ({ ...one, id: `${one.id}.${index}` }));
      const expected = await erl.traces(kind.name, named, SOME);
      return named.map((one) => {
        const trace = expected.get(one.id);
        return kind.isDefect?.(trace) !== true && differenceOf(kind, one, trace) !== null;
      });
    },
  );
  // What was found among many may not hold alone; then what it began with is told.
  const again = await erl.traces(kind.name, [scenario], 1);
  return differenceOf(kind, scenario, again.get(scenario.id)) ?? found;
}
