import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { serve } from './static-server.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Before all tests: makes a production build and serves it under a sub-path, as a project page is.
 * Each run has a build of its own, so that no test ever judges yesterday's page.
 */
export default async function serveBuild(): Promise<() => Promise<void>> {
  const folder = `${ROOT}node_modules/.cache/playground-e2e/${process.pid}`;
  await build({ root: ROOT, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  const server = await serve(folder, '/some/playground/');
  // The tests run in processes of their own and read this in playwright.config.ts.
  process.env.PLAYGROUND_URL = server.url;
  return async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
}
