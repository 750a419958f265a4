import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { build } from 'vite';
import { compile } from '../src/engine/compile.ts';
import { evaluateProgram } from '../src/engine/evaluate.ts';
import { PAGE_POLICY } from '../src/engine/sandbox-frame.ts';
import { bundleClassicScript } from '../src/engine/vite-kernel-text.ts';
import { workerScript } from '../src/engine/worker-script.ts';
import { endOf } from './sandbox-page/end-of.ts';
import { type StaticServer, serve } from './static-server.ts';

const FOLDER = fileURLToPath(new URL('./sandbox-page/', import.meta.url));

let built: string;
let server: StaticServer;
let kernel: string;
/** A server that nobody may reach; it notes who does. */
let outside: Server;
let outsideUrl: string;
let reached: string[];

test.beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'sandbox-page-'));
  const policy = `<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />`;
  await build({
    configFile: false,
    root: FOLDER,
    base: './',
    logLevel: 'warn',
    plugins: [
      { name: 'policy', transformIndexHtml: (html) => html.replace('<head>', `<head>${policy}`) },
    ],
    build: { outDir: built, emptyOutDir: true, target: 'es2022', modulePreload: false },
  });
  server = await serve(built, '/sub/path/');
  kernel = await bundleClassicScript(join(FOLDER, 'kernel.ts'), { minify: true });
  outside = createServer((request, response) => {
    reached.push(request.url ?? '');
    response
      .writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' })
      .end('1');
  });
  await new Promise<void>((listening) => outside.listen(0, '127.0.0.1', listening));
  outsideUrl = `127.0.0.1:${(outside.address() as AddressInfo).port}`;
});

test.beforeEach(async ({ page }) => {
  reached = [];
  await page.goto(server.url);
  await page.waitForFunction(() => 'hooks' in window);
});

test.afterAll(async () => {
  await server.close();
  outside.close();
  outside.closeAllConnections();
  await rm(built, { recursive: true, force: true });
});

/** For an answer that comes, however busy the machine is. */
const PATIENCE_MS = 60_000;

/** Asks a Worker with this script, in the sandbox of the page. */
function ask(page: Page, script: string, question: unknown = null, patienceMs = PATIENCE_MS) {
  return page.evaluate((args) => hooks.ask(...args), [script, question, patienceMs] as const);
}

/** A Worker with no kernel and no prelude: only the frame and its policy hold it. */
function bareWorker(answer: string): string {
  return `onmessage = ({ ports: [port] }) => {
    port.onmessage = async ({ data: url }) => {
      let what; try { what = await (${answer}) } catch (error) { what = 'blocked' }
      port.postMessage(String(what));
    };
    postMessage('ready');
  };`;
}

test('a Worker is born with an origin of its own, and answers', { tag: '@firefox' }, async ({
  page,
}) => {
  expect(await ask(page, bareWorker('self.origin'))).toMatchObject({
    type: 'answer',
    answer: 'null',
  });
});

