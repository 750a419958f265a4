import * as v from 'valibot';
import {
  type Parsed,
  parseJson,
  parseScenario,
  parseWith,
  type ScenarioError,
} from './parse-scenario.ts';
import { RUN_VERSION, type SavedRun, startOf } from './saved-run.ts';
import { commandsSchema, momentEntries, seedSchema } from './schema.ts';

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

function isSavedRun(value: unknown): value is { run: unknown; scenario: unknown } {
  return typeof value === 'object' && value !== null && 'run' in value && 'scenario' in value;
}

function inside(error: ScenarioError): ScenarioError {
  return { ...error, path: error.path === '' ? 'scenario' : `scenario.${error.path}` };
}
