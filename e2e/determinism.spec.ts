import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { runnerImport } from 'vite';
import { compile } from '../src/engine/compile.ts';
import { evaluateProgram } from '../src/engine/evaluate.ts';
import { codeOf } from '../src/engine/run-code.ts';
import { bundleClassicScript } from '../src/engine/vite-kernel-text.ts';
import { workerScript } from '../src/engine/worker-script.ts';
import * as otp from '../src/otp/index.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { type Digest, digest } from '../src/testing/digest.ts';
import { serve } from './static-server.ts';

const RUNS = 1_000;
const SECONDS = 3;

const inFolder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test(
  `${RUNS} seeds with random kills give the same hashes in Node and in a Worker, and again after undo and redo`,
  {
    tag: '@firefox',
  },
  async ({ page }, info) => {
    const { module } = await runnerImport<{ default: Scenario }>(
      inFolder('../src/content/scenarios/essay/scenario.ts'),
      { configFile: false, logLevel: 'warn' },
    );
    const scenario = module.default;
    const compiled = compile(scenario.modules);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
    const input = { scenario, runs: RUNS, seconds: SECONDS };

    const here = digest({ ...input, code: codeOf(evaluateProgram(compiled.program, otp)) });
    expect(here.mismatches).toEqual([]);
    expect(new Set(here.hashes).size).toBe(RUNS);
    expect(here.kills).toBeGreaterThan(RUNS);

    const kernel = await bundleClassicScript(inFolder('./digest-worker/worker.ts'), {
      minify: true,
    });
    const folder = await mkdtemp(join(tmpdir(), 'digest-page-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Digest</title>');
    const server = await serve(folder, '/');
    try {
      await page.goto(server.url);
      const there = await page.evaluate(askWorker, {
        script: workerScript(kernel, compiled.program),
        question: input as unknown,
      });
      expect(there).toEqual(here);
      info.annotations.push({
        type: 'measured',
        description: `${RUNS} runs, ${here.kills} kills, ${here.steps} steps: 0 mismatches`,
      });
    } finally {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** Runs in the page: a Worker of this script, told apart from the engine's by nothing but its question. */
function askWorker({ script, question }: { script: string; question: unknown }): Promise<Digest> {
  const worker = new Worker(URL.createObjectURL(new Blob([script])));
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(null, [port2]);
    port1.postMessage(question);
  });
}
