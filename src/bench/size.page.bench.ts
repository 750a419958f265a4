import { openApp, treeStands } from './app-frame.ts';
import type { Bench } from './harness.ts';

/**
 * How much JavaScript the page asks for by itself, before anybody has asked it for anything: all that
 * comes until the tree stands, the essay plays, and nothing more was asked for in a second.
 */
export default async function size(bench: Bench): Promise<void> {
  const app = await openApp();
  await treeStands(app);
  const scripts = await quietList(app.view);
  const sizes = await Promise.all(scripts.map(gzipped));
  app.close();
  const kilobytes = sizes.reduce((a, b) => a + b, 0) / 1_000;
  await bench.measure({
    name: `initial JavaScript, ${scripts.length} files`,
    unit: 'kB gzip',
    goal: '<= 200',
    run: () => kilobytes,
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

async function gzipped(url: string): Promise<number> {
  const { body } = await fetch(url);
  if (body === null) return 0;
  const stream = body.pipeThrough(new CompressionStream('gzip'));
  return (await new Response(stream).arrayBuffer()).byteLength;
}
