import { expect, test } from 'vitest';
import { isRaced } from './is-raced.ts';
import { runScenario } from './run-scenario.ts';
import { type Act, type Command, QUANTUM_MS, type StatemScenario } from './scenario.ts';

/** A machine that does this to an event `a`; commands come at these quanta. */
function machine(actions: readonly Act[], ...commands: readonly Command[]): StatemScenario {
  return {
    id: 'x',
    mode: 'handle_event_function',
    link: false,
    trapExit: false,
    init: { state: 's1', actions: [] },
    terminate: 'ok',
    upgrade: 'ok',
    rules: { s1: { a: { result: 'keep', actions } }, s2: {}, s3: {} },
    enters: {},
    commands,
    tail: 10 * QUANTUM_MS,
    fuel: 9,
  };
}
const cast = (quanta: number, content: string): Command => ({
  after: quanta * QUANTUM_MS,
  do: [{ op: 'cast', content }],
});
const timeout = (kind: 'timeout' | 'state_timeout', quanta: number): Act => ({
  timeout: { kind, time: quanta * QUANTUM_MS, content: 'b' },
});
const raced = (scenario: StatemScenario): boolean => isRaced(scenario, runScenario(scenario));

test.each([
  ['a timer that is due when a command comes', [timeout('state_timeout', 2)], 2],
  ['an event timeout that is due when the event comes', [timeout('timeout', 2)], 2],
  ['two timers that are due at once', [timeout('state_timeout', 3), timeout('timeout', 3)], 9],
])('%s is a race', (_what, actions, after) => {
  expect(raced(machine(actions, cast(1, 'a'), cast(after, 'c')))).toBe(true);
});

test('what is a quantum apart is none', () => {
  const actions = [timeout('state_timeout', 3), timeout('timeout', 2)];
  expect(raced(machine(actions, cast(1, 'a'), cast(4, 'c')))).toBe(false);
});
