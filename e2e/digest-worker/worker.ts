import { loadProgram } from '../../src/engine/load-program.ts';
import { codeOf } from '../../src/engine/run-code.ts';
import { bootWorker } from '../../src/engine/worker-boot.ts';
import * as otp from '../../src/otp/index.ts';
import { type DigestInput, digest } from '../../src/testing/digest.ts';

/** The engine's own Worker, but for what it is asked: a digest of many runs at once. */
bootWorker((program, { port }) => {
  const code = codeOf(loadProgram(program, otp));
  port.onmessage = ({ data }: MessageEvent<Omit<DigestInput, 'code'>>) =>
    port.postMessage(digest({ ...data, code }));
});
