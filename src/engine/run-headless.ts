import type { SimTime } from '../base/sim-time.ts';
import * as otp from '../otp/index.ts';
import type { Term } from '../runtime/term.ts';
import { decode } from '../runtime/trace.ts';
import type { TraceEvent } from '../runtime/trace-event.ts';
import type { Command, Scenario } from '../scenario/scenario.ts';
import { compile } from './compile.ts';
import { evaluateProgram } from './evaluate.ts';
import type { Moment, Problem } from './protocol.ts';
import { Run } from './run.ts';
import { codeOf, nameProblems } from './run-code.ts';

export interface HeadlessInput {
  /** Default: the scenario's own. */
  readonly seed?: number;
  readonly commands?: readonly Command[];
  /** A moment, or a virtual time up to which all is done; default: until nothing happens any more. */
  readonly until?: Moment | SimTime;
  /** No more steps than this: a run that doesn't come to rest must end somewhere. */
  readonly steps?: number;
}

export interface HeadlessRun {
  readonly run: Run;
  readonly events: readonly TraceEvent[];
  /** What the strings in the events' columns are. */
  readonly strings: readonly string[];
  readonly hash: string;
  readonly moment: Moment;
  /** States of the living processes, by registered name, else by pid as it prints. */
  readonly states: Readonly<Record<string, Term>>;
}

/** The scenario's modules don't compile, or can't be used. */
export class ScenarioProblems extends Error {
  override readonly name = 'ScenarioProblems';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(
      ({ module, line, column, message }) => `${module}:${line}:${column} ${message}`,
    );
    super(lines.join('\n'));
    this.problems = problems;
  }
}

const STEPS_MAX = 1_000_000;

/**
 * Compiles a scenario and runs it, in Node: what tests, the command line and the search call.
 * @throws ScenarioProblems
 */
export function runHeadless(scenario: Scenario, input: HeadlessInput = {}): HeadlessRun {
  const run = startHeadless(scenario, input);
  const events: TraceEvent[] = [];
  const { trace } = run.world.node;
  trace.readBy((columns) => {
    for (const event of decode(columns)) events.push(event);
  });
  const { until = Number.POSITIVE_INFINITY, steps = STEPS_MAX } = input;
  if (typeof until === 'number') run.advance(until, steps);
  else run.reach(until, steps);
  trace.flush();
  return {
    run,
    events,
    strings: trace.strings,
    hash: run.hash(),
    moment: run.moment(),
    states: statesOf(run),
  };
}

/** The same, at the moment 0, for whoever drives it. */
export function startHeadless(scenario: Scenario, input: HeadlessInput = {}): Run {
  const problems = nameProblems(scenario.modules);
  if (problems.length > 0) throw new ScenarioProblems(problems);
  const compiled = compile(scenario.modules);
  if (!compiled.ok) throw new ScenarioProblems(compiled.problems);
  const code = evaluateProgram(compiled.program, otp);
  if (code.problems.length > 0) throw new ScenarioProblems(code.problems);
  const { seed = scenario.seed, commands = [] } = input;
  return Run.start({ scenario, seed, code: codeOf(code), commands });
}

function statesOf(run: Run): Record<string, Term> {
  const states: Record<string, Term> = {};
  for (const process of run.world.node.processes) {
    if (process !== null) states[process.name ?? `<0.${process.pid.id}.0>`] = process.state;
  }
  return states;
}
