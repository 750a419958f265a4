import type { Strategy } from '../runtime/trace-event.ts';
import type { Scenario } from './scenario.ts';

/** Flags of a supervisor that are to be others than its module says; those left out stay as they are. */
export interface FlagsChange {
  readonly strategy?: Strategy;
  readonly intensity?: number;
  /** Seconds. */
  readonly period?: number;
}

/**
 * The same scenario, but the supervisors of one callback module have other flags; with `only`, just the
 * one that is registered under that name. It is a scenario like any: the module goes on under another name, and one in its place calls its `init` and changes
 * what comes out. So nothing but the modules' text says what runs, and a change that changes nothing
 * gives the very same trace.
 */
export function withFlags(
  scenario: Scenario,
  module: string,
  change: FlagsChange,
  only: string | null = null,
): Scenario {
  const { modules } = scenario;
  const written = modules[module];
  if (written === undefined) return scenario;
  const name = freeName(`${module}_as_written`, modules);
  const text = wrapperOf(module, name, change, only);
  return { ...scenario, modules: { ...modules, [name]: written, [module]: text } };
}

function freeName(wanted: string, modules: Scenario['modules']): string {
  let name = wanted;
  for (let count = 2; name in modules; count++) name = `${wanted}_${count}`;
  return name;
}

function wrapperOf(
  module: string,
  written: string,
  change: FlagsChange,
  only: string | null,
): string {
  // A supervisor with a name has it before its init runs.
  const other =
    only === null
      ? ''
      : `if (self.whereis(${JSON.stringify(only)}) !== self.pid) return given;
    `;
  return `import written from './${written}.ts';

export * from './${written}.ts';

const FLAGS = ${JSON.stringify(change)};

/** ${module} as it is written, with other flags. */
export default {
  init(args, self) {
    const given = written.init(args, self);
    ${other}return typeof given?.next === 'function' ? waited(given) : changed(given);
  },
};

function* waited(steps) {
  return changed(yield* steps);
}

function changed(result) {
  if (result?.type !== 'ok') return result;
  return { ...result, state: { ...result.state, flags: { ...named(result.state.flags), ...FLAGS } } };
}

function named(flags) {
  if (!Array.isArray(flags)) return flags ?? {};
  const [strategy, intensity, period] = flags;
  return { strategy, intensity, period };
}
`;
}
