import { loadProgram } from '../../src/engine/load-program.ts';
import { bootWorker } from '../../src/engine/worker-boot.ts';
import { endOf } from './end-of.ts';

/** A kernel that does one thing: it calls the default export of the module it is asked for. */
bootWorker((program, { port }) => {
  const code = loadProgram(program, {});
  port.onmessage = ({ data }: MessageEvent<string>) => port.postMessage(endOf(code, data));
});
