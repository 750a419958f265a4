import * as v from 'valibot';
import {
  type Parsed,
  parseJson,
  parseScenario,
  parseWith,
  type ScenarioError,
} from './parse-scenario.ts';
import type { Command, Scenario } from './scenario.ts';
import { commandsSchema, momentEntries, seedSchema } from './schema.ts';

/** A run as a file, and as work in progress: `run = f(scenario, seed, commands)`, and where one stands in it. */
export interface SavedRun {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly commands: readonly Command[];
  /** The moment on view; null for the start. */
  readonly moment: { readonly at: number; readonly step: number } | null;
  /** The scenario's name in the gallery; null when it isn't there, or was changed. */
  readonly name: string | null;
}

const RUN_VERSION = 1;

const runSchema = v.object(
  {
    run: v.literal(RUN_VERSION, 'The version of the saved run.'),
    seed: seedSchema,
    commands: commandsSchema,
    moment: v.nullable(v.strictObject(momentEntries, 'A moment has `at` and `step`.')),
    name: v.nullable(v.pipe(v.string('A name or null.'), v.maxLength(100))),
  },
  'A saved run has a scenario, a seed, commands and a moment.',
);

export function serialiseRun(run: SavedRun): string {
  return JSON.stringify({ run: RUN_VERSION, ...run }, null, 2);
}

/** Reads a saved run, or a scenario alone, which is a run at its start. Never throws. */
export function parseRunText(text: string): Parsed<SavedRun> {
  const json = parseJson(text);
  return json.type === 'parsed' ? parseRun(json.value) : json;
}

export function parseRun(value: unknown): Parsed<SavedRun> {
  if (!isSavedRun(value)) {
    const parsed = parseScenario(value);
    return parsed.type === 'parsed'
      ? { type: 'parsed', value: startOf(parsed.value, null) }
      : parsed;
  }
  if (typeof value.run === 'number' && value.run > RUN_VERSION) {
    return { type: 'newer', version: value.run };
  }
  const scenario = parseScenario(value.scenario);
  if (scenario.type === 'newer') return scenario;
  if (scenario.type === 'invalid') return { type: 'invalid', errors: scenario.errors.map(inside) };
  const run = parseWith(runSchema, value);
  if (run.type !== 'parsed') return run;
  const { seed, commands, moment, name } = run.value;
  return { type: 'parsed', value: { scenario: scenario.value, seed, commands, moment, name } };
}

export function startOf(scenario: Scenario, name: string | null): SavedRun {
  return { scenario, seed: scenario.seed, commands: [], moment: null, name };
}

function isSavedRun(value: unknown): value is { run: unknown; scenario: unknown } {
  return typeof value === 'object' && value !== null && 'run' in value && 'scenario' in value;
}

function inside(error: ScenarioError): ScenarioError {
  return { ...error, path: error.path === '' ? 'scenario' : `scenario.${error.path}` };
}
