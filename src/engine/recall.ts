import { formatTerm } from '../runtime/format-term.ts';
import type { Process } from '../runtime/process.ts';
import type { Term } from '../runtime/term.ts';
import { decode } from '../runtime/trace.ts';
import type { TraceEvent } from '../runtime/trace-event.ts';
import { type BatchWriter, TEXT_LENGTH } from './batch-writer.ts';
import type { Checkpoints } from './checkpoints.ts';
import { prettyTerm } from './pretty-term.ts';
import type { StepDetail } from './protocol.ts';
import { Run, type RunInput } from './run.ts';

/** A run that can be run again from moments gone by. */
export interface Recorded {
  readonly origin: RunInput;
  readonly run: Run;
  readonly batches: BatchWriter;
  readonly checkpoints: Checkpoints;
  /** So many events were seen, in this history or another: those behind the run's moment can be told, too. */
  readonly furthest: number;
}

/** So many events are run again for one request, at most. */
const EVENTS_MAX = 400_000;

/** Texts of events whose payloads are no longer kept: what led to them is run once more. */
export function recall(recorded: Recorded, seqs: readonly number[]): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  const { furthest, batches } = recorded;
  const wanted = seqs
    .filter((seq) => Number.isInteger(seq) && seq >= 0 && seq < furthest)
    .sort((a, b) => a - b);
  let left = EVENTS_MAX;
  for (let place = 0; place < wanted.length && left > 0; ) {
    const copy = runBefore(recorded, wanted[place] as number);
    const start = copy.events;
    // What lies behind the next checkpoint is reached from there.
    const last = wanted.findLast((seq) => seq < start + STRETCH || seq === wanted[place]) as number;
    const among = new Set(wanted.slice(place, wanted.indexOf(last) + 1));
    copy.world.node.trace.readBy(({ first, count, payloads }) => {
      for (const seq of among) {
        if (seq < first || seq >= first + count) continue;
        const payload = payloads[seq - first];
        texts.set(
          seq,
          payload === undefined ? '' : formatTerm(payload, batches.style, TEXT_LENGTH),
        );
      }
    });
    // In this history there may be no such event. There is no step without one.
    copy.reachEvent(last, Math.min(last + 1 - start, EVENTS_MAX));
    copy.world.node.trace.flush();
    left -= copy.events - start;
    place += among.size;
  }
  return texts;
}

const STRETCH = 64_000;

/** The step of the event `seq`, run once more; null for an event that is none of a process's step. */
export function explainStep(recorded: Recorded, seq: number): StepDetail | null {
  if (seq < 0 || seq >= recorded.furthest) return null;
  const ahead = runBefore(recorded, seq);
  let step = ahead.moment().step;
  let first = ahead.events;
  while (ahead.events <= seq) {
    step = ahead.moment().step;
    first = ahead.events;
    ahead.reachEvent(first);
    if (ahead.events === first) return null;
  }
  const copy = runBefore(recorded, seq);
  copy.advance(Number.POSITIVE_INFINITY, step - copy.moment().step);
  const { trace, processes, callbacks } = copy.world.node;
  trace.flush();
  const before = processes.map((process) => [process, process?.state] as const);
  const events: TraceEvent[] = [];
  trace.readBy((columns) => events.push(...decode(columns)));
  callbacks.raisedAt = null;
  copy.reachEvent(first);
  trace.flush();
  const event = events.find((candidate) => candidate.seq === seq);
  if (event === undefined) return null;
  const { pid } = event;
  const was = before.find(([process]) => process?.pid.id === pid);
  const process = copy.process(pid);
  const { style } = recorded.batches;
  const printed = (one: Process | null | undefined, state: Term | undefined) =>
    one == null || state === undefined ? null : prettyTerm(state, style);
  return {
    pid,
    first,
    end: copy.events,
    before: printed(was?.[0], was?.[1]),
    after: printed(process, process?.state),
    payloads: new Map(
      events.flatMap(({ seq: at, payload }) =>
        payload === undefined ? [] : [[at, prettyTerm(payload as Term, style)]],
      ),
    ),
    threwAt: callbacks.raisedAt,
  };
}

/** A copy of the run at a moment before the event. */
function runBefore({ checkpoints, run, origin }: Recorded, seq: number): Run {
  const from = checkpoints.before(run.given, { type: 'event', seq }, seq);
  if (from === null) return Run.start({ ...origin, commands: run.given });
  const copy = from.run.fork();
  copy.give(run.given);
  return copy;
}
