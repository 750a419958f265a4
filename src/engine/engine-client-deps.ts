import type { Compiled } from './compile.ts';

/** The part of a `MessagePort` that is used. */
export interface PortLike {
  postMessage(message: unknown): void;
  onmessage: ((this: MessagePort, event: MessageEvent) => unknown) | null;
  close(): void;
}

export interface EngineWorker {
  readonly port: PortLike;
  /** Resolves when the Worker takes requests; rejects, with an Error, when it could not start. */
  readonly ready: Promise<unknown>;
  terminate(): void;
}

export interface EngineClientDeps {
  /** Starts a Worker that runs `program`: what `compile` made of a scenario's modules. */
  startWorker(program: string): EngineWorker | Promise<EngineWorker>;
  compile(modules: Readonly<Record<string, string>>): Compiled | Promise<Compiled>;
  /** Calls back after so many real milliseconds, unless cancelled. */
  after(ms: number, callback: () => void): () => void;
  /** A Worker that leaves a request unanswered for so long is stuck. */
  readonly patienceMs?: number;
  /** The same for `load`, which may have a long run to replay. */
  readonly loadPatienceMs?: number;
}
