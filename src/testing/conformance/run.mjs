// The unit tests, with the reporter told to write down what it sees.
import { startVitest } from 'vitest/node';

const reporter = './src/testing/conformance/reporter.ts';
const vitest = await startVitest('test', [], {
  run: true,
  watch: false,
  reporters: ['dot', [reporter, { write: true }]],
});
await vitest.close();
