import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';

const ID = 'virtual:kernel-text';
const RESOLVED = `\0${ID}`;
const SRC = fileURLToPath(new URL('..', import.meta.url));
const ENTRY = `${SRC}engine/engine.worker.ts`;

/**
 * Gives the page the text of the engine worker, as one classic script.
 *
 * The worker is born in a sandboxed frame with an opaque origin, from a blob. It can load nothing
 * by address from there, neither modules nor chunks, so all of it must travel as text.
 * In dev it is bundled on demand and again after a change to any file it was made of.
 */
export function kernelText(): Plugin {
  let minify = false;
  return {
    name: 'kernel-text',
    configResolved(config) {
      minify = config.command === 'build';
    },
    resolveId(id) {
      return id === ID ? RESOLVED : undefined;
    },
    async load(id) {
      if (id !== RESOLVED) return undefined;
      const { text, files } = await bundleClassicScript(ENTRY, { minify });
      for (const file of files) this.addWatchFile(file);
      return `export default ${JSON.stringify(text)};`;
    },
  };
}

/** Bundles `entry` and all it imports into the text of one script that imports nothing. */
export async function bundleClassicScript(
  entry: string,
  { minify }: { minify: boolean },
): Promise<{ text: string; files: readonly string[] }> {
  const output = (await build({
    configFile: false,
    root: SRC,
    logLevel: 'warn',
    resolve: { alias: { otp: `${SRC}otp/index.ts` } },
    build: {
      write: false,
      minify,
      target: 'es2022',
      rolldownOptions: {
        input: entry,
        output: { format: 'iife', name: 'engine', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  const [chunk, ...rest] = output.output;
  if (rest.length > 0)
    throw new Error(`${entry}: expected one chunk, got ${rest.map((r) => r.fileName)} too`);
  return { text: chunk.code, files: chunk.moduleIds.filter((path) => !path.startsWith('\0')) };
}
