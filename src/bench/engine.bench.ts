import { BatchWriter } from '../engine/batch-writer.ts';
import { compile } from '../engine/compile.ts';
import { createEngine } from '../engine/create-engine.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import type { RequestBody } from '../engine/protocol.ts';
import { Run } from '../engine/run.ts';
import { codeOf } from '../engine/run-code.ts';
import * as otp from '../otp/index.ts';
import { defineScenario } from '../scenario/define-scenario.ts';
import type { Bench } from './harness.ts';

const PAIRS = 500;
const STEPS = 200_000;
const BATCH = 40_000;
const FOREVER = 1e12;

const scenario = defineScenario({
  title: 'Calls',
  schedulingDelayUs: [1, 64],
  modules: {
    server: `
      import { ok, reply } from 'otp';
      export default {
        init: () => ok({ n: 0 }),
        handleCall: (request, _from, state) => reply(request, { n: state.n + 1 }),
      };`,
    boot: `
      import { genServer } from 'otp';
      export function* start(self, pairs) {
        for (let index = 0; index < pairs; index++) {
          yield* genServer.start(self, 'server', null, { name: 's' + index });
          self.spawn('boot', 'client', ['s' + index]);
        }
      }
      export function* client(self, server) {
        for (let index = 0; index < 100; index++) yield* self.call(server, index);
        return self.tailCall('client', server);
      }`,
  },
  boot: [{ type: 'start', module: 'boot', function: 'start', args: [PAIRS] }],
});

/** What it costs that somebody watches: the same calls in the bare world, and through the engine's batches. */
export default async function engine(bench: Bench): Promise<void> {
  const compiled = compile(scenario.modules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const code = evaluateProgram(compiled.program, otp);

  const bare = Run.start({ scenario, seed: 1, code: codeOf(code) });
  bare.advance(FOREVER, STEPS);
  const watched = createEngine(code, () => performance.now());
  const ask = (body: RequestBody) => {
    const { answer } = watched.answer({ id: 1, run: 1, ...body });
    if (answer.type !== 'advanced') throw new Error(JSON.stringify(answer));
    return answer;
  };
  const slice = (steps: number, sliceMs: number) =>
    ask({ type: 'advance', until: FOREVER, steps, stopAt: 'none', sliceMs });
  ask({ type: 'load', scenario, seed: 1, commands: [], until: null, terms: 'erlang' });
  slice(STEPS, 60_000);

  await bench.compare(
    [
      {
        name: 'events through the engine, 8 ms a batch',
        unit: 'events/s',
        run() {
          const started = performance.now();
          let events = 0;
          for (let left = STEPS, last = slice(0, 0).batch.step; left > 0; ) {
            const { batch } = slice(left, 8);
            events += batch.count;
            left -= batch.step - last;
            last = batch.step;
          }
          return (events * 1_000) / (performance.now() - started);
        },
      },
      {
        name: 'events in the bare world',
        unit: 'events/s',
        run() {
          const { world } = bare;
          const first = world.node.trace.length;
          const started = performance.now();
          world.advance(FOREVER, STEPS);
          world.hash();
          return ((world.node.trace.length - first) * 1_000) / (performance.now() - started);
        },
      },
    ],
    [{ to: 'events in the bare world', name: 'engine to bare world', goal: 0.9 }],
  );

  await bench.measure({
    name: `a batch of ${BATCH} events`,
    unit: 'ms',
    goal: '<= 3',
    run() {
      const { writer, run } = writerOf(code);
      while (writer.waiting < BATCH) run.advance(FOREVER, 64);
      run.hash();
      const started = performance.now();
      writer.write(run);
      return performance.now() - started;
    },
  });
}

function writerOf(code: ReturnType<typeof evaluateProgram>) {
  const run = Run.start({ scenario, seed: 1, code: codeOf(code) });
  const writer = new BatchWriter(run.world.node.trace, 'erlang');
  run.advance(FOREVER, 20_000);
  writer.write(run);
  return { writer, run };
}
