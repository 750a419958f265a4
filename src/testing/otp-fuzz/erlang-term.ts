/**
 * JSON as the text of an Erlang term, for `file:consult`: strings are atoms, arrays tuples, `{"list": […]}` lists, other
 * objects maps.
 */
export function erlangTerm(value: unknown): string {
  if (typeof value === 'string') return atom(value);
  if (Array.isArray(value)) return `{${value.map(erlangTerm).join(',')}}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('list' in value) return `[${(value.list as readonly unknown[]).map(erlangTerm).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `#{${fields.map(([key, field]) => `${atom(key)}=>${erlangTerm(field)}`).join(',')}}`;
}

const atom = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
