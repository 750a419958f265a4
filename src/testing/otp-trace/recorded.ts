import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseScenarios, type TracedScenario } from './parse-scenarios.ts';
import type { OtpTrace } from './run-scenario.ts';

/** What was recorded from OTP and is kept here: scenarios by profile, and the trace of each. */
export function recordedScenarios(): ReadonlyMap<string, readonly TracedScenario[]> {
  const { values, errors } = parseScenarios(read('supervisor-scenarios.jsonl'));
  if (errors.length > 0) throw new Error(errors.join('\n'));
  const byProfile = new Map<string, TracedScenario[]>();
  for (const scenario of values) {
    const same = byProfile.get(scenario.profile);
    if (same === undefined) byProfile.set(scenario.profile, [scenario]);
    else same.push(scenario);
  }
  return byProfile;
}

export function recordedTraces(): ReadonlyMap<string, OtpTrace> {
  const lines = read('supervisor-expected.jsonl').trim().split('\n');
  const traces = lines.map((line) => JSON.parse(line) as OtpTrace);
  return new Map(traces.map((trace) => [trace.id, trace]));
}

function read(file: string): string {
  return readFileSync(fileURLToPath(new URL(`../conformance/${file}`, import.meta.url)), 'utf8');
}
