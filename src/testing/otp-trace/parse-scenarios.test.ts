import { expect, test } from 'vitest';
import { parseScenarios } from './parse-scenarios.ts';

const worker = { kind: 'worker', trapExit: false, init: ['ok'], terminate: 'ok' };
const child = { id: 'a', restart: 'permanent', shutdown: 5000, type: 'worker', start: worker };
const tree = {
  kind: 'supervisor',
  id: 'root',
  strategy: 'one_for_one',
  intensity: 1,
  period: 5,
  autoShutdown: 'never',
  children: [child],
};
const scenario = { id: 'basic-1', seed: 1, profile: 'basic', tree, commands: [] };

test('a malformed scenario is told, the others are read', () => {
  const text = JSON.stringify([scenario, { ...scenario, id: 'basic-2', tree: 7 }, scenario]);
  const { values, errors } = parseScenarios(text);
  expect(values).toHaveLength(2);
  expect(errors).toEqual([expect.stringContaining('scenario 2 (basic-2): tree')]);
});

test('a line that is no JSON is told, the other lines are read', () => {
  const text = `[\n${JSON.stringify(scenario)},\n{"id":\n]\n`;
  const { values, errors } = parseScenarios(text);
  expect(values).toHaveLength(1);
  expect(errors).toEqual([expect.stringContaining('scenario on line 3: is no JSON')]);
});

test('a file that ends too early is told, its whole lines are read', () => {
  const line = JSON.stringify(scenario);
  const { values, errors } = parseScenarios(`[${line},\n${line},\n`);
  expect(values).toHaveLength(2);
  expect(errors).toEqual([expect.stringContaining('scenario file: is no JSON')]);
});

test('a file that is no JSON at all is told once', () => {
  const text = JSON.stringify([scenario], null, 1).slice(0, -4);
  expect(parseScenarios(text).errors).toEqual([
    expect.stringContaining('scenario file: is no JSON'),
  ]);
});

test('a line for each and no array is fine, and so is a byte order mark', () => {
  const line = JSON.stringify(scenario);
  for (const text of [`${line}\n${line}\n`, `\uFEFF[${line},${line}]`]) {
    const { values, errors } = parseScenarios(text);
    expect([values.length, errors]).toEqual([2, []]);
  }
});

test.each([
  ['an unknown command', { commands: [{ op: 'dance' }] }, 'commands.0.op'],
  [
    'a reason that is no term',
    { commands: [{ op: 'parent_exit', reason: null }] },
    'commands.0.reason',
  ],
  [
    'an integer that JSON does not hold exactly',
    { commands: [{ op: 'parent_exit', reason: 2 ** 53 }] },
    'commands.0.reason',
  ],
  [
    'a child without a start',
    { tree: { ...tree, children: [{ ...child, start: 1 }] } },
    'tree.children.0.start',
  ],
  ['a negative intensity', { tree: { ...tree, intensity: -1 } }, 'tree.intensity'],
  [
    'two templates',
    { tree: { ...tree, strategy: 'simple_one_for_one', children: [child, child] } },
    'exactly one child',
  ],
])('%s is refused', (_what, part, where) => {
  const { values, errors } = parseScenarios(JSON.stringify([{ ...scenario, ...part }]));
  expect(values).toEqual([]);
  expect(errors[0]).toContain(where);
});
