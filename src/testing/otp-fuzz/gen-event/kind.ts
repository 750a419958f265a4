import { firstDifference } from '../compare-json.ts';
import type { FuzzKind } from '../kind.ts';
import { simplest, withField, withOne, withoutOne } from '../moves.ts';
import { generateScenario, PROFILES } from './generate.ts';
import { runScenario } from './run-scenario.ts';
import type { Action, Args, Command, Event, EventScenario } from './scenario.ts';

/** Event managers with several handlers, their owners and their end. */
export const EVENT_KIND: FuzzKind<EventScenario> = {
  name: 'gen_event',
  profiles: PROFILES,
  generate: generateScenario,
  run: (scenario, seed) => runScenario(scenario, seed),
  compare: firstDifference,
  *smaller(scenario) {
    const { commands, actors } = scenario;
    yield* withField(scenario, 'commands', withoutOne(commands));
    yield* withField(scenario, 'commands', withOne(commands, smallerCommand));
    yield* withField(scenario, 'link', simplest(scenario.link, false));
    for (const name of ['parent', 'o1', 'o2'] as const)
      if (!actors[name]) yield { ...scenario, actors: { ...actors, [name]: true } };
  },
};

function* smallerCommand(command: Command): Generator<Command> {
  // Without its end a suspension would be for ever.
  const suspends = command.do.some(({ op }) => op === 'suspend');
  if (command.do.length > 1 && !suspends) yield* withField(command, 'do', withoutOne(command.do));
  yield* withField(command, 'do', withOne(command.do, smallerAction));
}

function* smallerAction(action: Action): Generator<Action> {
  if ('event' in action) yield* withField(action, 'event', smallerEvent(action.event) as never);
  if (action.op === 'add' || action.op === 'add_sup')
    yield* withField(action, 'args', smallerArgs(action.args) as never);
  if ('initArgs' in action)
    yield* withField(action, 'initArgs', smallerArgs(action.initArgs) as never);
  if (action.op === 'add_sup') yield { ...action, op: 'add' };
  if (action.op === 'swap_sup') yield { ...action, op: 'swap' };
}

function* smallerEvent(event: Event): Generator<Event> {
  for (const [tag, outcome] of Object.entries(event.plan)) {
    const { [tag]: _gone, ...rest } = event.plan;
    yield { ...event, plan: rest };
    if (typeof outcome !== 'object' || !('swap' in outcome)) continue;
    for (const swap of withField(outcome.swap, 'initArgs', smallerArgs(outcome.swap.initArgs)))
      yield { ...event, plan: { ...rest, [tag]: { swap } } };
  }
}

function* smallerArgs(args: Args): Generator<Args> {
  yield* withField(args, 'init', simplest(args.init, 'ok'));
  yield* withField(args, 'terminate', simplest(args.terminate, 'ok'));
  yield* withField(args, 'upgrade', simplest(args.upgrade, 'ok'));
}
