import { type Comment, type Fault, type Program, parseText } from './ast.ts';
import { type FaultAt, forbiddenSyntax } from './forbidden-syntax.ts';
import { importFaults, importsOf } from './import-rules.ts';
import { instrument } from './instrument.ts';
import { type LinkedModule, linkModule } from './link-module.ts';
import { moduleFaults } from './module-rules.ts';
import { type ModuleText, programText } from './program-text.ts';
import type { Problem } from './protocol.ts';
import { stripTypes } from './strip-types.ts';
import { applyEdits, placesIn } from './text-edits.ts';

export type Compiled =
  | { readonly ok: true; readonly program: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Characters of one module. */
const MAX_LENGTH = 200_000;

/**
 * Compiles callback modules, by name, to one program: TypeScript → JavaScript → rules → linked →
 * instrumented. The same text gives the same program everywhere; it is evaluated by `loadProgram`.
 * All problems of all modules are told at once, in the order of the modules' names and lines.
 */
export function compile(modules: Readonly<Record<string, string>>): Compiled {
  const problems: Problem[] = [];
  const read: ReadModule[] = [];
  for (const name of Object.keys(modules).sort()) {
    const result = orTooDeep(() => readModule(name, modules[name] ?? ''));
    if (result.ok) read.push(result.module);
    else problems.push(...problemsOf(name, result.faults));
  }
  const names = new Set(Object.keys(modules));
  const exportsOf = new Map(read.map(({ name, linked }) => [name, linked]));
  for (const { name, program, faultAt } of read) {
    problems.push(...problemsOf(name, importFaults(program, names, exportsOf).map(faultAt)));
  }
  if (problems.length > 0) return { ok: false, problems };

  const texts: ModuleText[] = [];
  for (const module of read) {
    const result = orTooDeep(() => writeModule(module, texts.length));
    if (result.ok) texts.push(result.module);
    else problems.push(...problemsOf(module.name, result.faults));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, program: programText(texts) };
}

interface ReadModule {
  readonly name: string;
  readonly program: Program;
  readonly linked: LinkedModule;
  readonly faultAt: (fault: FaultAt) => Fault;
}

type Result<Module> =
  | { readonly ok: true; readonly module: Module }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** From TypeScript to a tree that keeps the rules. */
function readModule(name: string, text: string): Result<ReadModule> {
  if (!/^[A-Za-z][\w-]*$/.test(name)) {
    return failed('a module is named with letters, digits, - and _, and begins with a letter');
  }
  if (text.length > MAX_LENGTH) return failed(`a module may be ${MAX_LENGTH} characters long`);
  const stripped = stripTypes(text);
  if (!stripped.ok) return stripped;
  const code =
    text.includes('//#') || text.includes('//@') ? withoutDirections(stripped.code) : stripped.code;
  const parsed = parseText(code, 'module');
  if (!parsed.ok) {
    const { message, ...place } = parsed.fault;
    return { ok: false, faults: [{ ...stripped.placeOf(place), message }] };
  }
  const { program, comments } = parsed;
  const inText = placesIn(code);
  const faultAt = ({ at, message }: FaultAt): Fault => ({
    ...stripped.placeOf(inText(at)),
    message,
  });
  const faults = [
    ...forbiddenSyntax(program),
    ...htmlComments(code, comments),
    ...moduleFaults(program),
  ];
  if (faults.length > 0) {
    return { ok: false, faults: faults.sort((a, b) => a.at - b.at).map(faultAt) };
  }
  return {
    ok: true,
    module: { name, program, linked: linkModule(code, program, comments), faultAt },
  };
}

/** From the tree to a body of a function that counts. */
function writeModule(
  { name, program, linked, faultAt }: ReadModule,
  number: number,
): Result<ModuleText> {
  const instrumented = instrument(linked.script, linked.ours, number);
  if (!instrumented.ok) return instrumented;
  const uses = importsOf(program)
    .filter(({ source }) => source === 'otp')
    .flatMap(({ names }) => names.map(({ name, at }) => ({ name, at })))
    .map(({ name, at }) => {
      const { line, column } = faultAt({ at, message: '' });
      return { name, line, column };
    });
  return { ok: true, module: { name, code: instrumented.code, exports: linked.exports, uses } };
}

/** `<!--` begins a comment in a script and is three operators in a module. Neither was meant. */
function htmlComments(code: string, comments: readonly Comment[]): FaultAt[] {
  return [...code.matchAll(/<!--/g)]
    .map(({ index }) => index)
    .filter((at) => !comments.some(({ start, end }) => start <= at && at < end))
    .map((at) => ({
      at,
      message: 'write < ! -- with spaces, or a text in two parts: <!-- has two meanings',
    }));
}

/** Comments that speak to the browser's tools, which might load something for them: no more than comments. */
function withoutDirections(code: string): string {
  const parsed = parseText(code, 'module');
  if (!parsed.ok) return code;
  const edits = parsed.comments
    .filter(({ value }) => /^[#@]/.test(value))
    .map(({ start }) => ({ start: start + 2, end: start + 3, text: ' ' }));
  return applyEdits(code, edits);
}

function failed(message: string): { readonly ok: false; readonly faults: readonly Fault[] } {
  return { ok: false, faults: [{ line: 1, column: 1, message }] };
}

/** Trees are walked by recursion; text nested a thousand deep is nobody's module. */
function orTooDeep<Module>(work: () => Result<Module>): Result<Module> {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return failed('this is nested too deeply');
    throw error;
  }
}

function problemsOf(module: string, faults: readonly Fault[]): Problem[] {
  return faults.map(({ line, column, message }) => ({ module, line, column, message }));
}
