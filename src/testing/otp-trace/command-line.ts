import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { compareTraces, describeDifference } from './compare.ts';
import { type ParsedFile, parseList, parseScenarios } from './parse-scenarios.ts';
import { type OtpTrace, runScenario } from './run-scenario.ts';

/** Exit codes: all well; traces differ; a file is not what it should be, or the words are not. */
const WELL = 0;
const DIFFERENT = 1;
const MALFORMED = 2;
/** More differences, or errors, than these nobody reads at once. */
const SHOWN = 5;
const COMPLAINTS_SHOWN = 20;

const USAGE = `npm run otp:trace -- SCENARIOS.json OUT.json
npm run otp:check -- EXPECTED.json ACTUAL.json`;

/** `trace` runs scenarios recorded from OTP on our runtime, `check` compares two files of traces. Gives the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const [what, first, second, ...rest] = args;
  if (first === undefined || second === undefined || rest.length > 0) return complain([USAGE]);
  try {
    if (what === 'trace') return await trace(first, second);
    if (what === 'check') return await check(first, second);
  } catch (error) {
    return complain([(error as Error).message]);
  }
  return complain([USAGE]);
}

async function trace(scenarioFile: string, outFile: string): Promise<number> {
  const { values: scenarios, errors } = parseScenarios(await readFile(scenarioFile, 'utf8'));
  const failures = errors.map((error) => `${scenarioFile}: ${error}`);
  const traces: OtpTrace[] = [];
  for (const scenario of scenarios) {
    try {
      traces.push(runScenario(scenario));
    } catch (error) {
      failures.push(`${scenarioFile}: scenario ${scenario.id}: ${(error as Error).message}`);
    }
  }
  await writeFile(outFile, `[\n${traces.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
  console.log(`${traces.length} scenarios run, ${failures.length} not; traces in ${outFile}`);
  return failures.length === 0 ? WELL : complain(failures);
}

const steps = v.array(
  v.looseObject({ i: v.number(), seq: v.array(v.unknown()), par: v.array(v.array(v.unknown())) }),
);
const traceSchema = v.looseObject({ id: v.string(), start: v.unknown(), steps });
type AnyTrace = v.InferOutput<typeof traceSchema>;

interface Counts {
  equal: number;
  readonly different: string[];
}

async function check(expectedFile: string, actualFile: string): Promise<number> {
  const expected = await readTraces(expectedFile);
  const actual = await readTraces(actualFile);
  const byId = new Map<string, AnyTrace[]>();
  for (const one of actual.values) byId.set(one.id, [...(byId.get(one.id) ?? []), one]);
  const profiles = new Map<string, Counts>();
  for (const one of expected.values) {
    const profile = one.id.replace(/-\d+$/, '');
    const counts = profiles.get(profile) ?? { equal: 0, different: [] };
    profiles.set(profile, counts);
    const other = byId.get(one.id)?.shift();
    const difference =
      other === undefined ? `there is no trace of it in ${actualFile}` : differenceOf(one, other);
    if (difference === null) counts.equal++;
    else counts.different.push(`${one.id}: ${difference}`);
  }
  tell(profiles);
  const surplus = [...byId.values()].flat().map(({ id }) => id);
  if (surplus.length > 0) console.log(`\nnot expected: ${firstOf(surplus, SHOWN).join(', ')}`);
  const errors = [...expected.errors, ...actual.errors];
  if (errors.length > 0) return complain(errors);
  const isEqual = [...profiles.values()].every(({ different }) => different.length === 0);
  return isEqual && surplus.length === 0 ? WELL : DIFFERENT;
}

function differenceOf(expected: AnyTrace, actual: AnyTrace): string | null {
  const difference = compareTraces(expected as OtpTrace, actual as OtpTrace);
  return difference === null ? null : describeDifference(difference);
}

async function readTraces(file: string): Promise<ParsedFile<AnyTrace>> {
  const { values, errors } = parseList(await readFile(file, 'utf8'), 'trace', traceSchema);
  return { values, errors: errors.map((error) => `${file}: ${error}`) };
}

function tell(profiles: ReadonlyMap<string, Counts>): void {
  const all = [...profiles.values()];
  const equal = all.reduce((sum, counts) => sum + counts.equal, 0);
  const different = all.flatMap((counts) => counts.different);
  const line = (name: string, same: number, other: number) =>
    console.log(
      `${name.padEnd(16)}${String(same).padStart(5)} equal${String(other).padStart(5)} different`,
    );
  for (const [profile, counts] of profiles) line(profile, counts.equal, counts.different.length);
  line('all', equal, different.length);
  for (const difference of firstOf(different, SHOWN)) console.log(`\n${difference}`);
}

function complain(messages: readonly string[]): number {
  for (const message of firstOf(messages, COMPLAINTS_SHOWN)) console.error(message);
  return MALFORMED;
}

/** The first texts, and how many there are beyond. */
function firstOf(texts: readonly string[], shown: number): readonly string[] {
  if (texts.length <= shown) return texts;
  return [...texts.slice(0, shown), `… and ${texts.length - shown} more`];
}