const REACHED = "(() => 'REACHED')";
const ATTEMPTS: Readonly<Record<string, string>> = {
  fetch: `fetch('http://' + url + '/fetch', { mode: 'no-cors' }).then(${REACHED})`,
  'fetch of the page itself': `fetch(data.page).then(${REACHED})`.replace('data.page', "'/'"),
  XMLHttpRequest:
    "(() => { const x = new XMLHttpRequest(); x.open('GET', 'http://' + url + '/xhr', false); x.send(); return 'REACHED' })()",
  WebSocket: `new Promise((ok, no) => { const s = new WebSocket('ws://' + url + '/ws'); s.onopen = () => ok('REACHED'); s.onerror = no; })`,
  EventSource: `new Promise((ok, no) => { const s = new EventSource('http://' + url + '/es'); s.onopen = () => ok('REACHED'); s.onerror = no; })`,
  importScripts: "importScripts('http://' + url + '/import.js'), 'REACHED'",
  'importScripts of a blob': "importScripts(URL.createObjectURL(new Blob(['1']))), 'REACHED'",
  'import()': `import('http://' + url + '/module.js').then(${REACHED})`,
  'import() of a data address': `import('data:text/javascript,1').then(${REACHED})`,
  eval: "(0, eval)('1'), 'REACHED'",
  'new Function': "new Function('return 1')(), 'REACHED'",
  'a constructor of functions': "(async () => {}).constructor('1')(), 'REACHED'",
  'setTimeout with a text':
    "new Promise((ok) => { self.done = () => ok('REACHED'); setTimeout('done()'); setTimeout(() => ok('blocked'), 200) })",
  WebAssembly: `WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(${REACHED})`,
  indexedDB: `new Promise((ok, no) => { const r = indexedDB.open('x'); r.onsuccess = () => ok('REACHED'); r.onerror = no })`,
  caches: `caches.open('x').then(${REACHED})`,
  OPFS: `navigator.storage.getDirectory().then(${REACHED})`,
  localStorage: "localStorage.setItem('a', 'b'), 'REACHED'",
  document: "document.title, 'REACHED'",
  parent: "parent.postMessage(1), 'REACHED'",
  'a Worker in the Worker, from elsewhere':
    "new Promise((ok, no) => { const w = new Worker('http://' + url + '/worker.js'); w.onmessage = () => ok('REACHED'); w.onerror = no; setTimeout(no, 300) })",
  'a Worker in the Worker that fetches': `new Promise((ok, no) => {
    const text = "fetch('http://" + url + "/nested', { mode: 'no-cors' }).then(() => postMessage('REACHED'), () => postMessage('blocked'))";
    const w = new Worker(URL.createObjectURL(new Blob([text])));
    w.onmessage = ({ data }) => ok(data); w.onerror = no;
  })`,
};

test('what a Worker tries without any help of ours in it fails by the frame’s policy', {
  tag: '@firefox',
}, async ({ page }) => {
  const results: Record<string, unknown> = {};
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    results[name] = (await ask(page, bareWorker(attempt), outsideUrl)).answer;
  }
  expect(results).toEqual(
    Object.fromEntries(Object.keys(ATTEMPTS).map((name) => [name, 'blocked'])),
  );
  expect(reached).toEqual([]);
});

test('the outside could be reached, were it not for the sandbox', async ({ page }) => {
  await page.goto(`http://${outsideUrl}/`);
  await page.evaluate(async (url) => fetch(`http://${url}/seen`, { mode: 'no-cors' }), outsideUrl);
  expect(reached).toContain('/seen');
});

/** Modules that end, never end, or hide; each answers the same in every engine. */
const MODULES: Readonly<Record<string, string>> = {
  ends: `import { primes } from './primes.ts'; export default () => primes(500).map((p) => p ** 3 % 97).join('')`,
  primes: `export function primes(n: number): number[] {
    const found: number[] = [];
    for (let i = 2; i < n; i++) if (found.every((p) => i % p !== 0)) found.push(i);
    return found;
  }`,
  sorts: `export default () => { let asked = 0; const a = Array.from({ length: 100 }, (_, i) => i * 7919 % 101);
    return [a.sort((x, y) => { asked++; return asked % 3 === 0 ? x - y : y - x }).join(), asked] }`,
  generates: `function* g(n: number): Generator<number> { if (n > 0) { yield n; yield* g(n - 1); } } export default () => [...g(100)]`,
  catches: `export default () => { try { (undefined as any).x } catch (e: any) { return [e.name, e.message] } }`,
  looped: 'export default () => { while (true); }',
  swallowing:
    'export default () => { while (true) { try { while (true); } catch { } finally { continue } } }',
  growing: 'export default () => { const a = [1]; for (const x of a) a.push(x) }',
  deep: 'const f = (): unknown => f(); export default () => f()',
  fields: 'class A { x: A = new A() } export default () => new A()',
  defaults: 'function f(x: unknown = f()): unknown { return x } export default () => f()',
  texts:
    'export default () => { const o = { toString(): string { return String(o) } }; return String(o) }',
  chained:
    'function* g(n: number): Generator<number> { yield n; yield* g(n + 1) } export default () => { for (const x of g(0)); }',
  hidden: `export default () => { try { for (;;); } finally { return 'got away' } }`,
};

