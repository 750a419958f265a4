import { firstDifference } from '../compare-json.ts';
import type { FuzzKind } from '../kind.ts';
import { simplest, withField, withOne, withoutOne } from '../moves.ts';
import { generateScenario, PROFILES } from './generate.ts';
import { isRaced } from './is-raced.ts';
import { runScenario } from './run-scenario.ts';
import type { Act, Command, Rule, StatemScenario, StatemTrace } from './scenario.ts';

/** State machines that follow a table. */
export const STATEM_KIND: FuzzKind<StatemScenario> = {
  name: 'gen_statem',
  profiles: PROFILES,
  generate: generateScenario,
  run: (scenario, seed) => runScenario(scenario, seed).trace,
  compare: firstDifference,
  isDefect: (expected) =>
    (expected as StatemTrace).steps.some(({ machine }) => machine.some(isZombie)),
  *smaller(scenario) {
    for (const other of smaller(scenario)) if (!isRaced(other, runScenario(other))) yield other;
  },
};

/**
 * OTP 25.2.3 loses track of a timeout of no time that is started again with some before it is due: its timer comes as the
 * message `{timeout, Ref, Kind}`. Ours does what is documented, so there is nothing to compare.
 */
function isZombie(note: unknown): boolean {
  const [, , type, content] = note as readonly unknown[];
  return (
    type === 'info' && Array.isArray(content) && content[0] === 'timeout' && content[1] === 'ref'
  );
}

function* smaller(scenario: StatemScenario): Generator<StatemScenario> {
  const { commands, rules, enters, init } = scenario;
  yield* withField(scenario, 'commands', withoutOne(commands));
  yield* withField(scenario, 'commands', withOne(commands, smallerCommand));
  for (const [state, table] of Object.entries(rules))
    for (const other of smallerTable(table))
      yield { ...scenario, rules: { ...rules, [state]: other } };
  yield* withField(scenario, 'enters', smallerTable(enters));
  if (typeof init === 'object' && 'actions' in init)
    for (const actions of smallerActs(init.actions))
      yield { ...scenario, init: { ...init, actions } };
  yield* withField(scenario, 'terminate', simplest(scenario.terminate, 'ok'));
  yield* withField(scenario, 'upgrade', simplest(scenario.upgrade, 'ok'));
  const { modeOfSecond, modeAfterChange, ...plain } = scenario;
  if (modeOfSecond !== undefined || modeAfterChange !== undefined) yield plain;
  yield* withField(scenario, 'mode', simplest(scenario.mode, 'handle_event_function'));
  yield* withField(scenario, 'link', simplest(scenario.link, false));
  yield* withField(scenario, 'trapExit', simplest(scenario.trapExit, false));
}

function* smallerCommand(command: Command): Generator<Command> {
  if (command.do.length > 1) yield* withField(command, 'do', withoutOne(command.do));
}

function* smallerTable(
  table: Readonly<Record<string, Rule>>,
): Generator<Readonly<Record<string, Rule>>> {
  for (const [key, rule] of Object.entries(table)) {
    const { [key]: _gone, ...rest } = table;
    yield rest;
    for (const other of smallerRule(rule)) yield { ...table, [key]: other };
  }
}

function* smallerRule(rule: Rule): Generator<Rule> {
  const { throws, ...rest } = rule;
  if (throws === true) yield rest;
  yield* withField(rule, 'actions', smallerActs(rule.actions));
  yield* withField(rule, 'result', simplest(rule.result, 'keep'));
}

const smallerActs = (acts: readonly Act[]): Iterable<readonly Act[]> => withoutOne(acts);
