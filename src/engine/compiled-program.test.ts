import { expect, test } from 'vitest';
import scenarios from '../content/all-scenarios.ts';
import { compile } from './compile.ts';
import { compiledProgram } from './compiled-program.ts';

test.each(Object.entries(scenarios))(
  'the program of %s that the build keeps is what compile gives',
  async (_path, { modules }) => {
    expect(compile(modules)).toEqual({ ok: true, program: await compiledProgram(modules) });
  },
);

test.each(Object.entries(scenarios))(
  '%s with any character changed is not found, nor with a module less or called otherwise',
  async (_path, { modules }) => {
    for (const [name, text] of Object.entries(modules)) {
      for (const changed of [`${text} `, text.slice(1), text.replace('e', 'E')]) {
        expect(await compiledProgram({ ...modules, [name]: changed })).toBeNull();
      }
      const { [name]: _, ...others } = modules;
      expect(await compiledProgram(others)).toBeNull();
      expect(await compiledProgram({ ...others, [`${name}s`]: text })).toBeNull();
    }
  },
);
