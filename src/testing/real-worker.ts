import { createEngine } from '../engine/create-engine.ts';
import type { EngineWorker, PortLike } from '../engine/engine-client-deps.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import type { Request } from '../engine/protocol.ts';
import * as otp from '../otp/index.ts';

/** The real engine, in this thread: what comes over its port is a copy, and comes later. */
export function realWorker(program: string): EngineWorker {
  const engine = createEngine(evaluateProgram(program, otp), () => performance.now());
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
