// Node 20 runs no TypeScript by itself: Vite, which is here anyway, loads the runner.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const runner = fileURLToPath(new URL('./command-line.ts', import.meta.url));
const { module } = await runnerImport(runner, { configFile: false });
// npm runs a script in the package's folder; files go by names from where the user stands.
const { INIT_CWD, npm_lifecycle_event = '' } = process.env;
if (INIT_CWD !== undefined && npm_lifecycle_event.startsWith('otp:')) process.chdir(INIT_CWD);
process.exitCode = await module.run(process.argv.slice(2));
