import { formatTerm } from '../runtime/format-term.ts';
import { From, Pid, Ref } from '../runtime/term.ts';
import type { TermStyle } from './protocol.ts';

/** Longer than this on one line, an inner map or list is broken. */
const LINE_MAX = 60;
/** Characters of the whole text: what is longer is cut, with `…`. */
const TEXT_MAX = 50_000;

/**
 * A term on several lines, so that a comparison line by line shows what changed: the parts of the
 * outermost map or list stand on a line each, and so do those of inner ones that hold maps or lists of
 * their own. A line breaks for what stands in it, not for what is around it.
 */
export function prettyTerm(term: unknown, style: TermStyle): string {
  const lines: string[] = [];
  const left = { characters: TEXT_MAX };
  write(term, '', '', '', style, lines, left);
  return lines.join('\n');
}

function write(
  term: unknown,
  indent: string,
  before: string,
  after: string,
  style: TermStyle,
  lines: string[],
  left: { characters: number },
): void {
  if (left.characters <= 0) return;
  const parts = partsOf(term, style);
  if (parts === null || parts.items.length === 0 || (indent !== '' && fitsOnLine(parts))) {
    const line = `${indent}${before}${formatTerm(term, style, left.characters)}${after}`;
    left.characters -= line.length + 1;
    lines.push(line);
    return;
  }
  lines.push(`${indent}${before}${parts.open}`);
  left.characters -= indent.length + before.length + 2;
  const { items } = parts;
  for (let index = 0; index < items.length && left.characters > 0; index++) {
    const [key, item] = items[index] as Parts['items'][number];
    write(item, `${indent}  `, key, index < items.length - 1 ? ',' : '', style, lines, left);
  }
  if (left.characters <= 0 && lines.at(-1) !== '…') lines.push('…');
  lines.push(`${indent}${parts.close}${after}`);

  function fitsOnLine({ items }: Parts): boolean {
    if (items.length > LINE_MAX || formatTerm(term, style, LINE_MAX + 1).length > LINE_MAX)
      return false;
    return items.every(([, item]) => partsOf(item, style) === null);
  }
}

interface Parts {
  readonly open: string;
  readonly close: string;
  readonly items: readonly (readonly [key: string, item: unknown])[];
}

/** Of a map, list or tuple; null for all that has no parts. */
function partsOf(term: unknown, style: TermStyle): Parts | null {
  if (typeof term !== 'object' || term === null) return null;
  if (term instanceof Pid || term instanceof Ref || term instanceof From) return null;
  const isErlang = style === 'erlang';
  if (Array.isArray(term)) {
    const isTuple = isErlang && typeof term[0] === 'string' && term.length > 1;
    const [open, close] = isTuple ? ['{', '}'] : ['[', ']'];
    return { open, close, items: term.slice(0, TEXT_MAX).map((item) => ['', item] as const) };
  }
  const record = term as Readonly<Record<string, unknown>>;
  if (isErlang && typeof record.type === 'string') {
    const { type, ...rest } = record;
    const fields = [type, ...Object.values(rest)];
    if (fields.length === 1) return null;
    return { open: '{', close: '}', items: fields.map((item) => ['', item] as const) };
  }
  const items = Object.entries(record).map(([key, item]) => [keyOf(key, style), item] as const);
  return { open: isErlang ? '#{' : '{', close: '}', items };
}

/** The key as `formatTerm` writes it, with what stands between it and its value. */
function keyOf(key: string, style: TermStyle): string {
  if (style === 'erlang') return `${formatTerm(key)} => `;
  return `${/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key)}: `;
}
