import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCommand, arbitraryScenario } from '../testing/arbitrary-scenario.ts';
import runVersionOne from './fixtures/run-version-1.json';
import versionOne from './fixtures/version-1.json';
import { parseRun, parseRunText } from './parse-run.ts';
import { serialiseScenario } from './parse-scenario.ts';
import { NOTHING_ELSE, type SavedRun, serialiseRun, startOf } from './saved-run.ts';

const arbitraryRun: fc.Arbitrary<SavedRun> = fc.record({
  scenario: arbitraryScenario,
  seed: fc.maxSafeNat(),
  commands: fc.array(arbitraryCommand, { maxLength: 5 }),
  moment: fc.option(fc.record({ at: fc.maxSafeNat(), step: fc.nat() })),
  name: fc.option(fc.constant('essay')),
  bookmarks: fc.array(
    fc.record(
      { at: fc.maxSafeNat(), step: fc.nat(), given: fc.nat(), note: fc.string({ minLength: 1 }) },
      { requiredKeys: ['at', 'step', 'note'] },
    ),
    { maxLength: 3 },
  ),
  branches: fc.array(fc.array(arbitraryCommand, { maxLength: 3 }), { maxLength: 4 }).map((each) =>
    each.map((commands, place) => ({
      id: place + 1,
      name: `branch ${place + 1}`,
      parent: place === 0 ? null : Math.ceil(place / 2),
      from: { at: place, step: place },
      commands,
      end: { at: place * 2, step: place },
    })),
  ),
  branch: fc.constant(1),
});

test('a run survives being saved and read', () => {
  fc.assert(
    fc.property(arbitraryRun, (run) => {
      expect(parseRunText(serialiseRun(run))).toEqual({ type: 'parsed', value: run });
    }),
  );
});

test('a scenario alone is a run at its start', () => {
  fc.assert(
    fc.property(arbitraryScenario, (scenario) => {
      expect(parseRunText(serialiseScenario(scenario))).toEqual({
        type: 'parsed',
        value: startOf(scenario, null),
      });
    }),
    { numRuns: 20 },
  );
});

test('a run of version 1 can still be read', () => {
  const { run: _version, ...run } = runVersionOne;
  expect(parseRun(runVersionOne)).toEqual({ type: 'parsed', value: { ...run, ...NOTHING_ELSE } });
});

test('a later version is told apart from a broken one', () => {
  expect(parseRun({ run: 3, scenario: versionOne })).toEqual({ type: 'newer', version: 3 });
  expect(parseRun({ run: 1, scenario: { version: 9 } })).toEqual({ type: 'newer', version: 9 });
});

test('errors in the scenario say that they are there', () => {
  const parsed = parseRun({ run: 1, scenario: { ...versionOne, title: 1 } });
  expect(parsed.type === 'invalid' && parsed.errors[0]?.path).toBe('scenario.title');
});

test('branches that are no tree, and a branch that is not there, are refused', () => {
  const saved = { ...runVersionOne, run: 2 };
  const branch = { name: 'x', from: { at: 0, step: 0 }, commands: [], end: { at: 1, step: 1 } };
  const orphan = [{ ...branch, id: 1, parent: 2 }];
  expect(parseRun({ ...saved, branches: orphan, branch: 1 }).type).toBe('invalid');
  const ring = [
    { ...branch, id: 1, parent: null },
    { ...branch, id: 2, parent: 2 },
  ];
  expect(parseRun({ ...saved, branches: ring, branch: 1 }).type).toBe('invalid');
  const twice = [
    { ...branch, id: 1, parent: null },
    { ...branch, id: 2, parent: 1 },
    { ...branch, id: 2, parent: 1 },
  ];
  expect(parseRun({ ...saved, branches: twice, branch: 1 }).type).toBe('invalid');
  expect(parseRun({ ...saved, branches: twice.slice(0, 2), branch: 1 }).type).toBe('parsed');
  const first = [{ ...branch, id: 1, parent: null }];
  expect(parseRun({ ...saved, branches: first, branch: 2 }).type).toBe('invalid');
  expect(parseRun({ ...saved, branches: first, branch: 1 }).type).toBe('parsed');
});

test('garbage never throws', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(parseRun({ run: value, scenario: versionOne }).type).not.toBe('parsed');
      expect(parseRun({ ...runVersionOne, commands: value, seed: 1 }).type).toBeDefined();
    }),
  );
});