test('a program ends the same way in the browser as in Node, after as many reductions', {
  tag: '@firefox',
}, async ({ page }) => {
  const compiled = compile(MODULES);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  expect(await page.evaluate((modules) => hooks.compile(modules), MODULES)).toEqual(compiled);

  const inNode = evaluateProgram(compiled.program, {});
  const names = Object.keys(MODULES).filter((name) => name !== 'primes');
  const there: Record<string, unknown> = {};
  for (const name of names) {
    const script = workerScript(kernel, compiled.program);
    there[name] = (await ask(page, script, name)).answer;
  }
  expect(there).toEqual(Object.fromEntries(names.map((name) => [name, endOf(inNode, name)])));
  expect(there).toMatchObject({
    looped: 'out of reductions after 200000',
    swallowing: 'out of reductions after 200000',
    hidden: 'out of reductions after 200000',
  });
});

/** What no count can see: one call that takes for ever. */
const SILENT: Readonly<Record<string, string>> = {
  'a pattern that goes back and forth': "export default () => /^(a+)+$/.test('a'.repeat(60) + 'b')",
  'a list without end': 'export default () => Array.from({ length: 2 ** 31 }, String).length',
};

for (const [what, stuck] of Object.entries(SILENT)) {
  test(
    `${what} silences its Worker only; the next one answers`,
    {
      tag: '@firefox',
    },
    async ({ page }, info) => {
      const compiled = compile({ stuck, fine: "export default () => 'here'" });
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
      const { first, second, turns, frames } = await page.evaluate(
        async ([script, patienceMs]) => {
          let first: unknown;
          const turns = await hooks.turnsDuring(async () => {
            first = await hooks.ask(script, 'stuck', 2_000);
          });
          const second = await hooks.ask(script, 'fine', patienceMs);
          return { first, second, turns, frames: hooks.frames() };
        },
        [workerScript(kernel, compiled.program), PATIENCE_MS] as const,
      );
      expect(first).toMatchObject({ type: 'silence' });
      expect(second).toMatchObject({ type: 'answer', answer: 'returned "here" after 1' });
      // At most the spare one: a Worker's frame goes with it.
      expect(frames).toBeLessThanOrEqual(1);
      const measured = `fresh Worker's answer after ${second.ms.toFixed(0)} ms (goal 100), ${turns} turns of the page meanwhile (of 200)`;
      info.annotations.push({ type: 'measured', description: measured });
      console.log(`${info.project.name}: ${measured}`);
      // A page that the Worker kept from its work has one or two.
      expect(turns).toBeGreaterThan(10);
    },
  );
}

test('a script that does not run is told, and its frame is gone', { tag: '@firefox' }, async ({
  page,
}) => {
  const { type, answer } = await ask(page, 'this is no script');
  expect(type).toBe('failed');
  // Firefox does not say why.
  expect(answer).toMatch(
    /^The engine's Worker failed to start: (.*SyntaxError|its script does not run)/,
  );
  expect(await page.evaluate(() => hooks.frames())).toBeLessThanOrEqual(1);
});

test('a spare frame that died is noticed, and another one takes its place', async ({ page }) => {
  await page.evaluate(() => {
    hooks.warmUp();
    document.querySelector('iframe')?.remove();
  });
  expect(await ask(page, bareWorker('self.origin'))).toMatchObject({
    type: 'answer',
    answer: 'null',
  });
});
