import { Bench, type BenchFile, type Options, type Result } from './harness.ts';

export type FromWorker =
  | { readonly type: 'result'; readonly result: Result }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string };

const files = import.meta.glob<BenchFile>([
  './*.bench.ts',
  '!./*.node.bench.ts',
  '!./*.page.bench.ts',
]);

addEventListener('message', async ({ data }: MessageEvent<{ path: string; options: Options }>) => {
  const say = (message: FromWorker) => postMessage(message);
  try {
    const file = await files[data.path]?.();
    if (file === undefined) throw new Error(`There is no ${data.path}`);
    await file.default(
      new Bench('worker', (result) => say({ type: 'result', result }), data.options),
    );
    say({ type: 'done' });
  } catch (error) {
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
