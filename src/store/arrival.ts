import type { SimTime } from '../base/sim-time.ts';
import type { EngineClient, Outcome, SeekInput } from '../engine/engine-client.ts';
import type { Batch, SeekTarget } from '../engine/protocol.ts';
import type { ShownRun } from './shown-run.ts';

/** Real time of one request on a long way. */
const SLICE_MS = 200;

/** What the engine sent on the way, the states where it has come, and how many events are on show there. */
export interface Arrival {
  readonly type: 'arrived';
  readonly batches: readonly Batch[];
  readonly states: ReadonlyMap<number, string>;
  readonly seen: number;
}

/** It did not arrive. */
export type NoArrival = Exclude<Outcome<never>, { type: 'sought' }>;

/** Lets the engine go there. Between two pieces of the way `goesOn` may call it off. */
export async function reach(
  engine: EngineClient,
  input: SeekInput,
  goesOn: (batch: Batch) => boolean = () => true,
): Promise<Arrival | NoArrival> {
  const { target } = input;
  const batches: Batch[] = [];
  for (let outcome = await engine.seek(input); ; outcome = await engine.travel(SLICE_MS)) {
    if (outcome.type !== 'sought') return outcome;
    const { batch, states, because } = outcome;
    batches.push(batch);
    const end = batch.first + batch.count;
    const seen = Math.min(seenAt(target) ?? end, end);
    if (because !== 'slice') return { type: 'arrived', batches, states, seen };
    if (!goesOn(batch)) return { type: 'stale' };
  }
}

/** How many events are on show there; null for all. */
function seenAt(target: SeekTarget): number | null {
  if (target.type === 'event') return target.seq + 1;
  return target.type === 'moment' ? (target.seen ?? null) : null;
}

/** From the end of a run back to a moment in it. What lies behind that is known then, as it was. */
export async function lookBack(
  engine: EngineClient,
  shown: ShownRun,
  { commands, target }: Omit<SeekInput, 'have'>,
): Promise<Arrival | NoArrival> {
  const { end } = shown.buffer;
  let arrival = await reach(engine, { commands, target, have: end });
  if (arrival.type === 'arrived' && !shown.canShow(Math.min(end, arrival.seen))) {
    // What led there is no longer kept: it is told once more.
    const place = shown.placeBefore(arrival.seen);
    arrival = await reach(engine, { commands, target, have: place.seq });
    if (arrival.type === 'arrived') shown.restartAt(place);
  }
  if (arrival.type === 'arrived') shown.sought(arrival.batches, arrival.states, arrival.seen);
  return arrival;
}

/** Where the moment on view stands after that: between two steps it may be later than what happened last. */
export function nowAt({ behind, view, moment }: ShownRun, target: SeekTarget): SimTime {
  const { at } = behind ? view : moment;
  return target.type === 'time' || target.type === 'moment' ? Math.max(at, target.at) : at;
}
