import * as v from 'valibot';
import type { Action, Scenario } from './scenario.ts';
import { SCENARIO_VERSION } from './scenario.ts';
import { actionSchema, scenarioSchema } from './schema.ts';
import { upgrade } from './upgrade.ts';

/** One thing that is wrong with a scenario, for reading. */
export interface ScenarioError {
  /** Where, as `boot[0].module`; empty for the whole. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  /** What to do about it: a sentence. */
  readonly advice: string;
}

export type Parsed<Value> =
  | { readonly type: 'parsed'; readonly value: Value }
  /** Not what it should be; at least one error, at most `ERRORS_MAX`. */
  | { readonly type: 'invalid'; readonly errors: readonly ScenarioError[] }
  /** Of a later version of the format than this playground knows. */
  | { readonly type: 'newer'; readonly version: number };

/** More than these nobody reads. */
export const ERRORS_MAX = 20;

/** The one way in for every scenario that comes from outside. Never throws, whatever it is given. */
export function parseScenario(value: unknown): Parsed<Scenario> {
  const upgraded = upgrade(value);
  switch (upgraded.type) {
    case 'newer':
      return upgraded;
    case 'foreign':
      return { type: 'invalid', errors: [NOT_A_SCENARIO] };
    case 'upgraded':
      return parseWith(scenarioSchema, upgraded.value);
  }
}

export function parseScenarioText(text: string): Parsed<Scenario> {
  const json = parseJson(text);
  return json.type === 'parsed' ? parseScenario(json.value) : json;
}

/** As a file: all fields, two spaces deep. `parseScenarioText` gives the same scenario back. */
export function serialiseScenario(scenario: Scenario): string {
  return JSON.stringify(scenario, null, 2);
}

/** What a person asks for in a form, made safe to save: it does the same in every replay. */
export function parseAction(value: unknown): Parsed<Action> {
  return parseWith(actionSchema, value);
}

/** One sentence an error: what was found where, what is expected, what to do. */
export function describeErrors(errors: readonly ScenarioError[]): string {
  return errors
    .map(({ path, found, expected, advice }) => {
      const where = path === '' ? 'Found' : `At ${path}: found`;
      return `${where} ${found}, expected ${expected}. ${advice}`;
    })
    .join('\n');
}

export function parseJson(text: string): Parsed<unknown> {
  try {
    return { type: 'parsed', value: JSON.parse(text) };
  } catch {
    return { type: 'invalid', errors: [NOT_JSON] };
  }
}

export function parseWith<Value>(
  schema: v.GenericSchema<unknown, Value>,
  value: unknown,
): Parsed<Value> {
  const result = v.safeParse(schema, value);
  return result.success
    ? { type: 'parsed', value: result.output }
    : { type: 'invalid', errors: result.issues.slice(0, ERRORS_MAX).map(toError) };
}

const NOT_JSON: ScenarioError = {
  path: '',
  found: 'text that is not JSON',
  expected: 'a scenario as JSON',
  advice: 'Open a file that this playground exported, or check its brackets, quotes and commas.',
};

const NOT_A_SCENARIO: ScenarioError = {
  path: '',
  found: 'something without a version',
  expected: `a scenario with "version": ${SCENARIO_VERSION}`,
  advice: 'Open a file that this playground exported.',
};

/** At most so much of what was found is repeated. */
const FOUND_LENGTH = 60;

function toError(issue: v.BaseIssue<unknown>): ScenarioError {
  const { received } = issue;
  return {
    path: pathOf(issue),
    found: received.length > FOUND_LENGTH ? `${received.slice(0, FOUND_LENGTH)}…` : plain(received),
    expected: plain(issue.expected ?? 'something else'),
    advice: issue.message,
  };
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  let path = '';
  for (const { key } of issue.path ?? []) {
    if (typeof key === 'number') path += `[${key}]`;
    else path += path === '' ? String(key) : `.${String(key)}`;
  }
  return path;
}

/** Valibot's short forms as words. */
function plain(words: string): string {
  switch (words) {
    case 'undefined':
      return 'nothing';
    case 'never':
      return 'no such field';
    case 'Object':
      return 'an object';
    case 'Array':
      return 'an array';
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    default:
      return words;
  }
}
