import type { LoadedCode } from '../../src/engine/load-program.ts';
import { isBudgetExhausted, isStackOverflow } from '../../src/engine/reductions.ts';

/** How the default export of a module ends with a budget of 200,000, and after how many reductions. */
export function endOf(code: LoadedCode, module: string): string {
  const [problem] = code.problems;
  if (problem !== undefined) return `${problem.module}:${problem.line} ${problem.message}`;
  const main = code.module(module)?.default as () => unknown;
  code.setBudget(200_000);
  try {
    return `returned ${JSON.stringify(main())} after ${code.reductions()}`;
  } catch (error) {
    if (isBudgetExhausted(error)) return `out of reductions after ${code.reductions()}`;
    if (isStackOverflow(error)) return `too deep after ${code.reductions()}`;
    return `threw ${(error as Error).name} after ${code.reductions()}`;
  }
}
