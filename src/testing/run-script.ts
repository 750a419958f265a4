import type { Steps } from '../runtime/activation.ts';
import type { Process } from '../runtime/process.ts';
import type { Self } from '../runtime/self.ts';
import { type TestModule, type TestWorld, testWorld } from './run-modules.ts';

/**
 * A plain process's function, written where it is used. `note` keeps what the test looks at; the arguments of its
 * `spawn` come after.
 */
export type Script = (
  self: Self,
  note: (value: unknown) => void,
  ...args: never[]
) => Steps<unknown> | unknown;

export interface ScriptRun {
  /** All that any of the scripts noted, in order. */
  readonly noted: readonly unknown[];
  readonly world: TestWorld;
  /** The process of the script `main`. */
  readonly main: Process;
  /** Why the process of `main` ended; undefined if it lives. */
  readonly exit: unknown;
}

/**
 * Runs `main` as a plain process, until nothing happens any more. Other scripts are there to be spawned: `self.spawn('scripts', 'child')`.
 * A script notes things behind the runtime's back, so what it notes means nothing in a fork.
 */
export function runScripts(
  scripts: Readonly<Record<string, Script>> & { readonly main: Script },
  modules: Readonly<Record<string, TestModule>> = {},
  seed = 1,
): ScriptRun {
  const noted: unknown[] = [];
  const note = (value: unknown): void => void noted.push(value);
  const exports = Object.fromEntries(
    Object.entries(scripts).map(([name, script]) => [
      name,
      (self: Self, ...args: unknown[]) =>
        (script as (...all: unknown[]) => unknown)(self, note, ...args),
    ]),
  );
  const world = testWorld({ ...modules, scripts: exports }, seed);
  const main = world.spawn('scripts', 'main');
  world.run();
  return { noted, world, main, exit: world.exits().find(({ pid }) => pid === main.pid.id)?.reason };
}

/** `runScripts` with one script. */
export const runScript = (
  main: Script,
  modules: Readonly<Record<string, TestModule>> = {},
): ScriptRun => runScripts({ main }, modules);

/** The reason of what `body` raises, `nothing` if it doesn't. */
export function raises(body: () => unknown): unknown {
  try {
    body();
  } catch (thrown) {
    return (thrown as { reason?: unknown }).reason;
  }
  return 'nothing';
}

/** What the steps give, or the reason of what they raise. */
export function* caught(steps: Steps<unknown>): Steps<unknown> {
  try {
    return yield* steps;
  } catch (thrown) {
    return (thrown as { reason: unknown }).reason;
  }
}
