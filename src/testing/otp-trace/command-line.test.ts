import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { run } from './command-line.ts';
import { recordedScenarios, recordedTraces } from './recorded.ts';

const scenarios = (recordedScenarios().get('basic') ?? []).slice(0, 3);
const expected = scenarios.map(({ id }) => recordedTraces().get(id));
const said: string[] = [];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otp-trace-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void vi.restoreAllMocks());

const file = (name: string): string => join(folder, name);
function written(name: string, content: unknown): string {
  writeFileSync(file(name), typeof content === 'string' ? content : JSON.stringify(content));
  return file(name);
}

/** The exit code; what was printed stands in `said`. */
function command(...args: string[]): Promise<number> {
  said.length = 0;
  for (const to of ['log', 'error'] as const)
    vi.spyOn(console, to).mockImplementation((line: string) => void said.push(line));
  return run(args);
}

test('what trace writes is what check expects, in whatever order', async () => {
  expect(await command('trace', written('s.json', scenarios), file('t.json'))).toBe(0);
  expect(await command('check', written('e.json', expected.toReversed()), file('t.json'))).toBe(0);
  expect(said.map((line) => line.replace(/ +/g, ' '))).toEqual([
    'basic 3 equal 0 different',
    'all 3 equal 0 different',
  ]);
});

test('a malformed scenario is told, the others are run', async () => {
  const [one, other] = scenarios;
  const mixed = written('s.json', [one, { id: 'basic-0' }, 7, other]);
  expect(await command('trace', mixed, file('t.json'))).toBe(2);
  expect(JSON.parse(readFileSync(file('t.json'), 'utf8'))).toHaveLength(2);
  expect(said.slice(1)).toEqual([
    expect.stringContaining('scenario 2 (basic-0): seed'),
    expect.stringContaining('scenario 3: '),
  ]);
});

test('no scenarios are no traces, and those are equal', async () => {
  expect(await command('trace', written('s.json', []), file('t.json'))).toBe(0);
  expect(await command('check', file('s.json'), file('t.json'))).toBe(0);
});

test.each([
  ['a trace that differs', [{ ...expected[0], start: 'x' }], 'basic-1000: start'],
  ['a trace that is missing', [], 'there is no trace of it'],
  ['a trace too many', [expected[0], expected[1]], 'not expected: basic-1001'],
  ['a trace twice', [expected[0], expected[0]], 'not expected: basic-1000'],
])('%s is a difference', async (_what, actual, told) => {
  const code = await command('check', written('e.json', [expected[0]]), written('a.json', actual));
  expect(code).toBe(1);
  expect(said.join('\n')).toContain(told);
});

test.each([
  ['no such file', () => 'nowhere.json', 'ENOENT'],
  ['a folder', () => folder, 'EISDIR'],
  ['an empty file', () => written('s.json', ''), 'scenario file: is no JSON'],
  ['no array', () => written('s.json', { a: 1 }), 'scenario file: is no JSON array'],
])('%s is refused', async (_what, named, told) => {
  expect(await command('trace', named(), file('t.json'))).toBe(2);
  expect(said.join('\n')).toContain(told);
});

test('words that are none of these are answered with those that are', async () => {
  expect(await command('trace', 'one.json')).toBe(2);
  expect(said.join('\n')).toContain('npm run otp:trace -- SCENARIOS.json OUT.json');
});
