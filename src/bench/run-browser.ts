import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { executableOf, requireChromium } from '../../e2e/browsers.ts';
import { serve } from '../../e2e/static-server.ts';
import { type Arguments, Conclusion, parseArguments } from './command-line.ts';
import { essayDigest } from './determinism.bench.ts';
import type { Host, Result } from './harness.ts';
import { memoryOf } from './renderer-memory.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = { configFile: `${ROOT}vite.config.ts`, root: ROOT, logLevel: 'warn' } as const;

/** The longest silence before the browser is given up. */
const SILENCE_MAX_MS = 180_000;

const FLAGS = [
  '--headless=new',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--enable-precise-memory-info',
  '--window-size=1280,800',
];

/**
 * Runs the benchmarks in Chromium. The browser is started directly and nothing is attached to it:
 * under a debugger, code that throws runs two to three times slower. The page posts its results.
 * It finds the playground itself, a production build, under `/app/`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const given = parseArguments(args);
  const executable = executableOf(requireChromium());
  const folder = `${ROOT}node_modules/.cache/playground-bench/browser-${process.pid}`;
  const profile = `${tmpdir()}/playground-bench-${process.pid}`;
  try {
    await build({ ...CONFIG, build: { outDir: `${folder}/app`, emptyOutDir: true } });
    await build({
      ...CONFIG,
      base: '/',
      publicDir: false,
      worker: { format: 'es' },
      build: {
        outDir: folder,
        emptyOutDir: false,
        target: 'esnext',
        modulePreload: false,
        rolldownOptions: {
          input: `${ROOT}src/bench/main-page.ts`,
          output: { entryFileNames: 'main.js' },
        },
      },
    });
    await writeFile(
      `${folder}/index.html`,
      '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/main.js"></script>',
    );
    await mkdir(profile, { recursive: true });
    await measure(executable, folder, profile, given);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function measure(
  executable: string,
  folder: string,
  profile: string,
  given: Arguments,
): Promise<void> {
  let conclusion = new Conclusion('Chromium', given);
  let finish: (failure?: string) => void = () => {};
  let finished: Promise<string | undefined>;
  let silence: NodeJS.Timeout | undefined;
  const waitOn = () => {
    clearTimeout(silence);
    silence = setTimeout(
      () => finish(`nothing heard for ${SILENCE_MAX_MS / 1_000} s`),
      SILENCE_MAX_MS,
    );
  };

  let browser: ChildProcess | undefined;
  let isFirst = true;
  const server = await serve(folder, '/', (request, response) => {
    // An address that no cache knows (app-frame.ts).
    request.url = request.url?.replace(/^\/fresh-\d+\//, '/');
    if (request.url === '/node-digest') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(essayDigest()));
      return true;
    }
    if (request.url === '/memory') {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(String(memoryOf(browser?.pid ?? 0)));
      return true;
    }
    const [, type] = /^\/report\/(\w+)$/.exec(request.url ?? '') ?? [];
    if (request.method !== 'POST' || type === undefined) return false;
    waitOn();
    if (isFirst) conclusion = new Conclusion(versionOf(request), given);
    isFirst = false;
    void readJson(request).then((value) => {
      if (type === 'file') conclusion.begin(value as string);
      else if (type === 'result') conclusion.add(value as Result);
      else if (type === 'failed') conclusion.fail(value as string);
      else if (type === 'done') finish();
      response.writeHead(204).end();
    });
    return true;
  });

  const visit = async (host: Host, flags: readonly string[]) => {
    finished = new Promise((resolve) => {
      finish = resolve;
    });
    const query = new URLSearchParams(given.words.map((word) => ['only', word]));
    query.set('host', host);
    query.set('runs', String(given.options.runs));
    query.set('warmUps', String(given.options.warmUps));
    const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = spawn(
      executable,
      [...FLAGS, ...flags, ...noSandbox, `--user-data-dir=${profile}`, `${server.url}?${query}`],
      { stdio: 'ignore' },
    );
    const child = browser;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.once('error', (error) => finish(error.message));
    child.once('exit', (code) => finish(`the browser ended by itself, code ${code}`));
    waitOn();

    const failure = await finished;
    clearTimeout(silence);
    if (failure !== undefined) conclusion.fail(failure);
    child.kill();
    await ended;
  };
  await visit('worker', ['--js-flags=--expose-gc']);
  // The playground refuses a browser that has a `gc` it can't remove: nothing may tell a run of memory.
  await visit('page', []);
  await server.close();
  await conclusion.end();
}

function versionOf(request: IncomingMessage): string {
  const [, version] = /Chrome\/([\d.]+)/.exec(request.headers['user-agent'] ?? '') ?? [];
  return `Chromium ${version ?? ''}, headless, no debugger`;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
