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

/** The longest the page was kept from its work during `during`, in milliseconds. */
async function longestPause(during: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 10);
  await during();
  clearInterval(timer);
  return longest;
}

const sandboxHooks = { ask, frames, longestPause, compile, warmUp: sandbox.warmUp };
Object.assign(window, { hooks: sandboxHooks });

declare global {
  /** The page's, not the test's own: there in what `page.evaluate` runs. */
  var hooks: typeof sandboxHooks;
}
