import type { SimTime } from '../base/sim-time.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';
import { answerFault } from './answer-fault.ts';
import type { EngineClientDeps, EngineWorker } from './engine-client-deps.ts';
import type {
  Answer,
  AnswerBody,
  Moment,
  Problem,
  RequestBody,
  RunId,
  SeekTarget,
  TermStyle,
} from './protocol.ts';

/**
 * The page's side of the protocol: one run at a time in one Worker, started when it is needed.
 *
 * Every method gives an outcome and never rejects. What comes over the port is input from a
 * stranger's code: it is checked, and a Worker that breaks the protocol is ended like one that
 * doesn't answer.
 */
export interface EngineClient {
  /** Compiles the scenario's modules and replays the run as far as `until`; null: only what happens at once. Makes every earlier request stale. */
  load(input: LoadInput): Promise<Outcome<'advanced'>>;
  /** To another moment of the run, or of one that has other commands. */
  seek(input: SeekInput): Promise<Outcome<'sought'>>;
  /** Goes on to where `load` or `seek` paused on the way. */
  travel(sliceMs: number): Promise<Outcome<'sought'>>;
  advance(input: AdvanceInput): Promise<Outcome<'advanced'>>;
  act(action: Action): Promise<Outcome<'acted'>>;
  inspect(pid: number): Promise<Outcome<'inspected'>>;
  describe(seqs: readonly number[]): Promise<Outcome<'described'>>;
  explain(seq: number): Promise<Outcome<'explained'>>;
  /** Ends the Worker. The next `load` starts another. */
  stop(): void;
}

export type Outcome<Type extends AnswerBody['type']> =
  | Extract<AnswerBody, { type: Type }>
  | Extract<AnswerBody, { type: 'failed' }>
  /** A later `load` or `stop` came in between: nobody needs the answer any more. */
  | { readonly type: 'stale' }
  /** No answer in time, or none that can be trusted. The Worker was ended. */
  | { readonly type: 'stuck'; readonly message: string };

export interface LoadInput {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly commands: readonly Command[];
  readonly until: Moment | null;
  readonly terms: TermStyle;
}

export interface SeekInput {
  readonly commands: readonly Command[];
  readonly target: SeekTarget;
  readonly have: number;
}

export interface AdvanceInput {
  readonly until: SimTime;
  readonly steps: number;
  readonly stopAt: 'none' | 'beat' | 'crash';
  readonly sliceMs: number;
}

export const PATIENCE_MS = 2_000;
export const LOAD_PATIENCE_MS = 10_000;
const GRACE_MS = 20;

interface Pending {
  readonly run: RunId;
  readonly type: AnswerBody['type'];
  readonly settle: (outcome: Outcome<never> | AnswerBody) => void;
  readonly patienceMs: number;
}

const ANSWERED_BY = {
  load: 'advanced',
  seek: 'sought',
  travel: 'sought',
  advance: 'advanced',
  act: 'acted',
  inspect: 'inspected',
  describe: 'described',
  explain: 'explained',
} as const satisfies Record<RequestBody['type'], AnswerBody['type']>;

const STALE = { type: 'stale' } as const;

