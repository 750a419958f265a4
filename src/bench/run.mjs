// Node 20 runs no TypeScript by itself: Vite, which is here anyway, loads the runner named first.
import { runnerImport } from 'vite';

const [where, ...args] = process.argv.slice(2);
const file = new URL(`./run-${where}.ts`, import.meta.url).pathname;
const { module } = await runnerImport(decodeURIComponent(file), { configFile: false });
await module.run(args);
