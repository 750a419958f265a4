import first from 'virtual:compiled';
import { modulesKey } from './modules-key.ts';

/** The program of a built-in scenario, compiled when the page was built; null for any other modules. */
export async function compiledProgram(
  modules: Readonly<Record<string, string>>,
): Promise<string | null> {
  const key = modulesKey(modules);
  const load = first[key] ?? (await import('virtual:compiled-others')).default[key];
  return load === undefined ? null : (await load()).default;
}
