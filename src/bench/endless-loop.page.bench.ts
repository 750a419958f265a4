import kernelText from 'virtual:kernel-text';
import { compile } from '../engine/compile.ts';
import { createEngineClient } from '../engine/engine-client.ts';
import { createSandbox } from '../engine/sandbox.ts';
import { workerScript } from '../engine/worker-script.ts';
import { defineScenario } from '../scenario/define-scenario.ts';
import { after } from '../store/browser-deps.ts';
import { pause } from './app-frame.ts';
import type { Bench } from './harness.ts';

/** What loops in an author's code is counted and ended; this is one of the few things that can't be. */
const scenario = defineScenario({
  title: 'Endless',
  modules: {
    endless: `
      import { genServer, noreply, ok, type Self } from 'otp';
      export const start = (self: Self) => genServer.startLink(self, 'endless', null, { name: 'endless' });
      export default {
        init: () => ok(0),
        handleCast(_message: string, state: number) {
          /^(a+)+$/.test('a'.repeat(60) + 'b');
          return noreply(state);
        },
      };`,
  },
  boot: [{ type: 'start', module: 'endless', function: 'start', args: [] }],
});
const SECOND = 1_000_000;

/** A Worker that does not come back is ended; how soon the next one answers. */
export default async function endlessLoop(bench: Bench): Promise<void> {
  const sandbox = createSandbox(document);
  const engine = createEngineClient({
    startWorker: (program) => sandbox.startWorker(workerScript(kernelText, program)),
    compile,
    after,
    patienceMs: 500,
  });
  const load = () =>
    engine.load({
      scenario,
      seed: 1,
      commands: [],
      until: { at: SECOND, step: 0 },
      terms: 'erlang',
    });
  const must = (found: { readonly type: string }, wanted: string) => {
    if (found.type !== wanted) throw new Error(`not ${wanted}: ${JSON.stringify(found)}`);
  };
  must(await load(), 'advanced');
  await bench.measure({
    name: 'endless loop: from the watchdog to a fresh Worker that answers',
    unit: 'ms',
    goal: '<= 100',
    async run() {
      // As a person would who looks at the page for a second before it gets stuck.
      await pause(1_000);
      must(await engine.act({ type: 'cast', target: 'endless', message: 'go' }), 'acted');
      const stuck = await engine.advance({
        until: 10 * SECOND,
        steps: 100,
        stopAt: 'none',
        sliceMs: 1_000,
      });
      must(stuck, 'stuck');
      const fired = performance.now();
      must(await load(), 'advanced');
      return performance.now() - fired;
    },
  });
  engine.stop();
  sandbox.close();
}
