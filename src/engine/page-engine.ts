import kernelText from 'virtual:kernel-text';
import { createEngineClient, type EngineClient } from './engine-client.ts';
import { createSandbox } from './sandbox.ts';
import { workerScript } from './worker-script.ts';

/**
 * The engine as the page uses it: Workers in the sandbox, and the compiler loaded when code is first
 * to be compiled, because it is heavy and a page that only shows itself can do without.
 */
export function createPageEngine(
  page: Document,
  after: (ms: number, callback: () => void) => () => void,
): EngineClient {
  const sandbox = createSandbox(page);
  sandbox.warmUp();
  return createEngineClient({
    startWorker: (program) => sandbox.startWorker(workerScript(kernelText, program)),
    compile: async (modules) => (await import('./compile.ts')).compile(modules),
    after,
  });
}
