// Node 20 runs no TypeScript by itself: Vite, which is here anyway, loads the runner.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const runner = fileURLToPath(new URL('./command-line.ts', import.meta.url));
const { module } = await runnerImport(runner, { configFile: false });
process.exitCode = await module.run(process.argv.slice(2));
