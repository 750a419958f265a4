import { fileURLToPath } from 'node:url';
import { type Plugin, runnerImport } from 'vite';
import { FIRST } from '../content/first.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { compile } from './compile.ts';
import { modulesKey } from './modules-key.ts';

const ID = 'virtual:compiled';
const OTHERS = 'virtual:compiled-others';
const SRC = fileURLToPath(new URL('..', import.meta.url));

/**
 * Gives the page the programs of the built-in scenarios, compiled when the page is built by the very
 * `compile` that the page has: then it needs the compiler, which is heavy, only for texts of others.
 *
 * `virtual:compiled` maps the key of a scenario's modules to a function that loads their program from
 * `virtual:compiled/<scenario>`: that of the first scenario only, for the page that opens needs to know
 * of no other; `virtual:compiled-others` has the rest. In dev both are empty: texts change under them.
 */
export function compiledScenarios(): Plugin {
  let isEmpty = true;
  let programs: Promise<readonly Compiled[]> | undefined;
  return {
    name: 'compiled-scenarios',
    configResolved({ command, mode }) {
      isEmpty = command === 'serve' && mode !== 'test';
    },
    resolveId(id) {
      return id === ID || id === OTHERS || id.startsWith(`${ID}/`) ? `\0${id}` : undefined;
    },
    async load(id) {
      if (!id.startsWith(`\0${ID}`)) return undefined;
      programs ??= isEmpty ? Promise.resolve([]) : compileAll();
      const all = await programs;
      const one = all.find(({ scenario }) => id === `\0${ID}/${scenario}`);
      if (one !== undefined) return `export default ${JSON.stringify(one.program)};`;
      const loaders = all
        .filter(({ scenario }) => (scenario === FIRST) === (id === `\0${ID}`))
        .map(({ key, scenario }) => `'${key}': () => import('${ID}/${scenario}')`);
      return `export default {${loaders.join(',')}};`;
    },
  };
}

interface Compiled {
  /** The name of its folder. */
  readonly scenario: string;
  readonly key: string;
  readonly program: string;
}

async function compileAll(): Promise<Compiled[]> {
  const { module } = await runnerImport<{ default: Readonly<Record<string, Scenario>> }>(
    `${SRC}content/all-scenarios.ts`,
    { configFile: false, root: SRC, logLevel: 'warn' },
  );
  return Object.entries(module.default).map(([path, { modules }]) => {
    const compiled = compile(modules);
    if (!compiled.ok) throw new Error(`${path}: ${JSON.stringify(compiled.problems[0])}`);
    const scenario = path.split('/').at(-2) ?? path;
    return { scenario, key: modulesKey(modules), program: compiled.program };
  });
}
