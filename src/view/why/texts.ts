import { EVENT } from '../../runtime/trace-event.ts';
import type { TraceBuffer } from '../trace-buffer.ts';
import { NONE, Past } from './past.ts';
import type { Why } from './why.ts';

/** The events whose texts the sentences of an answer are made of. */
export function textsOf(buffer: TraceBuffer, { links }: Why): number[] {
  const told = links.flatMap(({ seq, asides }) => [seq, ...asides.map((aside) => aside.seq)]);
  return textsOfLines(buffer, told);
}

/** Those that the lines of these events are made of, as far as they are missing. */
export function textsOfLines(buffer: TraceBuffer, told: readonly number[]): number[] {
  const past = new Past(buffer);
  // A crash is told with what its callback was given.
  const given = told
    .filter((seq) => past.type(seq) === EVENT.crashed)
    .map((seq) => past.ownWhere(past.pid(seq), seq, (at) => isCallback(past, at)));
  return [...told, ...given].filter((seq) => seq !== NONE && buffer.text(seq) === undefined);
}

const isCallback = (past: Past, seq: number): boolean =>
  (past.type(seq) === EVENT.received || past.type(seq) === EVENT.called) && past.a(seq) !== 0;
