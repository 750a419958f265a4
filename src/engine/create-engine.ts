import { AssertionError, unreachable } from '../base/assert.ts';
import { formatTime } from '../base/format-time.ts';
import { NotATerm } from '../runtime/term.ts';
import { BEAT, CRASH } from '../runtime/trace.ts';
import { BatchWriter, transferOf } from './batch-writer.ts';
import { Checkpoints } from './checkpoints.ts';
import type { LoadedCode } from './load-program.ts';
import { detailOf } from './process-detail.ts';
import type {
  Answer,
  AnswerBody,
  PauseReason,
  Problem,
  Request,
  RequestBody,
  RunId,
  SeekTarget,
} from './protocol.ts';
import { explainStep, type Recorded, recall } from './recall.ts';
import { Run } from './run.ts';
import { codeOf, nameProblems } from './run-code.ts';

export interface Engine {
  /** Every request has an answer; `transfer` is what goes with it without being copied. */
  answer(request: Request): { readonly answer: Answer; readonly transfer: ArrayBuffer[] };
}

/** Real time of a `load`; what is left of the way is made by the `advance` that follows. */
const LOAD_SLICE_MS = 4_000;
/** Of a `seek`: who waits for it is told how far it has come. */
const SEEK_SLICE_MS = 200;
/** A batch ends when it holds so many events, whatever time is left. */
const BATCH_EVENTS_MAX = 200_000;
/** Steps between two looks at the clock. Slow ones (of a million reductions) make it look more often. */
const STEPS_A_LOOK = 64;
const SLOW_MS = 4;
const LINES_MAX = 10_000;

const STOP_AT = { none: 0, beat: BEAT, crash: CRASH } as const;

/**
 * The engine's side of the protocol, on one loaded program: a run at a time, made anew by each `load`.
 *
 * `now` is the host's clock, in milliseconds. It says when to pause, never what happens: the trace
 * is the same however the way is sliced. `checkpointEvents`: see `Checkpoints`.
 */
export function createEngine(
  code: LoadedCode,
  now: () => number,
  checkpointEvents?: number,
): Engine {
  let current: Current | null = null;
  let stepsALook = STEPS_A_LOOK;

  function respond(request: Request): AnswerBody {
    switch (request.type) {
      case 'load':
        return load(request);
      case 'seek':
        return seek(loaded(request.run), request);
      case 'travel': {
        const here = loaded(request.run);
        return goOn(here, here.way ?? THERE, request.sliceMs);
      }
      case 'advance':
        return advance(loaded(request.run), request);
      case 'act': {
        const here = onTheMove(loaded(request.run));
        const { run, batches } = here;
        batches.forgetWhatWasToCome();
        const command = run.act(request.action);
        here.furthest = Math.max(here.furthest, run.events);
        return { type: 'acted', command, batch: batches.write(run) };
      }
      case 'inspect': {
        const { run, batches } = loaded(request.run);
        const process = run.process(request.pid);
        if (process === null) return { type: 'inspected', process: null };
        batches.catchUp();
        const before = batches.stateBefore(request.pid);
        const detail = detailOf(run.world.node, process, before, batches.style);
        return { type: 'inspected', process: detail };
      }
      case 'describe': {
        const here = loaded(request.run);
        const { batches } = here;
        const seqs = request.seqs.slice(0, LINES_MAX);
        const lines = seqs.map((seq) => batches.text(seq));
        const missing = seqs.filter((_seq, place) => lines[place] === null);
        const recalled = recall(here, missing);
        return {
          type: 'described',
          lines: lines.map((line, place) => line ?? recalled.get(seqs[place] as number) ?? null),
        };
      }
      case 'explain':
        return { type: 'explained', step: explainStep(loaded(request.run), request.seq) };
      default:
        return unreachable(request);
    }
  }

  function load({ run: id, ...input }: Request & { type: 'load' }): AnswerBody {
    current = null;
    const problems = [...code.problems, ...nameProblems(input.scenario.modules)];
    if (problems.length > 0) {
      return failed('The code of this scenario cannot be used.', problems);
    }
    const { until } = input;
    const origin = { ...input, code: codeOf(code) };
    const run = Run.start(origin);
    const batches = new BatchWriter(run.world.node.trace, input.terms);
    current = {
      id,
      origin,
      run,
      batches,
      checkpoints: new Checkpoints(checkpointEvents),
      furthest: 0,
      way: null,
      broken: null,
    };
    const way = until === null ? THERE : wayTo(run, { type: 'moment', ...until });
    const { batch, because } = goOn(current, way, LOAD_SLICE_MS);
    return { type: 'advanced', batch, because };
  }

  function seek(
    here: Current,
    { commands, target, have }: RequestBody & { type: 'seek' },
  ): AnswerBody {
    const { checkpoints, batches, origin } = here;
    // Payloads may be kept of what is to come, so that must be the same too.
    const isSameHistory = here.run.isOf(commands);
    const from = checkpoints.before(commands, target, have);
    const run = from?.run.fork() ?? Run.start({ ...origin, commands });
    run.give(commands);
    const { trace } = run.world.node;
    const payloads = isSameHistory
      ? batches.payloads
      : batches.payloads.before(trace.columns().first);
    here.run = run;
    here.batches = new BatchWriter(trace, batches.style, {
      states: from?.memory.states ?? [],
      strings: from?.memory.strings ?? 0,
      payloads,
      have,
    });
    checkpoints.goOnFrom(run.events);
    return goOn(here, wayTo(run, target), SEEK_SLICE_MS);
  }

  /** As far on the way as the time allows. Where it ends, all states are told. */
  function goOn(here: Current, way: Way, sliceMs: number): AnswerBody & { type: 'sought' } {
    const { batch, because } = travel(here, way.leg, sliceMs);
    const isThere = because !== 'slice';
    here.way = isThere ? null : way;
    const seen = way.seen ?? batch.first + batch.count;
    const states = isThere ? here.batches.statesAt(seen) : NONE;
    return { type: 'sought', batch, states, because };
  }

  function advance(
    here: Current,
    { until: asked, steps, stopAt, sliceMs }: RequestBody & { type: 'advance' },
  ): AnswerBody {
    const { run } = onTheMove(here);
    const until = asked >= Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : asked;
    const last = run.moment().step + steps;
    const leg: Leg = (most) => {
      const left = Math.min(most, last - run.moment().step);
      const pause = run.advance(until, left, STOP_AT[stopAt]);
      if (pause === 'steps') return run.moment().step >= last ? 'reached' : null;
      return pause === 'until' ? 'reached' : pause;
    };
    return travel(here, leg, sliceMs);
  }

  /** Goes on, some steps at a time, until the leg is over, or the time is. */
  function travel(here: Current, leg: Leg, sliceMs: number): AnswerBody & { type: 'advanced' } {
    const { run, batches, checkpoints } = here;
    const end = now() + sliceMs;
    for (let before = now(); ; ) {
      const because = leg(stepsALook);
      const after = now();
      stepsALook =
        after - before > SLOW_MS
          ? Math.ceil(stepsALook / 4)
          : Math.min(STEPS_A_LOOK, stepsALook * 2);
      before = after;
      checkpoints.offer(run, batches);
      here.furthest = Math.max(here.furthest, run.events);
      if (because !== null) return { type: 'advanced', batch: batches.write(run), because };
      if (after >= end || batches.waiting >= BATCH_EVENTS_MAX) {
        return { type: 'advanced', batch: batches.write(run), because: 'slice' };
      }
    }
  }

  function loaded(id: RunId): Current {
    if (current === null || current.id !== id) throw new Refused('There is no such run.');
    if (current.broken !== null) throw new Refused(current.broken);
    return current;
  }

  return {
    answer(request) {
      const { id, run } = request;
      let body: AnswerBody;
      try {
        body = respond(request);
      } catch (error) {
        body = failed(explain(error, current), []);
      }
      const transfer = 'batch' in body ? transferOf(body.batch) : [];
      return { answer: { id, run, ...body }, transfer };
    },
  };
}

