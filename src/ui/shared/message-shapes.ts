import type { Term } from '../../runtime/term.ts';

/** An object with a `type`, as a tuple sees it: its tag, and the names of the fields after it. */
export interface Shape {
  readonly tag: string;
  readonly keys: readonly string[];
}

/** The shapes of all objects with a `type` within these terms, each once. */
export function shapesOf(terms: readonly Term[]): readonly Shape[] {
  const shapes = new Map<string, Shape>();
  const visit = (term: unknown) => {
    if (typeof term !== 'object' || term === null) return;
    if (!Array.isArray(term) && typeof (term as { type?: unknown }).type === 'string') {
      const { type: tag, ...rest } = term as { type: string };
      const shape = { tag, keys: Object.keys(rest) };
      const key = `${tag}/${shape.keys.length}`;
      if (!shapes.has(key)) shapes.set(key, shape);
    }
    for (const inner of Object.values(term)) visit(inner);
  };
  terms.forEach(visit);
  return [...shapes.values()];
}
