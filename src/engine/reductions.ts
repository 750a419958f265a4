/**
 * How a step of user code ends when it will not end by itself.
 *
 * The instrumented program counts reductions (function entries and turns of loops) and the depth of
 * calls, and throws one of the two objects below. No code of a module can get hold of them: every
 * `catch` begins by throwing them again, and so does every `finally`. The kernel, which is not
 * instrumented, catches them and ends the process, the same way in every engine.
 */

/** Reductions a module's top level may use. */
export const LOAD_BUDGET = 1_000_000;
/** Calls within calls. Small enough that the counter, not an engine's own stack, is what ends them. */
export const MAX_DEPTH = 300;

const budgetExhausted: unknown = Object.freeze({ __proto__: null, killed: 'reductions' });
const depthExceeded: unknown = Object.freeze({ __proto__: null, killed: 'depth' });

/** For the program, which throws them. Modules can't make such objects, so they can't be forged. */
export const KILLS = { budgetExhausted, depthExceeded } as const;

/** The step used up its budget. */
export function isBudgetExhausted(error: unknown): boolean {
  return error === budgetExhausted;
}

/**
 * Calls went too deep: told by the depth counter, or by the engine where natives call each other.
 * Engines word it differently; any of the words counts in all of them.
 */
export function isStackOverflow(error: unknown): boolean {
  if (error === depthExceeded) return true;
  if (!(error instanceof Error)) return false;
  // Not error.message: that might run a getter of the person's code.
  const message: unknown = Object.getOwnPropertyDescriptor(error, 'message')?.value;
  return (
    typeof message === 'string' &&
    /^(Maximum call stack size exceeded\.?|too much recursion)$/.test(message)
  );
}