interface Current extends Recorded {
  readonly id: RunId;
  run: Run;
  batches: BatchWriter;
  furthest: number;
  /** To where `load` or `seek` was told to go and has not come yet. */
  way: Way | null;
  /** Why it can't go on. */
  broken: string | null;
}

/** Makes at most so many steps; says why it is over, null when it isn't. */
type Leg = (steps: number) => PauseReason | null;

interface Way {
  readonly leg: Leg;
  /** How many events the view shows at its end; null: all. */
  readonly seen: number | null;
}

const THERE: Way = { leg: () => 'reached', seen: null };
const NONE: ReadonlyMap<number, string> = new Map();

function wayTo(run: Run, target: SeekTarget): Way {
  return { leg: legTo(run, target), seen: seenAt(target) };
}

function seenAt(target: SeekTarget): number | null {
  if (target.type === 'event') return target.seq + 1;
  return target.type === 'moment' ? (target.seen ?? null) : null;
}

function legTo(run: Run, target: SeekTarget): Leg {
  switch (target.type) {
    case 'moment':
      return (most) => (run.reach(target, most) ? 'reached' : null);
    case 'time':
      return (most) => (run.advance(target.at, most) === 'steps' ? null : 'reached');
    case 'step':
      return (most) => {
        const left = target.step - run.moment().step;
        if (left <= 0) return 'reached';
        return run.advance(Number.POSITIVE_INFINITY, Math.min(most, left)) === 'idle'
          ? 'reached'
          : null;
      };
    case 'event':
      return (most) => (run.reachEvent(target.seq, most) ? 'reached' : null);
  }
}

/** The request can't be carried out, and the run is as it was. */
class Refused extends Error {}

/** Somebody goes on from here: whatever `load` was told is over. */
function onTheMove(here: Current): Current {
  here.way = null;
  return here;
}

/** What a person reads. What is no refusal is a mistake of ours: the run is in no state that means anything. */
function explain(error: unknown, current: Current | null): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof NotATerm) return `This cannot be sent: ${error.message}.`;
  const what = error instanceof Error ? error.message : String(error);
  const which = error instanceof AssertionError ? what : `${what} (unexpected)`;
  if (current === null) return `The playground made a mistake: ${which}.`;
  const { seed } = current.run;
  const { at, step } = current.run.moment();
  current.broken = `The playground made a mistake at step ${step} (at ${formatTime(at)}, seed ${seed}): ${which}.`;
  return current.broken;
}

function failed(message: string, problems: readonly Problem[]): AnswerBody {
  return { type: 'failed', message, problems };
}
