import { fileURLToPath } from 'node:url';
import { type Plugin, runnerImport } from 'vite';
import type { Scenario } from '../scenario/scenario.ts';
import { compile } from './compile.ts';
import { modulesKey } from './modules-key.ts';

const ID = 'virtual:compiled';
const SRC = fileURLToPath(new URL('..', import.meta.url));

/**
 * Gives the page the programs of the built-in scenarios, compiled when the page is built by the very
 * `compile` that the page has: then it needs the compiler, which is heavy, only for texts of others.
 *
 * `virtual:compiled` maps the key of a scenario's modules to a function that loads their program, a
 * file of its own for each. In dev it is empty, because texts change under it.
 */
export function compiledScenarios(): Plugin {
  let isEmpty = true;
  let programs: Promise<Map<string, string>> | undefined;
  return {
    name: 'compiled-scenarios',
    configResolved({ command, mode }) {
      isEmpty = command === 'serve' && mode !== 'test';
    },
    resolveId(id) {
      return id === ID || id.startsWith(`${ID}/`) ? `\0${id}` : undefined;
    },
    async load(id) {
      if (!id.startsWith(`\0${ID}`)) return undefined;
      programs ??= isEmpty ? Promise.resolve(new Map()) : compileAll();
      const all = await programs;
      const key = id.slice(ID.length + 2);
      if (key !== '') return `export default ${JSON.stringify(all.get(key))};`;
      const loaders = [...all.keys()].map(
        (each) => `${JSON.stringify(each)}:()=>import(${JSON.stringify(`${ID}/${each}`)})`,
      );
      return `export default {${loaders.join(',\n')}};`;
    },
  };
}

async function compileAll(): Promise<Map<string, string>> {
  const { module } = await runnerImport<{ default: Readonly<Record<string, Scenario>> }>(
    `${SRC}content/all-scenarios.ts`,
    { configFile: false, root: SRC, logLevel: 'warn' },
  );
  const programs = new Map<string, string>();
  for (const [path, { modules }] of Object.entries(module.default)) {
    const compiled = compile(modules);
    if (!compiled.ok) throw new Error(`${path}: ${JSON.stringify(compiled.problems[0])}`);
    programs.set(modulesKey(modules), compiled.program);
  }
  return programs;
}
