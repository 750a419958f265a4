import { expect, test } from 'vitest';
import essay from '../content/scenarios/essay/scenario.ts';
import { compile } from '../engine/compile.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import { Run } from '../engine/run.ts';
import { codeOf } from '../engine/run-code.ts';
import * as otp from '../otp/index.ts';
import { digest } from './digest.ts';

function essayCode() {
  const compiled = compile(essay.modules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return codeOf(evaluateProgram(compiled.program, otp));
}

const input = { scenario: essay, code: essayCode(), runs: 40, seconds: 3 };

test('runs that are made again go the same way, before and after a command and to the end', () => {
  const { hashes, mismatches, steps, kills } = digest(input);
  expect(mismatches).toEqual([]);
  expect(new Set(hashes).size).toBe(40);
  expect(steps).toBeGreaterThan(40 * 10);
  expect(kills).toBeGreaterThan(40);
});

test('the same runs have the same digest, in a fresh program too', () => {
  expect(digest({ ...input, code: essayCode() })).toEqual(digest(input));
});

test('a run that is made again otherwise is found', () => {
  // One command comes a microsecond late, in one run only.
  const again: typeof Run.start = ({ commands = [], ...rest }) => {
    const late =
      rest.seed === 7 ? commands.map((each) => ({ ...each, at: each.at + 1 })) : commands;
    return Run.start({ ...rest, commands: late });
  };
  const { mismatches } = digest({ ...input, again });
  expect(mismatches.length).toBeGreaterThan(0);
  expect(new Set(mismatches.map(({ seed }) => seed))).toEqual(new Set([7]));
  expect(mismatches.at(-1)).toMatchObject({ at: 'end' });
});
