import { transform } from 'sucrase';
import { type Fault, syntaxFault } from './ast.ts';
import { sourcePlaces } from './source-places.ts';

export type Stripped =
  | {
      readonly ok: true;
      /** JavaScript with the line numbers of the TypeScript. */
      readonly code: string;
      /** Where in the TypeScript a place of the JavaScript comes from; lines and columns from 1. */
      readonly placeOf: (place: { line: number; column: number }) => {
        line: number;
        column: number;
      };
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Takes the types out of TypeScript. Syntax that types can't erase is told, not translated. */
export function stripTypes(text: string): Stripped {
  try {
    const { code, sourceMap } = transform(text, {
      transforms: ['typescript'],
      disableESTransforms: true,
      filePath: 'module.ts',
      sourceMapOptions: { compiledFilename: 'module.js' },
    });
    const faults = notErasable(text, code);
    if (faults.length > 0) return { ok: false, faults };
    return { ok: true, code, placeOf: sourcePlaces(sourceMap?.mappings ?? '') };
  } catch (error) {
    return { ok: false, faults: [syntaxFault(error, 1)] };
  }
}

/**
 * Enums and namespaces. The transpiler makes a variable of the one and drops the other without a
 * word, so both are found by their absence: the line has them before and no more after.
 * In a comment or a text they stay.
 */
function notErasable(before: string, after: string): Fault[] {
  const linesAfter = after.split('\n');
  return before.split('\n').flatMap((line, index) => {
    for (const { pattern, message } of NOT_ERASABLE) {
      const found = pattern.exec(line);
      if (found === null || /\bdeclare\b/.test(line.slice(0, found.index))) continue;
      if (linesAfter[index]?.includes(found[0])) continue;
      return [{ line: index + 1, column: found.index + 1, message }];
    }
    return [];
  });
}

const NOT_ERASABLE = [
  {
    pattern: /\b(?:const\s+)?enum\s+[\w$]+/,
    message:
      "an enum is a thing that can change: write a union of texts, type Color = 'red' | 'green'",
  },
  {
    pattern: /\b(?:namespace|module)\s+[\w$]+(?:\.[\w$]+)*\s*\{/,
    message: 'namespaces are not supported: write a module of its own and import it',
  },
];