export function createEngineClient(deps: EngineClientDeps): EngineClient {
  const patienceMs = deps.patienceMs ?? PATIENCE_MS;
  const loadPatienceMs = deps.loadPatienceMs ?? LOAD_PATIENCE_MS;
  let worker: EngineWorker | null = null;
  let program = '';
  let run: RunId = 0;
  /** The run that the present Worker was told to load. */
  let loaded: RunId = 0;
  let nextId = 0;
  /** In the order of asking, which is the order of answering. */
  const pending = new Map<number, Pending>();
  let stopWatching = () => {};

  async function load(input: LoadInput): Promise<Outcome<'advanced'>> {
    const mine = newRun();
    try {
      const compiled = await deps.compile(input.scenario.modules);
      if (mine !== run) return STALE;
      if (!compiled.ok)
        return failed('The code of this scenario does not compile.', compiled.problems);
      if (worker === null || program !== compiled.program) {
        endWorker(STALE);
        const started = await deps.startWorker(compiled.program);
        if (mine !== run) {
          started.terminate();
          return STALE;
        }
        adopt(started, compiled.program);
        await started.ready;
        if (mine !== run) return STALE;
      }
    } catch (error) {
      if (mine !== run) return STALE;
      endWorker(STALE);
      return failed(`The engine could not start: ${messageOf(error)}`, []);
    }
    loaded = mine;
    return ask({ type: 'load', ...input }, loadPatienceMs);
  }

  function ask<Type extends RequestBody['type']>(
    body: Extract<RequestBody, { type: Type }>,
    patience = patienceMs,
  ): Promise<Outcome<(typeof ANSWERED_BY)[Type]>> {
    const port = worker?.port;
    if (port === undefined || loaded !== run) return Promise.resolve(STALE);
    const id = nextId++;
    return new Promise((resolve) => {
      const settle = resolve as Pending['settle'];
      pending.set(id, { run, type: ANSWERED_BY[body.type], settle, patienceMs: patience });
      if (pending.size === 1) watch();
      port.postMessage({ id, run, ...body });
    });
  }

  function receive(data: unknown): void {
    const fault = answerFault(data);
    if (fault !== null) {
      distrust(fault);
      return;
    }
    const answer = data as Answer;
    const request = pending.get(answer.id);
    // Stale requests are forgotten at once: an answer to one of them finds nothing here.
    if (request !== undefined && request.run === answer.run) {
      if (answer.type !== request.type && answer.type !== 'failed') {
        distrust('it answered what was not asked');
        return;
      }
      pending.delete(answer.id);
      request.settle(answer);
    }
    watch();
  }

  /** The oldest request in the Worker's hands is the one it must answer next. */
  function watch(): void {
    stopWatching();
    const [oldest] = pending.values();
    if (oldest === undefined) return;
    stopWatching = deps.after(oldest.patienceMs, () => {
      // The page itself may have been asleep: an answer that waits in its queue gets through first.
      stopWatching = deps.after(GRACE_MS, () => endWorker(stuckAfter(oldest.patienceMs)));
    });
  }

  function distrust(fault: string): void {
    const message = `The engine broke its protocol (${fault}), so it was stopped.`;
    endWorker({ type: 'stuck', message });
  }

  function adopt(started: EngineWorker, text: string): void {
    worker = started;
    program = text;
    started.port.onmessage = ({ data }) => {
      if (worker === started) receive(data);
    };
  }

  function endWorker(outcome: Outcome<never>): void {
    if (worker !== null) {
      worker.port.onmessage = null;
      worker.port.close();
      worker.terminate();
      worker = null;
    }
    settleAll(outcome);
  }

  function settleAll(outcome: Outcome<never>): void {
    stopWatching();
    const requests = [...pending.values()];
    pending.clear();
    for (const { settle } of requests) settle(outcome);
  }

  function newRun(): RunId {
    settleAll(STALE);
    run += 1;
    return run;
  }

  return {
    load,
    seek: (input) => ask({ type: 'seek', ...input }, loadPatienceMs),
    travel: (sliceMs) => ask({ type: 'travel', sliceMs }),
    advance: (input) => ask({ type: 'advance', ...input }),
    act: (action) => ask({ type: 'act', action }),
    inspect: (pid) => ask({ type: 'inspect', pid }),
    describe: (seqs) => ask({ type: 'describe', seqs }),
    explain: (seq) => ask({ type: 'explain', seq }),
    stop() {
      newRun();
      endWorker(STALE);
    },
  };
}

function failed(message: string, problems: readonly Problem[]) {
  return { type: 'failed', message, problems } as const;
}

function stuckAfter(ms: number) {
  const message = `The system's code has not answered for ${ms / 1000} s, so it was stopped. It may be in an endless loop.`;
  return { type: 'stuck', message } as const;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
