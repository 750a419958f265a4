import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryAction, arbitraryScenario } from '../testing/arbitrary-scenario.ts';
import { defineScenario } from './define-scenario.ts';
import versionOne from './fixtures/version-1.json';
import { LIMITS } from './limits.ts';
import {
  describeErrors,
  ERRORS_MAX,
  parseAction,
  parseScenario,
  parseScenarioText,
  serialiseScenario,
} from './parse-scenario.ts';

const small = defineScenario({
  title: 'Small',
  modules: { counter: 'export default {};' },
  boot: [{ type: 'start', module: 'counter', function: 'start', args: [] }],
});

describe('a scenario', () => {
  test('survives being saved and read', () => {
    fc.assert(
      fc.property(arbitraryScenario, (scenario) => {
        const parsed = parseScenarioText(serialiseScenario(scenario));
        expect(parsed).toEqual({ type: 'parsed', value: scenario });
      }),
      { numRuns: 200 },
    );
  });

  test('of version 1 can still be read', () => {
    expect(parseScenario(versionOne)).toEqual({ type: 'parsed', value: versionOne });
  });

  test('by an author needs little', () => {
    expect(parseScenario(small)).toEqual({ type: 'parsed', value: small });
    expect(small).toMatchObject({ version: 1, seed: 1, speed: 1, script: [], examples: [] });
  });

  test('may leave out what has a default', () => {
    const { version, title, modules, boot } = small;
    expect(parseScenario({ version, title, modules, boot })).toEqual({
      type: 'parsed',
      value: small,
    });
  });

  test('of a later version is told apart from a broken one', () => {
    expect(parseScenario({ ...small, version: 2, unheardOf: true })).toEqual({
      type: 'newer',
      version: 2,
    });
  });
});

describe('what is wrong is told with its place and what to do', () => {
  test.each([
    ['{', 'Found text that is not JSON, expected a scenario as JSON.'],
    ['[]', 'Found something without a version'],
    [{ version: 0 }, 'Found something without a version'],
    [{ ...small, title: 7 }, 'At title: found 7, expected a text. Give it a title.'],
    [{ ...small, module: {} }, 'At module: found "module", expected no such field.'],
    [{ ...small, modules: { 'a b': '' } }, 'At modules: found "a b", expected a module name'],
    [{ ...small, modules: { constructor: '' } }, 'At modules: found "constructor", expected a mod'],
    [{ ...small, modules: { a: 1 } }, 'At modules: found a number, expected the text of module a'],
    [
      { ...small, boot: [{ type: 'run' }] },
      'At boot[0].type: found "run", expected ("start" | "spawn").',
    ],
    [{ ...small, boot: [] }, 'At boot: found 0, expected >=1. Start at least one process'],
    [
      { ...small, schedulingDelayUs: [5, 1] },
      'At schedulingDelayUs: found an array, expected something else. Two whole numbers',
    ],
    [{ ...small, seed: 1.5 }, 'At seed: found 1.5'],
    [
      { ...small, script: [{ at: -1, type: 'exit', target: 'kv', reason: 'kill' }] },
      'At script[0].at: found -1, expected >=0. A moment is a whole number of microseconds',
    ],
    [
      { ...small, script: [{ at: 1, type: 'exit', target: 'kv', reason: { a: [undefined] } }] },
      'At script[0].reason: found nothing (undefined) at .a[0], expected a term that JSON can hold.',
    ],
  ])('%j', (value, message) => {
    const parsed = typeof value === 'string' ? parseScenarioText(value) : parseScenario(value);
    expect(parsed.type === 'invalid' && describeErrors(parsed.errors)).toContain(message);
  });
});

describe('sizes are bounded', () => {
  test.each([
    ['a module', { modules: { a: 'x'.repeat(LIMITS.moduleLength + 1) } }],
    [
      'all modules',
      {
        modules: Object.fromEntries(
          ['a', 'b', 'c'].map((name) => [name, 'x'.repeat(LIMITS.moduleLength - 1)]),
        ),
      },
    ],
    ['a name', { boot: [{ ...small.boot[0], function: 'f'.repeat(LIMITS.nameLength + 1) }] }],
    ['the number of commands', { script: new Array(LIMITS.commands + 1).fill(command('kill')) }],
    ['the depth of a term', { script: [command(JSON.parse('['.repeat(99) + ']'.repeat(99)))] }],
    ['the parts of a term', { script: [command(new Array(20_001).fill(0))] }],
    ['a scheduling delay', { schedulingDelayUs: [1, LIMITS.delayUs + 1] }],
  ])('%s', (_what, change) => {
    expect(parseScenario({ ...small, ...change }).type).toBe('invalid');
  });

  test('and so is the number of errors', () => {
    const parsed = parseScenario({ ...small, script: new Array(1000).fill(1) });
    expect(parsed.type === 'invalid' && parsed.errors.length).toBe(ERRORS_MAX);
  });
});

test('garbage never throws', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (value) => {
      expect(parseScenario(value).type).toBe('invalid');
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseScenarioText(text).type).toBe('invalid');
    }),
  );
});

test('one part replaced by garbage never throws', () => {
  const path = fc.constantFrom(...Object.keys(small));
  fc.assert(
    fc.property(path, fc.anything(), (key, value) => {
      const parsed = parseScenario({ ...small, [key]: value });
      expect(['parsed', 'invalid', 'newer']).toContain(parsed.type);
    }),
  );
});

test('an action that a form made does the same after it was saved', () => {
  fc.assert(
    fc.property(arbitraryAction, (action) => {
      expect(parseAction(action)).toEqual({ type: 'parsed', value: action });
    }),
  );
  const parsed = parseAction({ type: 'cast', target: 'kv', message: -0 });
  expect(parsed).toEqual({ type: 'parsed', value: { type: 'cast', target: 'kv', message: 0 } });
  expect(parseAction({ type: 'cast', target: 'kv', message: 1n }).type).toBe('invalid');
});

function command(reason: unknown) {
  return { at: 0, type: 'exit', target: 'kv', reason };
}
