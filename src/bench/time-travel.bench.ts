import hive from '../content/scenarios/awkward-1000-children/scenario.ts';
import essay from '../content/scenarios/essay/scenario.ts';
import { compile } from '../engine/compile.ts';
import { createEngine } from '../engine/create-engine.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import type { Answer, RequestBody, SeekTarget } from '../engine/protocol.ts';
import * as otp from '../otp/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { randomJourney } from '../testing/random-journey.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import { type Bench, milliseconds, percentile95 } from './harness.ts';

const EVENTS = 1_000_000;
const JUMPS = 60;
const FOREVER = Number.MAX_SAFE_INTEGER;

/** What the engine needs to be at another moment of a run of a million events. */
export default async function timeTravel(bench: Bench): Promise<void> {
  await bench.measure({
    name: 'runs that differ after random jumps, steps back, branches and undos',
    unit: 'of 1,000',
    goal: '<= 0',
    run: journeysThatDiffer,
  });
  for (const [words, scenario] of [
    ['a system of 8', essay],
    ['1,000 children', hive],
  ] as const) {
    const engine = await recorded(scenario);
    await bench.measure({
      name: `jump to any moment of 1 M events, ${words}, engine alone, p95`,
      unit: 'ms',
      goal: '<= 60',
      run: () =>
        percentile95(timesOf(() => engine.seek({ type: 'event', seq: engine.random(EVENTS) }))),
    });
    let step = 0;
    await bench.measure({
      name: `a step back, ${words}, engine alone, p95`,
      unit: 'ms',
      goal: '<= 20',
      run() {
        step = engine.seek({ type: 'event', seq: engine.random(EVENTS) });
        return percentile95(
          timesOf(() => {
            step = engine.seek({ type: 'step', step: step - 1 });
          }),
        );
      },
    });
  }
}

function journeysThatDiffer(): number {
  const scenario = smallScenario();
  const code = evaluateProgram(programOf(scenario), otp);
  let differ = 0;
  for (let seed = 0; seed < 1_000; seed++) {
    const { travelled, straight } = randomJourney(scenario, code, seed);
    if (travelled !== straight) differ++;
  }
  return differ;
}

const timesOf = (jump: () => void): number[] =>
  Array.from({ length: JUMPS }, () => milliseconds(jump));

function programOf({ modules }: Scenario): string {
  const compiled = compile(modules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.program;
}

/** A run of so many events, and a page that knows them all. */
async function recorded(scenario: Scenario) {
  const code = evaluateProgram(programOf(scenario), otp);
  const engine = createEngine(code, () => performance.now());
  const ask = (body: RequestBody) => engine.answer({ id: 1, run: 1, ...body }).answer;
  const batchOf = (answer: Answer) => {
    if (!('batch' in answer)) throw new Error(JSON.stringify(answer));
    return answer.batch;
  };
  batchOf(ask({ type: 'load', scenario, seed: 7, commands: [], until: null, terms: 'erlang' }));
  let have = 0;
  while (have < EVENTS) {
    const steps = { until: FOREVER, steps: 10_000, stopAt: 'none', sliceMs: 1_000 } as const;
    const { first, count } = batchOf(ask({ type: 'advance', ...steps }));
    if (count === 0) throw new Error('this scenario comes to rest');
    have = first + count;
  }
  let seed = 1;
  return {
    seek: (target: SeekTarget) => batchOf(ask({ type: 'seek', commands: [], target, have })).step,
    random(below: number) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    },
  };
}
