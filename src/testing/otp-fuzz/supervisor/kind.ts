import { compareTraces, describeDifference } from '../../otp-trace/compare.ts';
import type {
  TracedChild,
  TracedCommand,
  TracedScenario,
  TracedSupervisor,
  TracedWorker,
} from '../../otp-trace/parse-scenarios.ts';
import { type OtpTrace, runScenario } from '../../otp-trace/run-scenario.ts';
import type { FuzzKind } from '../kind.ts';
import { simplest, withField, withOne, withoutOne } from '../moves.ts';
import { generateScenario, PROFILES } from './generate.ts';

/** Supervision trees, in the documented format. */
export const SUPERVISOR_KIND: FuzzKind<TracedScenario> = {
  name: 'supervisor',
  profiles: PROFILES,
  generate: generateScenario,
  run(scenario, seed = scenario.seed) {
    const { start, steps } = runScenario(scenario, seed);
    return { start, steps };
  },
  compare(expected, actual) {
    const difference = compareTraces(expected as OtpTrace, actual as OtpTrace);
    return difference === null ? null : describeDifference(difference);
  },
  *smaller(scenario) {
    yield* withField(scenario, 'commands', withoutOne(scenario.commands) as never);
    yield* withField(scenario, 'tree', smallerSupervisor(scenario.tree));
    yield* withField(scenario, 'commands', withOne(scenario.commands, smallerCommand) as never);
  },
};

function* smallerSupervisor(of: TracedSupervisor): Generator<TracedSupervisor> {
  const isSimple = of.strategy === 'simple_one_for_one';
  if (!isSimple) yield* withField(of, 'children', withoutOne(of.children));
  yield* withField(of, 'children', withOne(of.children, smallerChild));
  if (!isSimple) yield* withField(of, 'strategy', simplest(of.strategy, 'one_for_one'));
  yield* withField(of, 'autoShutdown', simplest(of.autoShutdown, 'never'));
  yield* withField(of, 'intensity', of.intensity > 0 ? [of.intensity - 1] : []);
}

function* smallerChild(child: TracedChild): Generator<TracedChild> {
  const { significant, ...rest } = child;
  if (significant !== undefined) yield rest;
  yield* withField(child, 'restart', simplest(child.restart, 'permanent'));
  yield* withField(child, 'shutdown', simplest(child.shutdown, 'infinity'));
  const { start } = child;
  const starts = start.kind === 'worker' ? smallerWorker(start) : smallerSupervisor(start);
  yield* withField(child, 'start', starts);
}

function* smallerWorker(of: TracedWorker): Generator<TracedWorker> {
  if (of.init.length > 1) yield* withField(of, 'init', withoutOne(of.init));
  yield* withField(of, 'terminate', simplest(of.terminate, 'ok'));
  yield* withField(of, 'trapExit', simplest(of.trapExit, false));
}

function* smallerCommand(command: TracedCommand): Generator<TracedCommand> {
  if (command.op === 'start_child' && 'child' in command)
    yield* withField(command, 'child', smallerChild(command.child as TracedChild) as never);
}
