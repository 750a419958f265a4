import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { DEFAULTS, type Options, type Result, table } from './harness.ts';

export interface Arguments {
  readonly options: Options;
  readonly words: readonly string[];
  readonly jsonFile: string | undefined;
  /** Whether the file was asked for: words on the command line are parts of names. */
  wants(path: string): boolean;
}

/** `npm run bench -- [words] [--json FILE] [--runs N] [--warm-ups N]` */
export function parseArguments(args: readonly string[]): Arguments {
  const words: string[] = [];
  const values = new Map<string, string>();
  for (let index = 0; index < args.length; index++) {
    const word = args[index] as string;
    if (!word.startsWith('--')) words.push(word);
    else if (['--json', '--runs', '--warm-ups'].includes(word))
      values.set(word, args[++index] ?? '');
    else throw new Error(`Not understood: ${word}. Known: --json FILE, --runs N, --warm-ups N.`);
  }
  return {
    options: {
      runs: Number(values.get('--runs') ?? DEFAULTS.runs),
      warmUps: Number(values.get('--warm-ups') ?? DEFAULTS.warmUps),
    },
    words,
    jsonFile: values.get('--json'),
    wants: (path) => words.length === 0 || words.some((word) => path.includes(word)),
  };
}

/** Says what is going on while it goes on, then the table; keeps the figures if asked to. */
export class Conclusion {
  private readonly results: Result[] = [];
  private readonly failures: string[] = [];

  private readonly machine: string;
  private readonly given: Arguments;

  constructor(machine: string, given: Arguments) {
    this.machine = machine;
    this.given = given;
  }

  begin(path: string): void {
    console.error(`… ${path.replace(/^\.\//, '')}`);
  }

  add(result: Result): void {
    this.results.push(result);
  }

  fail(message: string): void {
    this.failures.push(message);
  }

  async end(): Promise<void> {
    const processors = cpus();
    const load = (loadavg()[0] ?? 0).toFixed(1);
    const { runs } = this.given.options;
    console.log(
      `${this.machine} · ${processors.length} × ${processors[0]?.model} · load ${load} · median of ${runs} runs`,
    );
    const isEmpty = this.results.length + this.failures.length === 0;
    if (isEmpty) this.fail(`there is no benchmark called ${this.given.words.join(' or ')} here`);
    else for (const line of table(this.results)) console.log(line);
    for (const failure of this.failures) console.log(`FAILED ${failure}`);
    if (this.given.jsonFile !== undefined) {
      await writeFile(this.given.jsonFile, `${JSON.stringify(this.results, null, 2)}\n`);
    }
    // A shortfall is a figure; a benchmark that threw is a fault.
    if (this.failures.length > 0) process.exitCode = 1;
  }
}
