import { formatTerm } from '../runtime/format-term.ts';
import { EVENT, type TraceEvent } from '../runtime/trace-event.ts';
import { TraceBuffer } from '../view/trace-buffer.ts';

/** The events of a run without an engine, as the page would have them. */
export function traceBufferOf(
  events: readonly TraceEvent[],
  strings: readonly string[],
): TraceBuffer {
  const buffer = new TraceBuffer();
  const column = (of: (event: TraceEvent) => number) => Int32Array.from(events, of);
  const withPayload = events.filter(({ payload }) => payload !== undefined);
  buffer.append({
    at: events.at(-1)?.at ?? 0,
    step: 0,
    first: 0,
    count: events.length,
    ats: Float64Array.from(events, ({ at }) => at),
    types: Uint8Array.from(events, ({ type }) => EVENT[type]),
    pids: column(({ pid }) => pid),
    peers: column(({ peer }) => peer),
    as: column(({ a }) => a),
    bs: column(({ b }) => b),
    firstString: 0,
    strings,
    facts: new Map(withPayload.map(({ seq, payload }) => [seq, payload])),
    texts: new Map(
      withPayload.map(({ seq, payload }) => [seq, formatTerm(payload, 'erlang', 200)]),
    ),
    states: new Map(),
    hash: '00000000',
    next: null,
  });
  return buffer;
}
