/**
 * A small benchmark harness that runs unchanged in Node, in a Worker and in a page.
 *
 * A file `<name>.bench.ts` has a default export `(bench: Bench) => …` that measures one thing or
 * several. `<name>.node.bench.ts` runs in Node only, `<name>.page.bench.ts` in Chromium's page
 * instead of a Worker. Each file runs in a process or Worker of its own, so that what one taught
 * the compiler does not slow or speed the next.
 */
export type BenchFile = { readonly default: (bench: Bench) => void | Promise<void> };

export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** '>= 2.5e6' or '<= 15'; a plain number is a least value. None: for information. */
  readonly goal?: string | number;
  /** Does the work once and answers the figure, in `unit`. */
  run(): number | Promise<number>;
}

/** One line of the table, and one element of the JSON file. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly goal: string | null;
  /** null when there is no goal. A shortfall is shown; it never fails the command. */
  readonly ok: boolean | null;
}

export interface Options {
  readonly runs: number;
  readonly warmUps: number;
}

export const DEFAULTS: Options = { runs: 7, warmUps: 2 };

export type Host = 'node' | 'worker' | 'page';

export class Bench {
  readonly host: Host;
  private readonly report: (result: Result) => void;
  private readonly options: Options;

  constructor(host: Host, report: (result: Result) => void, options: Options = DEFAULTS) {
    this.host = host;
    this.report = report;
    this.options = options;
  }

  /** Measures by running several times. */
  async measure(measure: Measure): Promise<Result> {
    const [samples] = await this.sample([measure]);
    return this.conclude(measure, samples as number[]);
  }

  /**
   * Measures several in turn, round by round, so that whatever else the machine does meets all of
   * them alike; and the ratio of the first to each other that is named in `ratios`, round by round.
   */
  async compare(
    measures: readonly [Measure, ...Measure[]],
    ratios: readonly {
      readonly to: string;
      readonly name: string;
      readonly goal?: string | number;
    }[],
  ): Promise<readonly Result[]> {
    const samples = await this.sample(measures);
    const results = measures.map((measure, i) => this.conclude(measure, samples[i] as number[]));
    const first = samples[0] as number[];
    for (const { to, ...about } of ratios) {
      const other = samples[measures.findIndex(({ name }) => name === to)];
      if (other === undefined) throw new Error(`${about.name}: nothing measured is called ${to}`);
      const quotients = first.map((figure, round) => figure / (other[round] as number));
      results.push(this.conclude({ ...about, unit: '×' }, quotients));
    }
    return results;
  }

  private async sample(measures: readonly Measure[]): Promise<number[][]> {
    const samples: number[][] = measures.map(() => []);
    for (let round = -this.options.warmUps; round < this.options.runs; round++) {
      for (const [index, measure] of measures.entries()) {
        // No forced collection here: V8 drops optimised code with it, and each round would begin cold.
        const figure = await measure.run();
        if (round >= 0) samples[index]?.push(figure);
      }
    }
    return samples;
  }

  private conclude(about: Omit<Measure, 'run'>, samples: readonly number[]): Result {
    const result = summarise(about, samples);
    this.report(result);
    return result;
  }
}

/** How many times a second `work` does its `count` things. */
export function perSecond(count: number, work: () => void): number {
  const started = performance.now();
  work();
  return (count * 1_000) / (performance.now() - started);
}

/** Of a hundred figures the fifth largest. */
export function percentile95(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** How many milliseconds `work` takes. */
export function milliseconds(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

export function summarise(about: Omit<Measure, 'run'>, samples: readonly number[]): Result {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const last = sorted.length - 1;
  const median = (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2;
  const goal = typeof about.goal === 'number' ? `>= ${about.goal}` : (about.goal ?? null);
  return {
    name: about.name,
    unit: about.unit,
    median,
    min: at(0),
    max: at(last),
    goal,
    ok: goal === null ? null : reaches(median, goal),
  };
}

function reaches(figure: number, goal: string): boolean {
  const [, relation, text] = /^(>=|<=)\s*(\S+)$/.exec(goal) ?? [];
  const bound = Number(text);
  if (relation === undefined || Number.isNaN(bound)) throw new Error(`Not a goal: "${goal}"`);
  return relation === '>=' ? figure >= bound : figure <= bound;
}

/** The results as lines, in columns. */
export function table(results: readonly Result[]): string[] {
  const rows = results.map(({ name, unit, median, min, max, goal, ok }) => [
    name,
    unit,
    figure(median),
    figure(min),
    figure(max),
    goal === null ? '' : goal.replace(/[\d.e+-]+$/i, (bound) => figure(Number(bound))),
    ok === null ? '' : ok ? 'ok' : 'SHORT',
  ]);
  const all = [['what', 'unit', 'median', 'min', 'max', 'goal', ''], ...rows];
  const widths = all[0]?.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths?.[column] ?? 0;
        return column >= 2 && column <= 4 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Three digits that count: 17 300 000 → '17.3 M', 0.04217 → '0.0422'. */
function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const [divisor, suffix] = size >= 1e6 ? [1e6, ' M'] : size >= 1e4 ? [1e3, ' k'] : [1, ''];
  const scaled = value / divisor;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(scaled))));
  return scaled.toFixed(Math.min(digits, 6)) + suffix;
}
