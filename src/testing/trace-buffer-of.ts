import type { Batch } from '../engine/protocol.ts';
import { formatTerm } from '../runtime/format-term.ts';
import { EVENT, type TraceEvent } from '../runtime/trace-event.ts';
import { TraceBuffer } from '../view/trace-buffer.ts';

/** The events of a run without an engine, as the page would have them. */
export function traceBufferOf(
  events: readonly TraceEvent[],
  strings: readonly string[],
): TraceBuffer {
  const buffer = new TraceBuffer();
  buffer.append(batchOf(events, strings));
  return buffer;
}

/** A stretch of a run's events, as the engine would send it: texts, and facts, of all of them. */
export function batchOf(
  all: readonly TraceEvent[],
  strings: readonly string[],
  from = 0,
  to = all.length,
): Batch {
  const events = all.slice(from, to);
  const column = (of: (event: TraceEvent) => number) => Int32Array.from(events, of);
  const told = events.filter(({ payload }) => payload !== undefined);
  return {
    at: events.at(-1)?.at ?? 0,
    step: 0,
    first: from,
    count: events.length,
    ats: Float64Array.from(events, ({ at }) => at),
    types: Uint8Array.from(events, ({ type }) => EVENT[type]),
    pids: column(({ pid }) => pid),
    peers: column(({ peer }) => peer),
    as: column(({ a }) => a),
    bs: column(({ b }) => b),
    firstString: 0,
    strings,
    facts: new Map(told.map(({ seq, payload }) => [seq, payload])),
    texts: new Map(told.map(({ seq, payload }) => [seq, textOf(payload)])),
    states: new Map(),
    hash: '00000000',
    next: null,
  };
}

const textOf = (payload: unknown): string =>
  typeof payload === 'string' ? payload : formatTerm(payload, 'erlang', 200);
