import { createPrng, nextBelow } from '../base/prng.ts';
import type { Moment } from '../engine/protocol.ts';
import { Run, type RunInput } from '../engine/run.ts';
import type { Code } from '../runtime/node.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';

export interface DigestInput {
  readonly scenario: Scenario;
  readonly code: Code;
  /** How many runs: seeds from 1 on. */
  readonly runs: number;
  /** Virtual length of each. */
  readonly seconds: number;
  /** How a run is made again from its inputs. A test passes one that errs, to see that it is found out. */
  readonly again?: (input: RunInput) => Run;
}

export interface Digest {
  /** Trace hash at the end of each run, by seed. Equal in every engine, or the runs are not the same. */
  readonly hashes: readonly string[];
  /** Runs that went another way when they were made again. There must be none. */
  readonly mismatches: readonly Mismatch[];
  /** Of all runs. */
  readonly steps: number;
  readonly kills: number;
}

export interface Mismatch {
  readonly seed: number;
  /** `undo`: just before the last command, without it; `redo`: just after it; `end`: at the end of the run. */
  readonly at: 'undo' | 'redo' | 'end';
  readonly hash: string;
  readonly again: string;
  readonly commands: readonly Command[];
}

const KILLS_MAX = 3;

/**
 * The claim "run = f(scenario, seed, commands)", put to the proof: many seeds, processes killed at
 * random, and each run made again as undo and redo on the page make it.
 */
export function digest(input: DigestInput): Digest {
  const hashes: string[] = [];
  const mismatches: Mismatch[] = [];
  let steps = 0;
  let kills = 0;
  for (let seed = 1; seed <= input.runs; seed++) {
    const first = runOnce(input, seed);
    hashes.push(first.end);
    mismatches.push(...runAgain(input, seed, first));
    steps += first.steps;
    kills += first.commands.length;
  }
  return { hashes, mismatches, steps, kills };
}

/** A run as it went when somebody acted on it. */
interface FirstRun {
  readonly commands: readonly Command[];
  /** Moment of the last command, and the hashes just before and after it. */
  readonly moment: Moment;
  readonly before: string;
  readonly after: string;
  readonly end: string;
  readonly steps: number;
}

function runOnce({ scenario, code, seconds }: DigestInput, seed: number): FirstRun {
  const end = seconds * 1_000_000;
  const random = createPrng(seed, 'digest');
  const run = Run.start({ scenario, seed, code });
  const moments = Array.from({ length: 1 + nextBelow(random, KILLS_MAX) }, () =>
    nextBelow(random, end),
  ).sort((a, b) => a - b);
  const commands: Command[] = [];
  let moment = run.moment();
  let before = run.hash();
  let after = before;
  for (const at of moments) {
    run.reach({ at, step: 0 });
    // Some stand between the steps of a microsecond.
    run.advance(end, nextBelow(random, 3));
    moment = run.moment();
    before = run.hash();
    commands.push(run.act(killOf(run, (bound) => nextBelow(random, bound))));
    after = run.hash();
  }
  run.advance(end, Number.POSITIVE_INFINITY);
  return { commands, moment, before, after, end: run.hash(), steps: run.moment().step };
}

function killOf(run: Run, random: (bound: number) => number): Action {
  const alive = run.world.node.processes.flatMap((process) => process ?? []);
  const { name, pid } = alive[random(alive.length)] ?? { name: 'nobody', pid: null };
  return { type: 'exit', target: name ?? `<0.${pid?.id}.0>`, reason: 'kill' };
}

function runAgain(input: DigestInput, seed: number, first: FirstRun): Mismatch[] {
  const { scenario, code, seconds, again = Run.start } = input;
  const { commands, moment } = first;
  const undone = again({ scenario, seed, code, commands: commands.slice(0, -1) });
  undone.reach(moment);
  const redone = again({ scenario, seed, code, commands });
  redone.reach(moment);
  const after = redone.hash();
  redone.advance(seconds * 1_000_000, Number.POSITIVE_INFINITY);
  const hashes = [
    { at: 'undo', hash: first.before, again: undone.hash() },
    { at: 'redo', hash: first.after, again: after },
    { at: 'end', hash: first.end, again: redone.hash() },
  ] as const;
  return hashes
    .filter(({ hash, again }) => hash !== again)
    .map((different) => ({ seed, ...different, commands }));
}
