import kernelText from 'virtual:kernel-text';
import { compiledProgram } from './compiled-program.ts';
import { createEngineClient, type EngineClient } from './engine-client.ts';
import { createSandbox } from './sandbox.ts';
import { workerScript } from './worker-script.ts';

/**
 * Makes engines as the page uses them: Workers in the sandbox, programs of the built-in scenarios as the
 * build compiled them, and the compiler, which is heavy, loaded when there is other code to compile.
 */
export function pageEngines(
  page: Document,
  after: (ms: number, callback: () => void) => () => void,
): () => EngineClient {
  const sandbox = createSandbox(page);
  sandbox.warmUp();
  return () =>
    createEngineClient({
      startWorker: (program) => sandbox.startWorker(workerScript(kernelText, program)),
      async compile(modules) {
        const program = await compiledProgram(modules);
        if (program !== null) return { ok: true, program };
        return (await import('./compile.ts')).compile(modules);
      },
      after,
    });
}
