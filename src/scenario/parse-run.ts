import * as v from 'valibot';
import { LIMITS } from './limits.ts';
import {
  type Parsed,
  parseJson,
  parseScenario,
  parseWith,
  type ScenarioError,
} from './parse-scenario.ts';
import { RUN_VERSION, type SavedBranch, type SavedRun, startOf } from './saved-run.ts';
import { bookmarksSchema, commandsSchema, momentEntries, seedSchema } from './schema.ts';

const branchId = v.pipe(
  v.number('Branches have numbers.'),
  v.safeInteger('A whole number.'),
  v.minValue(1, 'Branches are numbered from 1.'),
);
const moment = v.strictObject(momentEntries, 'A moment has `at` and `step`.');
const branchesSchema: v.GenericSchema<unknown, readonly SavedBranch[]> = v.pipe(
  v.array(
    v.strictObject({
      id: branchId,
      name: v.pipe(v.string('A name.'), v.maxLength(LIMITS.nameLength)),
      parent: v.nullable(branchId),
      from: moment,
      commands: commandsSchema,
      end: moment,
    }),
    'Write the branches as an array.',
  ),
  v.maxLength(LIMITS.branches, `At most ${LIMITS.branches} of them.`),
  v.check(
    (branches) => areATree(branches),
    'Each branch but the first leaves one that stands before it.',
  ),
);

function areATree(branches: readonly SavedBranch[]): boolean {
  return branches.every(({ id, parent }, place) => {
    const before = branches.slice(0, place).map((branch) => branch.id);
    return !before.includes(id) && (parent === null ? place === 0 : before.includes(parent));
  });
}

const NO_SUCH_BRANCH: ScenarioError = {
  path: 'branch',
  expected: 'the number of one of the branches',
  found: 'another number',
  advice: 'Name a branch that is there.',
};

const runSchema = v.object(
  {
    run: v.picklist([1, RUN_VERSION], 'The version of the saved run.'),
    seed: seedSchema,
    commands: commandsSchema,
    moment: v.nullable(moment),
    name: v.nullable(v.pipe(v.string('A name or null.'), v.maxLength(100))),
    bookmarks: v.optional(bookmarksSchema, []),
    branches: v.optional(branchesSchema, []),
    branch: v.optional(branchId, 1),
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
  const { run: _version, ...rest } = run.value;
  const { branches, branch } = rest;
  if (branches.length > 0 && !branches.some(({ id }) => id === branch)) {
    return { type: 'invalid', errors: [NO_SUCH_BRANCH] };
  }
  return { type: 'parsed', value: { scenario: scenario.value, ...rest } };
}

function isSavedRun(value: unknown): value is { run: unknown; scenario: unknown } {
  return typeof value === 'object' && value !== null && 'run' in value && 'scenario' in value;
}

function inside(error: ScenarioError): ScenarioError {
  return { ...error, path: error.path === '' ? 'scenario' : `scenario.${error.path}` };
}
