import { freezeConstant } from './freeze-constant.ts';
import { placeIn } from './line-mark.ts';
import type { Problem } from './protocol.ts';
import { isBudgetExhausted, isStackOverflow, KILLS, LOAD_BUDGET } from './reductions.ts';
import { callSort } from './stable-sort.ts';
import { type TameGlobals, tameGlobals } from './tame-globals.ts';

/** A program's modules, evaluated and frozen, and the counter they run on. */
export interface LoadedCode {
  /** Before every step: how many reductions it may use. From 1 to 2 ** 30. */
  setBudget(reductions: number): void;
  /** Used since `setBudget`. */
  reductions(): number;
  /** What a module exports (the default under `default`), frozen; undefined if there is none, or it failed. */
  module(name: string): Readonly<Record<string, unknown>> | undefined;
  /** Where the author's code was last: after it raised, where. Null before it was anywhere. */
  place(): { readonly module: string; readonly line: number } | null;
  /** Modules whose top level failed: the code can't be used if there are any. */
  readonly problems: readonly Problem[];
}

/** What the text made by `programText` evaluates to. */
export type Program = (host: ProgramHost) => RunningProgram;

/** What the program's text calls by the names it puts into modules. */
interface ProgramHost extends TameGlobals {
  readonly budgetExhausted: unknown;
  readonly depthExceeded: unknown;
  readonly isStackOverflow: typeof isStackOverflow;
  readonly freeze: typeof freezeConstant;
  readonly star: typeof exportAll;
  readonly sort: typeof callSort;
}

interface RunningProgram {
  setBudget(reductions: number): void;
  reductions(): number;
  /** The line of the top-level statement under way. */
  line(): number;
  /** The statement of a function that began last: see `placeIn`. */
  mark(): number;
  readonly modules: Readonly<Record<string, ModuleEntry>>;
}

interface ModuleEntry {
  readonly exports: readonly string[];
  readonly uses: readonly {
    readonly name: string;
    readonly line: number;
    readonly column: number;
  }[];
  run(require: (source: string) => object, exports: object): void;
}

/**
 * Evaluates all modules of a program, in the order of their names (what a module imports comes
 * before it), each with a budget of its own. `otp` is what they get as 'otp'.
 */
export function loadProgram(program: Program, otp: object): LoadedCode {
  let isLoading = true;
  const running = program({
    ...KILLS,
    ...tameGlobals(() => isLoading),
    isStackOverflow,
    freeze: freezeConstant,
    star: exportAll,
    sort: callSort,
  });
  // Through and through: a module may get at its parts under other names.
  const library = freezeConstant({ ...otp }, true);
  const exportsOf = new Map<string, Record<string, unknown>>();
  const namespaces = new Map<string, Readonly<Record<string, unknown>>>();
  const problems: Problem[] = [];

  for (const name of Object.keys(running.modules).sort()) require(`./${name}`);
  for (const [name, exports] of exportsOf) {
    if (!problems.some(({ module }) => module === name))
      namespaces.set(name, freezeConstant(exports, true));
  }
  isLoading = false;
  running.setBudget(1);
  return {
    setBudget: running.setBudget,
    reductions: running.reductions,
    module: (name) => namespaces.get(name),
    place() {
      const { module, line } = placeIn(running.mark());
      // Their numbers are their places in this order.
      const name = Object.keys(running.modules)[module];
      return name === undefined ? null : { module: name, line };
    },
    problems,
  };

  function require(source: string): object {
    if (source === 'otp') return library;
    const name = moduleNamed(source);
    const known = exportsOf.get(name);
    if (known !== undefined) return known;
    const entry = running.modules[name];
    if (entry === undefined) throw new Error(`there is no module ${name}`);
    const exports = notYet(name, entry.exports);
    exportsOf.set(name, exports);
    problems.push(...missing(name, entry, library));
    try {
      running.setBudget(LOAD_BUDGET);
      entry.run(require, exports);
    } catch (error) {
      problems.push({ module: name, line: running.line(), column: 1, message: messageOf(error) });
    }
    return exports;
  }
}

/** `./store.ts` and `./store` are the module `store`. */
export function moduleNamed(source: string): string {
  return source.replace(/^\.\//, '').replace(/\.ts$/, '');
}

/** Exports that are not assigned yet: modules that import each other in a circle may meet them. */
function notYet(module: string, names: readonly string[]): Record<string, unknown> {
  const exports: Record<string, unknown> = Object.create(null);
  for (const name of names) {
    Object.defineProperty(exports, name, {
      enumerable: true,
      configurable: true,
      get() {
        throw new Error(
          `\`${name}\` of ${module}.ts is not ready: modules that import each other can use each other in functions only`,
        );
      },
      set(value: unknown) {
        Object.defineProperty(exports, name, { value, enumerable: true });
      },
    });
  }
  return exports;
}

/** `export * from`. */
function exportAll(to: object, from: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(from)) {
    if (name === 'default' || Object.hasOwn(to, name)) continue;
    Object.defineProperty(to, name, { value: from[name], enumerable: true });
  }
}

function missing(module: string, { uses }: ModuleEntry, otp: object): Problem[] {
  return uses
    .filter(({ name }) => !Object.hasOwn(otp, name))
    .map(({ name, line, column }) => ({
      module,
      line,
      column,
      message: `'otp' exports no \`${name}\``,
    }));
}

function messageOf(error: unknown): string {
  if (isBudgetExhausted(error)) return 'the top level of this module does not come to an end';
  if (isStackOverflow(error)) return 'the top level of this module calls too deeply';
  return error instanceof Error ? error.message : 'the top level of this module throws';
}
