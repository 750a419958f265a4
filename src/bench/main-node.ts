import { Bench, type BenchFile } from './harness.ts';

/** Runs the one file it is told of, in a process of its own, and sends each result to its parent. */
const files = import.meta.glob<BenchFile>(['./*.bench.ts', '!./*.page.bench.ts']);

const [path = '', runs, warmUps] = process.argv.slice(2);
/** Not at the top level: the files share modules with this one, and would wait for it while it waits for them. */
async function main(): Promise<void> {
  if (path === '--list') {
    process.send?.(Object.keys(files));
    return;
  }
  const file = await files[path]?.();
  if (file === undefined) throw new Error(`There is no ${path}`);
  const options = { runs: Number(runs), warmUps: Number(warmUps) };
  await file.default(new Bench('node', (result) => void process.send?.(result), options));
}

void main();
