import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type Arguments, Conclusion, parseArguments } from './command-line.ts';
import type { Result } from './harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the benchmarks and runs each file in a plain Node of its own. */
export async function run(args: readonly string[]): Promise<void> {
  const given = parseArguments(args);
  const folder = `${ROOT}node_modules/.cache/playground-bench/node-${process.pid}`;
  await build({
    configFile: `${ROOT}vite.config.ts`,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: `${ROOT}src/bench/main-node.ts`,
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'main.mjs', chunkFileNames: '[name].mjs' } },
    },
    ssr: { noExternal: true },
  });
  try {
    const conclusion = new Conclusion(`Node ${process.version}`, given);
    const [paths] = await inChild<string[]>(`${folder}/main.mjs`, ['--list'], () => {});
    for (const path of paths ?? []) {
      if (!given.wants(path)) continue;
      conclusion.begin(path);
      await inChild<Result>(`${folder}/main.mjs`, [path, ...numbers(given)], (result) =>
        conclusion.add(result),
      ).catch((error: Error) => conclusion.fail(`${path}: ${error.message}`));
    }
    await conclusion.end();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function numbers({ options }: Arguments): string[] {
  return [String(options.runs), String(options.warmUps)];
}

function inChild<Message>(
  script: string,
  args: readonly string[],
  hear: (message: Message) => void,
): Promise<Message[]> {
  return new Promise((resolve, reject) => {
    const heard: Message[] = [];
    const child = spawn(process.execPath, ['--expose-gc', script, ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (message) => {
      heard.push(message as Message);
      hear(message as Message);
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve(heard) : reject(new Error(`ended with code ${code}`)),
    );
  });
}
