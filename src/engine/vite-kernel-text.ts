import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';

const ID = 'virtual:kernel-text';
const RESOLVED = `\0${ID}`;
const SRC = fileURLToPath(new URL('..', import.meta.url));
const ENTRY = `${SRC}engine/engine.worker.ts`;
const FOLDERS = ['base', 'sim', 'runtime', 'otp', 'scenario', 'engine'];

/**
 * Gives the page the text of the engine worker, as one classic script.
 *
 * The worker is born in a sandboxed frame with an opaque origin, from a blob. It can load nothing
 * by address from there, neither modules nor chunks, so all of it must travel as text.
 * In dev it is bundled when asked for, and the page reloads when a file it may be made of changes:
 * a run is its inputs, and half-replaced code would be a third input nobody can see.
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
      const text = await bundleClassicScript(ENTRY, { minify });
      return `export default ${JSON.stringify(text)};`;
    },
    hotUpdate({ file, timestamp }) {
      const path = relative(SRC, file);
      const [folder = ''] = path.split(/[\\/]/);
      if (!FOLDERS.includes(folder) || /\.test\.tsx?$/.test(path)) return undefined;
      const module = this.environment.moduleGraph.getModuleById(RESOLVED);
      if (module === undefined) return undefined;
      this.environment.moduleGraph.invalidateModule(module, new Set(), timestamp, true);
      this.environment.hot.send({ type: 'full-reload' });
      return [];
    },
  };
}

/** Bundles `entry` and all it imports into the text of one script that imports nothing. */
export async function bundleClassicScript(
  entry: string,
  { minify }: { minify: boolean },
): Promise<string> {
  const { output } = (await build({
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
  const [chunk, ...others] = output;
  if (others.length > 0) {
    throw new Error(`${entry} became more than one file: ${others.map((o) => o.fileName)}`);
  }
  return chunk.code;
}
