import type { Term } from '../runtime/term.ts';

/** Depth and number of parts of one term in a scenario, link or command. Far above what a person types. */
const TERM_DEPTH_MAX = 50;
const TERM_PARTS_MAX = 20_000;

export type ParsedTerm =
  | { readonly type: 'term'; readonly term: Term }
  | { readonly type: 'not_a_term'; readonly path: string; readonly found: string };

/**
 * A term that can be written as JSON: what scenarios and commands are made of. Pids, refs and
 * bigints have no place here, for they would not survive being saved.
 *
 * The result is a copy made of plain objects only, and what JSON would change (`-0`) is changed
 * already, so that a command does the same before and after it went through a link.
 */
export function parseTerm(value: unknown): ParsedTerm {
  const walk = { parts: 0, path: '', found: '' };
  const term = copy(value, '', 0, walk);
  return term === undefined
    ? { type: 'not_a_term', path: walk.path, found: walk.found }
    : { type: 'term', term };
}

interface Walk {
  parts: number;
  path: string;
  found: string;
}

/** Undefined when it is not a term; then `walk` says where and why. */
function copy(value: unknown, path: string, depth: number, walk: Walk): Term | undefined {
  walk.parts += 1;
  if (walk.parts > TERM_PARTS_MAX) return refuse(walk, path, `more than ${TERM_PARTS_MAX} parts`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    // Adding zero turns -0 into 0.
    return Number.isFinite(value) ? value + 0 : refuse(walk, path, String(value));
  }
  if (typeof value !== 'object') return refuse(walk, path, nameOf(value));
  if (depth >= TERM_DEPTH_MAX) return refuse(walk, path, `nesting deeper than ${TERM_DEPTH_MAX}`);
  return Array.isArray(value)
    ? copyArray(value, path, depth, walk)
    : copyObject(value, path, depth, walk);
}

function copyArray(value: unknown[], path: string, depth: number, walk: Walk): Term | undefined {
  const items: Term[] = [];
  // By index, because a hole in the array must be found too.
  for (let index = 0; index < value.length; index++) {
    const item = copy(value[index], `${path}[${index}]`, depth + 1, walk);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function copyObject(value: object, path: string, depth: number, walk: Walk): Term | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return refuse(walk, path, 'an instance of a class');
  }
  const entries: [string, Term][] = [];
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return refuse(walk, path, 'a field named __proto__');
    const inner = copy((value as Record<string, unknown>)[key], `${path}.${key}`, depth + 1, walk);
    if (inner === undefined) return undefined;
    entries.push([key, inner]);
  }
  return Object.fromEntries(entries);
}

function refuse(walk: Walk, path: string, found: string): undefined {
  walk.path = path;
  walk.found = found;
  return undefined;
}

function nameOf(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing (undefined)';
    case 'bigint':
      return 'a bigint';
    case 'function':
      return 'a function';
    default:
      return 'a symbol';
  }
}
