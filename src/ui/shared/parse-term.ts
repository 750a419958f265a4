import type { Term } from '../../runtime/term.ts';
import type { Shape } from './message-shapes.ts';

/**
 * What a person types as a term: JSON, JavaScript's relaxed way of it, or Erlang.
 *
 *     { type: 'lookup', key: "crash" }    {"type": "lookup"}    [1, 2.5, -3]    'a string'
 *     {lookup, crash}    #{key => value}    <<"text">>    'an atom'    ok    true    undefined
 *
 * Atoms and strings are both strings, tuples and lists both arrays. Messages though are mostly
 * objects with a `type`, which print as tuples; so a tuple like one of `shapes` becomes the object.
 */
export type TypedTerm =
  | { readonly ok: true; readonly term: Term }
  /** `at` is the place in the text, from 0. */
  | { readonly ok: false; readonly at: number; readonly message: string };

const DEPTH_MAX = 50;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

export function parseTerm(text: string, shapes: readonly Shape[] = []): TypedTerm {
  try {
    const reader = new Reader(text, shapes);
    const term = reader.whole();
    return { ok: true, term };
  } catch (problem) {
    if (problem instanceof Misread) return { ok: false, at: problem.at, message: problem.message };
    throw problem;
  }
}

/** A whole number beyond 2^53 that became another one; what JavaScript prints of a large one is taken. */
function isChanged(token: string, value: number): boolean {
  const digits = token.replaceAll('_', '').replace(/^\+/, '');
  if (Number.isSafeInteger(value) || !/^-?\d+$/.test(digits)) return false;
  return String(value) !== digits && BigInt(digits) !== BigInt(value);
}

class Misread extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** Recursive descent; one method a production. */
class Reader {
  private at = 0;
  private depth = 0;
  private readonly text: string;
  private readonly shapes: readonly Shape[];

  constructor(text: string, shapes: readonly Shape[]) {
    this.text = text;
    this.shapes = shapes;
  }

  whole(): Term {
    this.space();
    if (this.at === this.text.length)
      throw new Misread(0, 'Type a term, for example {lookup, apples}.');
    const bare = /^[a-z]\w*\s*\.?\s*$/.test(this.text.slice(this.at));
    const term = this.term();
    this.space();
    this.take('.');
    this.space();
    if (this.at < this.text.length) this.fail('the term is over here; what follows is too much');
    return bare && typeof term === 'string' ? (this.object(term, []) ?? term) : term;
  }

  private term(): Term {
    this.space();
    if (++this.depth > DEPTH_MAX) this.fail(`nested deeper than ${DEPTH_MAX}`);
    const term = this.inner();
    this.depth--;
    return term;
  }

  private inner(): Term {
    const { text } = this;
    if (this.at >= text.length) this.fail('the text ends where a term is expected');
    if (this.take('#{')) return this.fields(/^=>|^:=/, '=>');
    if (this.take('<<')) return this.binary();
    if (this.take('{')) return this.tupleOrObject();
    if (this.take('[')) return this.items(']');
    const quote = text[this.at];
    if (quote === '"' || quote === "'") return this.quoted(quote);
    if (quote === '<')
      this.fail("a pid can't be typed; a message may name a process by its registered name");
    const number = /^[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?\w*/.exec(text.slice(this.at))?.[0];
    if (number !== undefined) return this.number(number);
    return this.word();
  }

  private number(token: string): Term {
    const value = Number(token.replaceAll('_', ''));
    if (!Number.isFinite(value)) this.fail(`${token} is not a number`);
    if (isChanged(token, value)) {
      this.fail(
        `${token} is larger than a whole number can be here; the largest is ${Number.MAX_SAFE_INTEGER}`,
      );
    }
    this.at += token.length;
    // Adding zero turns -0 into 0, which is what saving it would do.
    return value + 0;
  }

  private word(): Term {
    const word = /^[\p{ID_Start}_$][\p{ID_Continue}@$]*/u.exec(this.text.slice(this.at))?.[0];
    if (word === undefined)
      this.fail(`${String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)} can't begin a term`);
    if (/^[A-Z_]/.test(word)) {
      this.fail(`${word} would be a variable in Erlang; put a text in quotes: "${word}"`);
    }
    this.at += word.length;
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null' || word === 'undefined') return null;
    return word;
  }

  private quoted(quote: string): string {
    const start = this.at++;
    let out = '';
    for (;;) {
      const char = this.text[this.at++];
      if (char === undefined) {
        this.at = start;
        this.fail(`the ${quote} that opens here is never closed`);
      }
      if (char === quote) return out;
      out += char === '\\' ? this.escape() : char;
    }
  }

  private escape(): string {
    const char = this.text[this.at++] ?? '';
    if (char !== 'u') return ESCAPES[char] ?? char;
    const code = /^[0-9a-fA-F]{4}/.exec(this.text.slice(this.at))?.[0];
    if (code === undefined) this.fail('\\u needs four hexadecimal digits');
    this.at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  private binary(): string {
    this.space();
    const text = this.text[this.at] === '"' ? this.quoted('"') : '';
    this.space();
    if (!this.take('>>')) this.fail('a binary is written <<"text">>');
    return text;
  }

  /** `{a: 1}` and `{"a": 1}` are objects, `{a, 1}` is a tuple; `{}` is an empty object. */
  private tupleOrObject(): Term {
    const ahead = this.text.slice(this.at);
    if (
      /^\s*(?:[\p{ID_Start}_$][\p{ID_Continue}$]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*:/u.test(
        ahead,
      )
    ) {
      return this.fields(/^:/, ':');
    }
    const items = this.items('}');
    if (items.length === 0) return {};
    const [tag, ...rest] = items;
    return (typeof tag === 'string' ? this.object(tag, rest) : null) ?? items;
  }

  private object(tag: string, values: readonly Term[]): Term | null {
    const shape = this.shapes.find(
      (each) => each.tag === tag && each.keys.length === values.length,
    );
    if (shape === undefined) return null;
    return Object.fromEntries([
      ['type', tag],
      ...shape.keys.map((key, index) => [key, values[index]]),
    ]);
  }

  private items(close: string): Term[] {
    const items: Term[] = [];
    while (!this.closes(close)) {
      items.push(this.term());
      this.comma(close);
    }
    return items;
  }

  private fields(between: RegExp, sign: string): Term {
    const entries: [string, Term][] = [];
    while (!this.closes('}')) {
      entries.push([this.key(), this.value(between, sign)]);
      this.comma('}');
    }
    return Object.fromEntries(entries);
  }

  private key(): string {
    const quote = this.text[this.at];
    if (quote === '"' || quote === "'") return this.quoted(quote);
    const key = /^[\p{ID_Continue}$]+/u.exec(this.text.slice(this.at))?.[0];
    if (key === undefined) this.fail('expected the name of a field');
    if (key === '__proto__') this.fail("a field can't be named __proto__");
    this.at += key.length;
    return key;
  }

  private value(between: RegExp, sign: string): Term {
    this.space();
    const found = between.exec(this.text.slice(this.at))?.[0];
    if (found === undefined) this.fail(`expected ${sign}`);
    this.at += found.length;
    return this.term();
  }

  private closes(close: string): boolean {
    this.space();
    if (this.at >= this.text.length) this.fail(`the text ends; ${close} is missing`);
    return this.take(close);
  }

  private comma(close: string): void {
    this.space();
    const next = this.text[this.at];
    if (!this.take(',') && next !== close && next !== undefined)
      this.fail(`expected , or ${close}`);
  }

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private fail(message: string): never {
    throw new Misread(this.at, `${message} (column ${this.at + 1}).`);
  }
}
