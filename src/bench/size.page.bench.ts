import type { Bench } from './harness.ts';

/** How much JavaScript the page asks for by itself, before anybody has asked it for anything. */
export default async function size(bench: Bench): Promise<void> {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'width: 1280px; height: 800px';
  document.body.append(frame);
  await new Promise((loaded) => {
    frame.onload = loaded;
    frame.src = '/app/';
  });
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (view === null) throw new Error('the frame has no window');

  const scripts = await quietList(view);
  if (scripts.length === 0) throw new Error('the page loads no script: was it built?');
  const sizes = await Promise.all(scripts.map(gzipped));
  const kilobytes = sizes.reduce((a, b) => a + b, 0) / 1_000;
  await bench.measure({
    name: `initial JavaScript, ${scripts.length} ${scripts.length === 1 ? 'file' : 'files'}`,
    unit: 'kB gzip',
    goal: '<= 200',
    run: () => kilobytes,
  });
  frame.remove();
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
