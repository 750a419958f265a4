import { FRAME_DOCUMENT } from './sandbox-frame.ts';

/** A sandboxed frame, for one Worker. */
export interface Frame {
  /** Resolves when the Worker exists. Rejects with FrameSilent if the frame doesn't answer. */
  giveBirth(script: string): Promise<void>;
  /** Hands the port to the Worker. Resolves when its kernel listens to it. */
  connect(port: MessagePort): Promise<void>;
  /** Ends the Worker, however busy it is. */
  remove(): void;
}

/** Neither loaded nor answered: the browser refuses the frame, or its process died. */
export class FrameSilent extends Error {}

/** For a frame to load, and to answer: one whose process died is silent. */
const FRAME_LIMIT_MS = 3_000;
/** For a Worker to evaluate its script. */
const WORKER_LIMIT_MS = 5_000;

type FrameMessage = { type: 'born' } | { type: 'ready' } | { type: 'failed'; message: string };

export function openFrame(page: Document): Frame {
  const { port1: control, port2 } = new MessageChannel();
  const frame = page.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('aria-hidden', 'true');
  frame.title = 'Engine';
  frame.hidden = true;
  frame.srcdoc = FRAME_DOCUMENT;
  const loaded = new Promise<void>((resolve) => {
    frame.addEventListener('load', () => resolve(), { once: true });
  });
  page.body.append(frame);
  void loaded.then(() => frame.contentWindow?.postMessage(null, '*', [port2]));

  let hear: (message: FrameMessage) => void = () => {};
  control.onmessage = ({ data }: MessageEvent<FrameMessage>) => hear(data);

  /** Waits for the frame to say `type`; `silence` is what to say if it doesn't in time. */
  function hearing(type: 'born' | 'ready', limitMs: number, silence: Error): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(silence), limitMs);
      hear = (message) => {
        if (message.type === 'failed')
          reject(new Error(`The engine's Worker failed to start: ${message.message}`));
        else if (message.type === type) resolve();
        else return;
        clearTimeout(timer);
      };
    });
  }

  return {
    async giveBirth(script) {
      const silence = new FrameSilent(
        'The sandboxed frame for the engine did not come up. An extension or a setting of the ' +
          'browser may forbid sandboxed frames or Workers: allow them for this page, and reload it.',
      );
      const born = hearing('born', FRAME_LIMIT_MS, silence);
      control.postMessage(script);
      await born;
    },
    async connect(port) {
      const silence = new Error(
        `The engine's Worker did not get ready within ${WORKER_LIMIT_MS / 1_000} s. Reload the page; ` +
          'if that does not help, this browser may be too old.',
      );
      const ready = hearing('ready', WORKER_LIMIT_MS, silence);
      control.postMessage(null, [port]);
      await ready;
    },
    remove() {
      frame.remove();
      control.close();
    },
  };
}
