import { Bench, type BenchFile, type Options } from './harness.ts';
import type { FromWorker } from './main-worker.ts';

/** Runs in Chromium, with nobody watching: each result is posted to the server the page came from. */
const pageFiles = import.meta.glob<BenchFile>('./*.page.bench.ts');
const allFiles = import.meta.glob<BenchFile>(['./*.bench.ts', '!./*.node.bench.ts']);

const query = new URLSearchParams(location.search);
const options: Options = {
  runs: Number(query.get('runs')),
  warmUps: Number(query.get('warmUps')),
};
const wanted = query.getAll('only');
let sent: Promise<unknown> = Promise.resolve();

// Not at the top level: a benchmark that shares a file with this one would wait for it to be over.
void runAll();

async function runAll(): Promise<void> {
  for (const path of Object.keys(allFiles)) {
    if (wanted.length > 0 && !wanted.some((word) => path.includes(word))) continue;
    const inPage = pageFiles[path];
    if ((inPage === undefined ? 'worker' : 'page') !== query.get('host')) continue;
    await post('file', path);
    try {
      if (inPage === undefined) await runInWorker(path);
      else
        await (await inPage()).default(
          new Bench('page', (result) => void post('result', result), options),
        );
    } catch (error) {
      await post('failed', `${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await post('done', null);
}

function runInWorker(path: string): Promise<void> {
  const worker = new Worker(new URL('./main-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<void>((resolve, reject) => {
    worker.onmessage = async ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'result') await post('result', data.result);
      else if (data.type === 'done') resolve();
      else reject(new Error(data.message));
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ path, options });
  }).finally(() => worker.terminate());
}

/** One after the other, so that they arrive in order. */
function post(type: string, value: unknown): Promise<unknown> {
  sent = sent.then(() => fetch(`/report/${type}`, { method: 'POST', body: JSON.stringify(value) }));
  return sent;
}
