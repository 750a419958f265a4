import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { smallScenario } from '../testing/small-scenario.ts';
import { compile } from './compile.ts';
import type { Answer, Request } from './protocol.ts';
import { runHeadless } from './run-headless.ts';
import { bundleClassicScript } from './vite-kernel-text.ts';
import { workerScript } from './worker-script.ts';

const END = 1_000_000;

/** What a Worker finds, as far as the kernel looks, in a world of its own. */
function fakeWorker(script: string) {
  const posted: unknown[] = [];
  let onmessage = (_event: unknown) => {};
  const host = {
    performance: { now: () => performance.now() },
    postMessage: (message: unknown) => posted.push(message),
    // As in a Worker, what was given to it stays when its name is gone.
    set onmessage(listener: typeof onmessage) {
      onmessage = listener;
    },
  };
  const world = createContext(host);
  runInContext(script, world);
  const answers: Answer[] = [];
  const port = {
    onmessage: (_event: { data: Request }) => {},
    postMessage: (answer: Answer) => answers.push(answer),
  };
  onmessage({ ports: [port] });
  return {
    posted,
    ask(request: Request): Answer | undefined {
      // A message is made of the objects of the world it comes to.
      port.onmessage({ data: runInContext(`(${JSON.stringify(request)})`, world) });
      return answers.at(-1);
    },
  };
}

test('the bundled kernel, in a tamed world, runs the same run as Node does', async () => {
  const scenario = smallScenario({
    script: [{ at: 100_000, type: 'exit', target: 'kv', reason: 'kill' }],
  });
  const compiled = compile(scenario.modules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const entry = fileURLToPath(new URL('engine.worker.ts', import.meta.url));
  const kernel = await bundleClassicScript(entry, { minify: true });
  // The compiler stays on the page.
  expect(kernel.length).toBeLessThan(180_000);

  const worker = fakeWorker(workerScript(kernel, compiled.program));
  expect(worker.posted).toEqual(['ready']);
  const common = { run: 1, id: 1 } as const;
  const loaded = worker.ask({
    ...common,
    type: 'load',
    scenario,
    seed: 7,
    commands: [],
    until: null,
    terms: 'erlang',
  });
  expect(loaded).toMatchObject({ type: 'advanced' });
  const answer = worker.ask({
    ...common,
    type: 'advance',
    until: END,
    steps: 1_000_000,
    stopAt: 'none',
    sliceMs: 60_000,
  });
  const { hash } = runHeadless(scenario, { seed: 7, until: END });
  expect(answer).toMatchObject({ type: 'advanced', batch: { at: END, hash } });
});
