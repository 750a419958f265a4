import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { erlangTerm } from './erlang-term.ts';

const run = promisify(execFile);
const SOURCES = fileURLToPath(new URL('./erl/', import.meta.url));
export interface Scenario {
  readonly id: string;
}

/** Real OTP: our Erlang modules, compiled into a temporary folder. */
export class Erl {
  /** OTP's release, as `25`. */
  readonly release: string;
  private readonly folder: string;
  private runs = 0;

  private constructor(folder: string, release: string) {
    this.folder = folder;
    this.release = release;
  }

  /** Null when this machine has no Erlang. @throws when our modules don't compile. */
  static async find(): Promise<Erl | null> {
    const release = await releaseOf();
    if (release === null) return null;
    const folder = await mkdtemp(join(tmpdir(), 'otp-fuzz-'));
    const files = (await readdir(SOURCES)).filter((name) => name.endsWith('.erl'));
    await run('erlc', ['-o', folder, ...files.map((name) => join(SOURCES, name))]);
    return new Erl(folder, release);
  }

  /** What OTP does in these scenarios, by id. @throws when Erlang ends badly, or a scenario can't be run. */
  async traces(
    kind: string,
    scenarios: readonly Scenario[],
    atOnce: number,
  ): Promise<Map<string, unknown>> {
    const name = join(this.folder, `${++this.runs}`);
    await writeFile(
      `${name}.terms`,
      scenarios.map((scenario) => `${erlangTerm([kind, scenario])}.\n`).join(''),
    );
    const words = ['-noshell', '-noinput', '-pa', this.folder, '-s', 'otp_fuzz', 'main', '-extra'];
    const { stdout } = await run(
      'erl',
      [...words, `${name}.terms`, `${name}.json`, `${atOnce}`],
      // A dump would land in the folder one is in.
      { env: { ...process.env, ERL_CRASH_DUMP_BYTES: '0' } },
    );
    if (stdout !== '') throw new Error(`Erlang says: ${stdout}`);
    const traces = new Map<string, unknown>();
    for (const line of (await readFile(`${name}.json`, 'utf8')).trim().split('\n')) {
      const { id, trace, failed } = JSON.parse(line) as Record<string, unknown>;
      if (failed !== undefined) throw new Error(`Erlang could not run ${id}: ${failed}`);
      traces.set(id as string, trace);
    }
    return traces;
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

async function releaseOf(): Promise<string | null> {
  const say = 'io:put_chars(erlang:system_info(otp_release)), halt().';
  try {
    return (await run('erl', ['-noshell', '-eval', say])).stdout;
  } catch {
    return null;
  }
}
