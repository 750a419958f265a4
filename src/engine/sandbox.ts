import { type Frame, FrameSilent, openFrame } from './open-frame.ts';

/**
 * Starts Workers that code from anywhere may run in: each in a sandboxed frame of its own
 * (`sandbox-frame.ts`), which goes with it. One more frame is kept ready, with a Worker in it that has
 * the script of the last one and waits for a port: who had to be ended has a successor at once.
 */
export interface Sandbox {
  /** `script`: all of the Worker's text, made by `workerScript`. */
  startWorker(script: string): SandboxedWorker;
  /** Makes the spare frame, if there is none. */
  warmUp(): void;
  /** Ends all Workers and removes all frames. */
  close(): void;
}

export interface SandboxedWorker {
  /** Straight to the Worker. What comes out of it is input from a stranger. */
  readonly port: MessagePort;
  /** Resolves when the Worker's kernel listens to the port; rejects with an Error that can be shown. */
  readonly ready: Promise<void>;
  terminate(): void;
}

/** A spare frame that is silent for so long has died, or is no faster than a new one. */
const SPARE_LIMIT_MS = 3_000;
/** Not at once: the run that just began has more use for the processor. */
const SPARE_AFTER_MS = 500;

export function createSandbox(page: Document): Sandbox {
  let spare: Frame | null = null;
  let isClosed = false;
  const frames = new Set<Frame>();

  function open(): Frame {
    const frame = openFrame(page);
    frames.add(frame);
    return frame;
  }

  function drop(frame: Frame | null): void {
    if (frame === null) return;
    frame.remove();
    frames.delete(frame);
    if (spare === frame) spare = null;
  }

  function warmUp(): void {
    spare ??= open();
  }

  function prepareSpare(script: string): void {
    if (isClosed) return;
    spare ??= open();
    // Whether it is of use, and lives, shows when it is wanted.
    spare.giveBirth(script, SPARE_LIMIT_MS).catch(() => {});
  }

  function startWorker(script: string): SandboxedWorker {
    let frame: Frame | null = null;
    let isOver = false;
    const { port1, port2 } = new MessageChannel();

    async function start(): Promise<void> {
      const first = spare;
      spare = null;
      frame = first ?? open();
      try {
        await frame.giveBirth(script, first === null ? undefined : SPARE_LIMIT_MS);
      } catch (error) {
        // The process of a spare frame may have died meanwhile, without a word: once more, in a new one.
        if (isOver || first === null || !(error instanceof FrameSilent)) throw error;
        drop(frame);
        frame = open();
        await frame.giveBirth(script);
      }
      if (!isOver) await frame.connect(port2);
      setTimeout(() => prepareSpare(script), SPARE_AFTER_MS);
    }

    const ready = start().catch((error: unknown) => {
      terminate();
      throw error;
    });
    // Who does not wait for it will find the port silent.
    ready.catch(() => {});

    function terminate(): void {
      isOver = true;
      drop(frame);
      port1.close();
    }
    return { port: port1, ready, terminate };
  }

  return {
    startWorker,
    warmUp,
    close() {
      isClosed = true;
      for (const frame of [...frames]) drop(frame);
    },
  };
}
