import { FRAME_DOCUMENT } from './sandbox-frame.ts';

/** A sandboxed frame, for one Worker. */
export interface Frame {
  /**
   * Makes the Worker, unless there is one with this script already. Resolves when it exists and the
   * frame is known to live; rejects with FrameSilent if the frame doesn't answer within `limitMs`.
   */
  giveBirth(script: string, limitMs?: number): Promise<void>;
  /** Hands the port to the Worker. Resolves when its kernel listens to it. */
  connect(port: MessagePort): Promise<void>;
  /** Ends the Worker, however busy it is. */
  remove(): void;
}

/** Neither loaded nor answered: the browser refuses the frame, or its process died. */
export class FrameSilent extends Error {}

/** For a frame to load and to answer, and for a Worker to evaluate its script, on a busy machine too. */
const LIMIT_MS = 15_000;

type FrameMessage = { type: 'born' } | { type: 'ready' } | { type: 'failed'; message: string };

export function openFrame(page: Document): Frame {
  const { port1: control, port2 } = new MessageChannel();
  const frame = page.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('aria-hidden', 'true');
  frame.title = 'Engine';
  frame.hidden = true;
  frame.srcdoc = FRAME_DOCUMENT;
  const hello = () => frame.contentWindow?.postMessage(null, '*', [port2]);
  frame.addEventListener('load', hello, { once: true });
  page.body.append(frame);

  let failure: Error | null = null;
  let hear: (type: 'born' | 'ready' | 'failed') => void = () => {};
  control.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
    if (data.type === 'failed') {
      failure = new Error(`The engine's Worker failed to start: ${data.message}`);
    }
    hear(data.type);
  };

  /** Sends something, and waits for the frame to say `type`; `silence` is the error if it doesn't. */
  function ask(
    message: string | null,
    ports: MessagePort[],
    type: 'born' | 'ready',
    limitMs: number,
    silence: () => Error,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(silence()), limitMs);
      hear = (heard) => {
        if (heard !== type && failure === null) return;
        clearTimeout(timer);
        if (failure === null) resolve();
        else reject(failure);
      };
      control.postMessage(message, ports);
      // A script that does not run is told some time after the Worker was born.
      if (failure !== null) hear('failed');
    });
  }

  let present: string | null = null;
  let birth: Promise<void> = Promise.resolve();

  return {
    giveBirth(script, limitMs = LIMIT_MS) {
      const next = () => {
        const message = script === present ? null : script;
        if (message !== null) failure = null;
        present = script;
        return ask(message, [], 'born', limitMs, frameSilence);
      };
      birth = birth.then(next, next);
      return birth;
    },
    connect: (port) => ask(null, [port], 'ready', LIMIT_MS, workerSilence),
    remove() {
      frame.remove();
      control.close();
    },
  };
}

const frameSilence = () =>
  new FrameSilent(
    'The sandboxed frame for the engine did not come up. An extension or a setting of the browser ' +
      'may forbid sandboxed frames or Workers: allow them for this page, and reload it.',
  );

const workerSilence = () =>
  new Error(
    `The engine's Worker did not get ready within ${LIMIT_MS / 1_000} s. Reload the page; if ` +
      'that does not help, this browser may be too old.',
  );
