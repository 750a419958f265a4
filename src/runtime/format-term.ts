import { From, Pid, Ref } from './term.ts';

export type TermStyle = 'erlang' | 'javascript';

/** `<0.82.0>`: the first number is the node's, 0 for the own one. */
export function formatPid(pid: { readonly id: number }): string {
  return `<0.${pid.id}.0>`;
}

/**
 * A term as text on one line, at most about `limit` characters (cut with `…`).
 *
 * Erlang's way: an object with a `type` is a tuple that begins with it, other objects are
 * maps, an array that begins with a string is a tuple in `{}`, other arrays are lists; see `isTuple`.
 */
export function formatTerm(term: unknown, style: TermStyle = 'erlang', limit = 10_000): string {
  const out = new Output(limit);
  write(term, style, out);
  return out.text();
}

class Output {
  private readonly parts: string[] = [];
  private length = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get full(): boolean {
    return this.length > this.limit;
  }

  add(part: string): void {
    if (this.full) return;
    this.parts.push(part);
    this.length += part.length;
  }

  text(): string {
    const text = this.parts.join('');
    return text.length > this.limit ? `${text.slice(0, this.limit - 1)}…` : text;
  }
}

function write(term: unknown, style: TermStyle, out: Output): void {
  if (out.full) return;
  switch (typeof term) {
    case 'string':
      return out.add(style === 'erlang' ? formatAtom(term) : JSON.stringify(term));
    case 'bigint':
      return out.add(style === 'erlang' ? String(term) : `${term}n`);
    case 'object':
      return writeObject(term, style, out);
    default:
      return out.add(String(term));
  }
}

function writeObject(term: object | null, style: TermStyle, out: Output): void {
  if (term === null) return out.add(style === 'erlang' ? 'undefined' : 'null');
  if (term instanceof Pid) return out.add(formatPid(term));
  if (term instanceof Ref) return out.add(`#Ref<${term.id}>`);
  if (term instanceof From) return out.add(`{${formatPid(term.pid)},#Ref<${term.ref}>}`);
  if (Array.isArray(term)) {
    if (style !== 'erlang' || !isTuple(term)) return writeList(term, '[', ']', style, out);
    if (!isMfa(term)) return writeList(term, '{', '}', style, out);
    out.add(`{${formatAtom(term[0])},${formatAtom(term[1])},`);
    writeList(term[2], '[', ']', style, out);
    return out.add('}');
  }
  const record = term as Record<string, unknown>;
  if (style === 'erlang' && typeof record.type === 'string') {
    const rest = Object.keys(record).filter((key) => key !== 'type');
    if (rest.length === 0) return out.add(formatAtom(record.type));
    return writeList([record.type, ...rest.map((key) => record[key])], '{', '}', style, out);
  }
  const keys = Object.keys(record);
  if (keys.length === 0) return out.add(style === 'erlang' ? '#{}' : '{}');
  out.add(style === 'erlang' ? '#{' : '{ ');
  keys.forEach((key, index) => {
    if (index > 0) out.add(style === 'erlang' ? ',' : ', ');
    out.add(
      style === 'erlang'
        ? `${formatAtom(key)} => `
        : `${/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key)}: `,
    );
    write(record[key], style, out);
  });
  out.add(style === 'erlang' ? '}' : ' }');
}

function writeList(
  items: readonly unknown[],
  open: string,
  close: string,
  style: TermStyle,
  out: Output,
): void {
  out.add(open);
  for (let index = 0; index < items.length && !out.full; index++) {
    if (index > 0) out.add(style === 'erlang' ? ',' : ', ');
    write(items[index], style, out);
  }
  out.add(close);
}

/**
 * Tuples and lists are both arrays. What begins with a word is taken for a tuple, and so are the reasons that
 * OTP makes of another reason: with a stack, or with the call that failed.
 */
function isTuple(term: readonly unknown[]): boolean {
  if (typeof term[0] === 'string') return term.length > 1;
  return term.length === 2 && (isStack(term[1]) || isMfa(term[1]));
}

const OTP_MODULES = ['gen_server', 'gen_event', 'gen_statem', 'supervisor', 'gen', 'sys', 'erlang'];

/** `{Module, Function, Args}` of a call into OTP: the arguments are a list, whatever they begin with. */
function isMfa(term: unknown): term is readonly [string, string, readonly unknown[]] {
  if (!Array.isArray(term) || term.length !== 3) return false;
  return OTP_MODULES.includes(term[0]) && typeof term[1] === 'string' && Array.isArray(term[2]);
}

/** `[{erlang, Function, Args}, {Module, Function}]`, as `exitReasonOf` makes it: one of them or both. */
function isStack(term: unknown): boolean {
  if (!Array.isArray(term) || term.length === 0) return false;
  return term.every(
    (frame) =>
      isMfa(frame) ||
      (Array.isArray(frame) &&
        frame.length === 2 &&
        frame.every((part) => typeof part === 'string')),
  );
}

/** A word that Erlang would write as a bare atom stays bare, the names of its own messages have their quotes, any other string is quoted as a string. */
function formatAtom(text: string): string {
  if (/^(EXIT|DOWN|\$[a-z_]+)$/.test(text)) return `'${text}'`;
  return /^[a-z][a-zA-Z0-9_@]*$/.test(text) ? text : JSON.stringify(text);
}
