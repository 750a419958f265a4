import type { Code } from '../runtime/node.ts';
import type { LoadedCode } from './load-program.ts';
import type { Problem } from './protocol.ts';
import { isBudgetExhausted, isStackOverflow } from './reductions.ts';
import { BUILTIN_MODULES } from './run.ts';

/** A loaded program, as the runtime wants it. */
export function codeOf({ setBudget, reductions, module, place }: LoadedCode): Code {
  return { setBudget, reductions, module, place, isBudgetExhausted, isStackOverflow };
}

/** An author's module comes before OTP's own of the same name, which would be gone: told, not guessed. */
export function nameProblems(modules: Readonly<Record<string, string>>): Problem[] {
  return Object.keys(modules)
    .filter((name) => Object.hasOwn(BUILTIN_MODULES, name))
    .sort()
    .map((module) => ({
      module,
      line: 1,
      column: 1,
      message: `${module} is a module of OTP's own: give yours another name`,
    }));
}
