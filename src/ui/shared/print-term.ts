import type { TermStyle } from '../../engine/protocol.ts';
import type { Term } from '../../runtime/term.ts';

/**
 * A term on one line, as the engine prints it (`runtime/format-term.ts`, which the page does not
 * load): the Erlang way an object with a `type` is a tuple, other objects are maps, an array that
 * begins with a string is a tuple, other arrays are lists.
 */
export function printTerm(term: Term, style: TermStyle): string {
  return style === 'erlang' ? erlang(term) : javascript(term);
}

function erlang(term: Term): string {
  if (term === null) return 'undefined';
  if (typeof term === 'string') return atom(term);
  if (typeof term !== 'object') return String(term);
  if (Array.isArray(term)) {
    const items = term.map(erlang).join(',');
    return typeof term[0] === 'string' && term.length > 1 ? `{${items}}` : `[${items}]`;
  }
  const { type, ...rest } = term as { readonly [key: string]: Term };
  if (typeof type === 'string') {
    const fields = Object.values(rest).map(erlang);
    return fields.length === 0 ? atom(type) : `{${[atom(type), ...fields].join(',')}}`;
  }
  const entries = Object.entries(term as object) as [string, Term][];
  return `#{${entries.map(([key, value]) => `${atom(key)} => ${erlang(value)}`).join(',')}}`;
}

function javascript(term: Term): string {
  if (typeof term === 'string') return JSON.stringify(term);
  if (term === null || typeof term !== 'object') return String(term);
  if (Array.isArray(term)) return `[${term.map(javascript).join(', ')}]`;
  const entries = Object.entries(term) as [string, Term][];
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, value]) => `${word(key)}: ${javascript(value)}`).join(', ')} }`;
}

const atom = (text: string): string =>
  /^[a-z][a-zA-Z0-9_@]*$/.test(text) ? text : JSON.stringify(text);

const word = (key: string): string =>
  /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);
