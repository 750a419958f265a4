import type { TermStyle } from '../engine/protocol.ts';
import { formatTerm } from '../runtime/format-term.ts';
import { withoutStack } from './reason.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { ProcessKey } from './view.ts';

/** One event, in the words that its line is made of. */
export class Line {
  readonly buffer: TraceBuffer;
  readonly seq: number;
  readonly pid: ProcessKey;
  readonly peer: ProcessKey;
  readonly a: number;
  readonly b: number;

  constructor(buffer: TraceBuffer, seq: number) {
    const place = buffer.place(seq);
    this.buffer = buffer;
    this.seq = seq;
    this.pid = buffer.pids[place] as ProcessKey;
    this.peer = buffer.peers[place] as ProcessKey;
    this.a = buffer.as[place] as number;
    this.b = buffer.bs[place] as number;
  }

  /** Who: `kv`, or `server <0.82.0>` without a name. */
  get who(): string {
    return this.buffer.names.name(this.pid);
  }

  get whom(): string {
    return this.buffer.names.name(this.peer);
  }

  /** With the pid, where incarnations must be told apart. */
  get whoExactly(): string {
    return this.buffer.names.full(this.pid);
  }

  get whomExactly(): string {
    return this.buffer.names.full(this.peer);
  }

  /** Column `a`, of the events where it is a string. */
  get word(): string {
    return this.buffer.string(this.a);
  }

  /** The payload as text; `…` until it has come. */
  get payload(): string {
    return this.buffer.text(this.seq) ?? ELLIPSIS;
  }

  get reason(): string {
    return withoutStack(this.payload);
  }

  fact<T>(): T | undefined {
    return this.buffer.fact(this.seq) as T | undefined;
  }

  term(value: unknown): string {
    return print(value, this.buffer.terms);
  }
}

/** What stands for a text that the engine has not sent yet. */
export const ELLIPSIS = '…';

const print = (value: unknown, style: TermStyle): string => formatTerm(value, style, 200);

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? 'nothing';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Many ids as a few of them and a number. */
export function listSome(words: readonly string[], most = 4): string {
  if (words.length <= most) return list(words);
  return `${words.slice(0, most - 1).join(', ')} and ${words.length - most + 1} more`;
}

/** A callback with its arguments: `handleCall({lookup,crash})`. */
export function callOf(callback: string, args: string): string {
  const inner = /^\[(.*)\]$/s.exec(args)?.[1] ?? args;
  return `${callback}(${inner})`;
}
