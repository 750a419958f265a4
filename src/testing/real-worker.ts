import { createEngine } from '../engine/create-engine.ts';
import type { EngineWorker, PortLike } from '../engine/engine-client-deps.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import type { LoadedCode } from '../engine/load-program.ts';
import type { Request } from '../engine/protocol.ts';
import * as otp from '../otp/index.ts';

/** The real engine, in this thread: what comes over its port is a copy, and comes later. `now` is its clock. */
export const realWorker = (program: string, now: () => number): EngineWorker =>
  workerOf(evaluateProgram(program, otp), now);

/** The same for code that is there. */
export function workerOf(
  code: LoadedCode,
  now: () => number,
  checkpointEvents?: number,
): EngineWorker {
  const engine = createEngine(code, now, checkpointEvents);
  const port: PortLike = {
    onmessage: null,
    postMessage(message) {
      const { answer, transfer } = engine.answer(structuredClone(message) as Request);
      const data: unknown = structuredClone(answer, { transfer });
      queueMicrotask(() => port.onmessage?.call({} as MessagePort, { data } as MessageEvent));
    },
    close() {},
  };
  return { port, ready: Promise.resolve(), terminate() {} };
}
