// Node 20 runs no TypeScript by itself: Vite, which is here anyway, loads the runner that is named.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const [where, ...args] = process.argv.slice(2);
const runner = fileURLToPath(new URL(`./run-${where}.ts`, import.meta.url));
const { module } = await runnerImport(runner, { configFile: false });
await module.run(args);
