import type { Program } from './load-program.ts';
import { tameWorld } from './prelude.ts';

/** What the kernel may use of the host; there is nothing else once modules run. */
export interface WorkerHost {
  readonly port: MessagePort;
  /** Real milliseconds, to end a slice of work in time. Never for anything in a run. */
  readonly now: () => number;
}

/** A variable of the script around the kernel's bundle: see `worker-script.ts`. */
declare const __program: Program;

/**
 * The first thing in a Worker: takes what is needed of the host, tames the world (see `prelude.ts` for
 * the order), and calls `start` with the program when the page's port has come.
 */
export function bootWorker(start: (program: Program, host: WorkerHost) => void): void {
  const now = performance.now.bind(performance);
  const tellFrame = postMessage.bind(globalThis) as (message: unknown) => void;
  globalThis.onmessage = ({ ports: [port] }: MessageEvent) => {
    if (port === undefined) return;
    start(__program, { port, now });
    tellFrame('ready');
  };
  const left = tameWorld();
  if (left.length > 0) throw new Error(`This browser does not let go of ${left.join(', ')}.`);
}
