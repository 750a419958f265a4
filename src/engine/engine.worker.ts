import * as otp from '../otp/index.ts';
import { createEngine } from './create-engine.ts';
import { loadProgram } from './load-program.ts';
import { bootWorker } from './worker-boot.ts';

bootWorker((program, { port, now }) => {
  const engine = createEngine(loadProgram(program, otp), now);
  port.onmessage = ({ data }) => {
    const { answer, transfer } = engine.answer(data);
    port.postMessage(answer, transfer);
  };
});
