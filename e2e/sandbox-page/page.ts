import { compile } from '../../src/engine/compile.ts';
import { createSandbox } from '../../src/engine/sandbox.ts';

/** What the tests of the sandbox drive: a page with the playground's policy and nothing else in it. */
const sandbox = createSandbox(document);

/** Starts a Worker with this script and asks it one thing. `startMs`: from the start to the answer. */
async function ask(script: string, question: unknown, patienceMs = 2_000) {
  const began = performance.now();
  const worker = sandbox.startWorker(script);
  try {
    await worker.ready;
    const answer = await new Promise<unknown>((resolve) => {
      worker.port.onmessage = ({ data }) => resolve({ type: 'answer', answer: data });
      worker.port.postMessage(question);
      setTimeout(() => resolve({ type: 'silence' }), patienceMs);
    });
    return { ...(answer as { type: string; answer?: unknown }), ms: performance.now() - began };
  } catch (error) {
    return { type: 'failed', answer: (error as Error).message, ms: performance.now() - began };
  } finally {
    worker.terminate();
  }
}

/** Frames in the page: the spare one, if every Worker was ended with its own. */
function frames(): number {
  return document.querySelectorAll('iframe').length;
}

/** How often the page came to its own work during `during`: every 10 ms, unless it is kept from it. */
async function turnsDuring(during: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const timer = setInterval(() => turns++, 10);
  await during();
  clearInterval(timer);
  return turns;
}

const sandboxHooks = { ask, frames, turnsDuring, compile, warmUp: sandbox.warmUp };
Object.assign(window, { hooks: sandboxHooks });

declare global {
  /** The page's, not the test's own: there in what `page.evaluate` runs. */
  var hooks: typeof sandboxHooks;
}
