import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Recorded } from './fuzz.ts';

/** What real OTP did, as kept beside: `conformance/<kind>.jsonl.gz`, a scenario with its trace a line. */
export function recordedOf(kind: string): readonly Recorded[] {
  const file = new URL(`../conformance/${kind.replace('_', '-')}.jsonl.gz`, import.meta.url);
  const text = gunzipSync(readFileSync(fileURLToPath(file))).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded);
}
