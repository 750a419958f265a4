import essay from '../content/scenarios/essay/scenario.ts';
import { compile } from '../engine/compile.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import { codeOf } from '../engine/run-code.ts';
import * as otp from '../otp/index.ts';
import { type Digest, digest } from '../testing/digest.ts';
import type { Bench } from './harness.ts';

const RUNS = 1_000;

/** run = f(scenario, seed, commands): in this engine, in Node, and again after undo and redo. */
export default async function determinism(bench: Bench): Promise<void> {
  const here = essayDigest();
  const count = async (name: string, mismatches: number) =>
    void (await bench.measure({ name, unit: 'of 1,000', goal: '<= 0', run: () => mismatches }));
  const again = new Set(here.mismatches.map(({ seed }) => seed)).size;
  await count('runs that differ after undo and redo, random kills', again);
  if (bench.host === 'node') return;
  const there = (await (await fetch('/node-digest')).json()) as Digest;
  const other = here.hashes.filter((hash, index) => hash !== there.hashes[index]).length;
  await count('trace hashes that differ from Node’s, random kills', other);
}

/** Also asked by `run-browser.ts`, in Node. */
export function essayDigest(): Digest {
  const compiled = compile(essay.modules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const code = codeOf(evaluateProgram(compiled.program, otp));
  return digest({ scenario: essay, code, runs: RUNS, seconds: 3 });
}
