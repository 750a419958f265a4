import { AssertionError, unreachable } from '../base/assert.ts';
import { NotATerm } from '../runtime/term.ts';
import { BEAT, CRASH } from '../runtime/trace.ts';
import { BatchWriter, transferOf } from './batch-writer.ts';
import type { LoadedCode } from './load-program.ts';
import { detailOf } from './process-detail.ts';
import type {
  Answer,
  AnswerBody,
  Moment,
  PauseReason,
  Problem,
  Request,
  RequestBody,
  RunId,
} from './protocol.ts';
import { Run } from './run.ts';
import { codeOf, nameProblems } from './run-code.ts';

export interface Engine {
  /** Every request has an answer; `transfer` is what goes with it without being copied. */
  answer(request: Request): { readonly answer: Answer; readonly transfer: ArrayBuffer[] };
}

/** Real time of a `load`; what is left of the way is made by the `advance` that follows. */
const LOAD_SLICE_MS = 4_000;
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
 * is the same however the way is sliced.
 */
export function createEngine(code: LoadedCode, now: () => number): Engine {
  let current: Current | null = null;
  let stepsALook = STEPS_A_LOOK;

  function respond(request: Request): AnswerBody {
    switch (request.type) {
      case 'load':
        return load(request);
      case 'advance':
        return advance(loaded(request.run), request);
      case 'act': {
        const { run, batches } = onTheMove(loaded(request.run));
        const command = run.act(request.action);
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
        const { batches } = loaded(request.run);
        const seqs = request.seqs.slice(0, LINES_MAX);
        return { type: 'described', lines: seqs.map((seq) => batches.text(seq)) };
      }
      case 'style':
        loaded(request.run).batches.setStyle(request.terms);
        return { type: 'styled' };
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
    const run = Run.start({ ...input, code: codeOf(code) });
    const batches = new BatchWriter(run.world.node.trace, input.terms);
    current = { id, run, batches, target: input.until, broken: null };
    return travel(current, Number.POSITIVE_INFINITY, LOAD_SLICE_MS, (steps) =>
      input.until === null || run.reach(input.until, steps) ? 'reached' : null,
    );
  }

  function advance(
    here: Current,
    { until: asked, steps, stopAt, sliceMs }: RequestBody & { type: 'advance' },
  ): AnswerBody {
    const { run, target } = here;
    if (target !== null && target.at === asked) {
      return travel(here, Number.POSITIVE_INFINITY, sliceMs, (most) =>
        run.reach(target, most) ? 'reached' : null,
      );
    }
    onTheMove(here);
    const until = asked >= Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : asked;
    const last = run.moment().step + steps;
    return travel(here, last, sliceMs, (most) => {
      const pause = run.advance(until, most, STOP_AT[stopAt]);
      if (pause === 'steps') return run.moment().step >= last ? 'reached' : null;
      return pause === 'until' ? 'reached' : pause;
    });
  }

  /** Goes on by `leg`, some steps at a time, until it says why it is over, or the time is. */
  function travel(
    here: Current,
    last: number,
    sliceMs: number,
    leg: (steps: number) => PauseReason | null,
  ): AnswerBody {
    const { run, batches } = here;
    const end = now() + sliceMs;
    for (let before = now(); ; ) {
      const because = leg(Math.min(stepsALook, last - run.moment().step));
      const after = now();
      stepsALook =
        after - before > SLOW_MS
          ? Math.ceil(stepsALook / 4)
          : Math.min(STEPS_A_LOOK, stepsALook * 2);
      before = after;
      if (because !== null) {
        here.target = null;
        return { type: 'advanced', batch: batches.write(run), because };
      }
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

interface Current {
  readonly id: RunId;
  readonly run: Run;
  readonly batches: BatchWriter;
  /** Where `load` was told to go and has not come yet. */
  target: Moment | null;
  /** Why it can't go on. */
  broken: string | null;
}

/** The request can't be carried out, and the run is as it was. */
class Refused extends Error {}

/** Somebody goes on from here: whatever `load` was told is over. */
function onTheMove(here: Current): Current {
  here.target = null;
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
  current.broken = `The playground made a mistake at step ${step} (${at} µs, seed ${seed}): ${which}.`;
  return current.broken;
}

function failed(message: string, problems: readonly Problem[]): AnswerBody {
  return { type: 'failed', message, problems };
}
