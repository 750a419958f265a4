import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCommand, arbitraryScenario } from '../testing/arbitrary-scenario.ts';
import runVersionOne from './fixtures/run-version-1.json';
import versionOne from './fixtures/version-1.json';
import { parseRun, parseRunText } from './parse-run.ts';
import { serialiseScenario } from './parse-scenario.ts';
import { type SavedRun, serialiseRun, startOf } from './saved-run.ts';

const arbitraryRun: fc.Arbitrary<SavedRun> = fc.record({
  scenario: arbitraryScenario,
  seed: fc.maxSafeNat(),
  commands: fc.array(arbitraryCommand, { maxLength: 5 }),
  moment: fc.option(fc.record({ at: fc.maxSafeNat(), step: fc.nat() })),
  name: fc.option(fc.constant('essay')),
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
  expect(parseRun(runVersionOne)).toEqual({ type: 'parsed', value: run });
});

test('a later version is told apart from a broken one', () => {
  expect(parseRun({ run: 2, scenario: versionOne })).toEqual({ type: 'newer', version: 2 });
  expect(parseRun({ run: 1, scenario: { version: 9 } })).toEqual({ type: 'newer', version: 9 });
});

test('errors in the scenario say that they are there', () => {
  const parsed = parseRun({ run: 1, scenario: { ...versionOne, title: 1 } });
  expect(parsed.type === 'invalid' && parsed.errors[0]?.path).toBe('scenario.title');
});

test('garbage never throws', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(parseRun({ run: value, scenario: versionOne }).type).not.toBe('parsed');
      expect(parseRun({ ...runVersionOne, commands: value, seed: 1 }).type).toBeDefined();
    }),
  );
});
