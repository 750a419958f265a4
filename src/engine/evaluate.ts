import { type LoadedCode, loadProgram, type Program } from './load-program.ts';

/**
 * Evaluates a program from its text: in Node, for tests, the command line and the search.
 * A Worker on the page may not evaluate text; there the program is part of the Worker's script, and
 * `loadProgram` takes it as it is. Node gives modules no sandbox: run only code you would run anyway.
 */
export function evaluateProgram(program: string, otp: object): LoadedCode {
  return loadProgram(new Function(`return ${program}`)() as Program, otp);
}
