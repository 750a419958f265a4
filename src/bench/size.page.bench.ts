import { openApp, pause, treeStands } from './app-frame.ts';
import type { Bench } from './harness.ts';

/** The page waits so long, at the most, before it loads ahead of time what it did not need to begin. */
const AHEAD_AFTER_MS = 6_000;

/**
 * How much JavaScript the page asks for by itself, before anybody has asked it for anything: all that
 * comes until the tree stands, the essay plays, and nothing more was asked for in a second. And how
 * much it then loads ahead of time, when it has nothing else to do.
 */
export default async function size(bench: Bench): Promise<void> {
  const app = await openApp();
  await treeStands(app);
  const initial = await quietList(app.view);
  await pause(AHEAD_AFTER_MS);
  const ahead = (await quietList(app.view)).filter((script) => !initial.includes(script));
  const sizes = [await kilobytesOf(initial), await kilobytesOf(ahead)] as const;
  app.close();
  await bench.measure({
    name: `initial JavaScript, ${initial.length} files`,
    unit: 'kB gzip',
    goal: '<= 200',
    run: () => sizes[0],
  });
  await bench.measure({
    name: `JavaScript loaded ahead of time, ${ahead.length} files`,
    unit: 'kB gzip',
    run: () => sizes[1],
  });
}

/** The scripts asked for until none has been added for a second. */
async function quietList(view: Window & typeof globalThis): Promise<string[]> {
  let scripts: string[] = [];
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const entries = view.performance.getEntriesByType('resource').map(({ name }) => name);
    const now = [...new Set(entries.filter((name) => /\.m?js(\?|$)/.test(name)))];
    if (now.length === scripts.length) return now;
    scripts = now;
  }
}

async function kilobytesOf(scripts: readonly string[]): Promise<number> {
  const sizes = await Promise.all(scripts.map(gzipped));
  return sizes.reduce((a, b) => a + b, 0) / 1_000;
}

async function gzipped(url: string): Promise<number> {
  const { body } = await fetch(url);
  if (body === null) return 0;
  const stream = body.pipeThrough(new CompressionStream('gzip'));
  return (await new Response(stream).arrayBuffer()).byteLength;
}
