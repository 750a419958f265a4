import { From, Pid, Ref } from './term.ts';

/**
 * A hash of a term: the same for equal terms on every engine, so that trace hashes can be compared.
 *
 * Only the first `VISITS_MAX` parts of a term are visited: a process with a state of ten thousand
 * entries would otherwise be walked at every step. Keys count in the order of the object, which is
 * part of how a run came about.
 */
export function hashTerm(term: unknown, hash: number): number {
  visits = VISITS_MAX;
  return visit(term, hash);
}

const VISITS_MAX = 16;
let visits = 0;
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Mixes `word` into `hash`: one multiplication by an odd constant, one rotation. */
export function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return (mixed << 15) | (mixed >>> 17);
}

export function mixString(hash: number, text: string): number {
  let mixed = mix(hash, text.length);
  for (let index = 0; index < text.length; index++)
    mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  return mixed;
}

function mixNumber(hash: number, value: number): number {
  if ((value | 0) === value && !Object.is(value, -0)) return mix(hash, value);
  double[0] = Number.isNaN(value) ? Number.NaN : value;
  return mix(mix(hash, words[0] as number), words[1] as number);
}

function visit(term: unknown, hash: number): number {
  if (visits-- <= 0) return hash;
  switch (typeof term) {
    case 'number':
      return mixNumber(mix(hash, 1), term);
    case 'string':
      return mixString(mix(hash, 2), term);
    case 'boolean':
      return mix(hash, term ? 3 : 4);
    case 'bigint':
      return mixString(mix(hash, 5), term.toString(36));
    case 'object':
      return term === null ? mix(hash, 6) : visitObject(term, hash);
    default:
      return mix(hash, 7);
  }
}

function visitObject(term: object, hash: number): number {
  if (Array.isArray(term)) {
    let mixed = mix(mix(hash, 8), term.length);
    for (let index = 0; index < term.length && visits > 0; index++)
      mixed = visit(term[index], mixed);
    return mixed;
  }
  if (term instanceof Pid) return mix(mix(hash, 9 + (term.node.length << 8)), term.id);
  if (term instanceof Ref) return mix(mixString(mix(hash, 10), term.node), term.id);
  if (term instanceof From) return mixNumber(visitObject(term.pid, mix(hash, 11)), term.ref);
  let mixed = mix(hash, 12);
  for (const key in term) {
    if (visits <= 0) return mixed;
    mixed = visit((term as Record<string, unknown>)[key], mixString(mixed, key));
  }
  return mixed;
}
