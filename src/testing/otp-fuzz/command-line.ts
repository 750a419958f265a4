import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Erl } from './erl.ts';
import {
  type Difference,
  differenceOf,
  type Findings,
  fuzz,
  type Recorded,
  SHRUNK,
} from './fuzz.ts';
import type { FuzzKind } from './kind.ts';
import { KINDS } from './kinds.ts';
import { recordedOf } from './recorded.ts';

/** Exit codes: all well; a difference; the words are not what they should be. */
const WELL = 0;
const DIFFERENT = 1;
const MALFORMED = 2;
/** More differences than these nobody reads at once. */
const SHOWN = 10;

const USAGE = `npm run otp:fuzz -- --kind ${[...KINDS.keys()].join('|')} --seed S --count N [--record FILE]`;

interface Asked {
  readonly kind: FuzzKind;
  readonly seed: number;
  readonly count: number;
  readonly record: string | undefined;
}

/** Runs random scenarios on our runtime and on real OTP, and tells what differs. Gives the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const asked = parse(args);
  if (typeof asked === 'string') {
    console.error(`${asked}\n${USAGE}`);
    return MALFORMED;
  }
  const erl = await Erl.find();
  if (erl === null) return checkRecorded(asked.kind, asked.count);
  try {
    const { kind, seed, count, record } = asked;
    console.log(`${kind.name}, beside Erlang/OTP ${erl.release}`);
    const findings = await fuzz(kind, seed, count, erl, console.log);
    if (record !== undefined) await save(record, findings.recorded);
    return tell(kind, findings);
  } finally {
    await erl.close();
  }
}

/** What was asked for, or a sentence about what is wrong with it. */
export function parse(args: readonly string[]): Asked | string {
  const option = { type: 'string' } as const;
  const options = { kind: option, seed: option, count: option, record: option };
  try {
    const { values } = parseArgs({ args: [...args], options });
    const kind = KINDS.get(values.kind ?? '');
    if (kind === undefined)
      return `--kind must be one of ${[...KINDS.keys()].join(', ')}, not ${values.kind ?? 'left out'}`;
    const seed = wholeNumber(values.seed);
    if (seed === null) return `--seed must be a whole number, not ${values.seed ?? 'left out'}`;
    const count = wholeNumber(values.count);
    if (count === null || count === 0)
      return `--count must be a whole number from 1, not ${values.count ?? 'left out'}`;
    return { kind, seed, count, record: values.record };
  } catch (error) {
    return (error as Error).message;
  }
}

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;

/** Without Erlang only what was recorded can be held against ours. */
function checkRecorded(kind: FuzzKind, count: number): number {
  console.log('There is no erl on this machine: only what was recorded from it is compared.');
  const recorded = recordedOf(kind.name).slice(0, count);
  const differences = recorded
    .map(({ scenario, expected }) => differenceOf(kind, scenario, expected))
    .filter((one) => one !== null);
  return tell(kind, { recorded, differences, races: [], defects: 0 });
}

function tell(kind: FuzzKind, { recorded, differences, races, defects }: Findings): number {
  differences.slice(0, SHRUNK).forEach(show);
  for (const { scenario, told } of differences.slice(SHRUNK, SHOWN))
    console.log(`\n${scenario.id}: ${told}`);
  if (differences.length > SHOWN) console.log(`\n… and ${differences.length - SHOWN} more`);
  console.log(
    `${kind.name}: ${recorded.length} scenarios, ${differences.length} different; ` +
      `${races.length} were decided by real time, ${defects} met a known defect of OTP's`,
  );
  if (races.length > 0) console.log(`decided by real time: ${races.slice(0, SHOWN).join(', ')}`);
  return differences.length === 0 ? WELL : DIFFERENT;
}

function show({ scenario, told, expected, actual }: Difference): void {
  console.log(`\n${scenario.id}: ${told}`);
  console.log(`scenario ${JSON.stringify(scenario)}`);
  console.log(`expected ${JSON.stringify(expected)}`);
  console.log(`actual   ${JSON.stringify(actual)}`);
}

async function save(file: string, recorded: readonly Recorded[]): Promise<void> {
  const lines = recorded.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(file, file.endsWith('.gz') ? gzipSync(lines, { level: 9 }) : lines);
  console.log(`${recorded.length} scenarios with OTP's traces in ${file}`);
}
