import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { From, Term } from '../../runtime/term.ts';
import { type TestWorld, testWorld } from '../../testing/run-modules.ts';
import { error } from '../results.ts';
import { genStatem } from './api.ts';
import type { Action, EventType, GenStatem } from './module.ts';
import {
  cancelTimeout,
  changeCallbackModule,
  eventTimeout,
  genericTimeout,
  keepState,
  keepStateAndData,
  nextEvent,
  nextState,
  okState,
  popCallbackModule,
  postpone,
  pushCallbackModule,
  repeatState,
  replyTo,
  stateTimeout,
  stopAndReply,
  updateTimeout,
} from './results.ts';

const STATES = ['a', 'b', 'c'] as const;

/** Does something else with each event; what, follows from its number and from how many it has seen. */
const restless: GenStatem<string, number> = {
  callbackMode: () => ['handle_event_function', 'state_enter'],
  init: () => okState('a', 0, nextEvent('internal', 3), genericTimeout('g', 5, 7)),
  *handleEvent(type, content, state, data, self) {
    if (data > 60) return stopAndReply('normal', []);
    const what = (content as number) + data;
    if (what % 5 === 0) yield* self.sleep(what % 3);
    if (what % 7 === 0) self.work(1);
    if (type === 'enter') {
      const again = typeof content === 'string' && data % 4 === 1;
      return again ? repeatState(data + 1) : keepState(data + 1, stateTimeout(data % 3, 2));
    }
    const reply: Action[] = isCall(type) && what % 3 !== 0 ? [replyTo(type[1], what)] : [];
    const next = STATES[what % 3] as string;
    switch (what % 11) {
      case 0:
        return keepStateAndData(postpone(), ...reply);
      case 1:
        return nextState(next, data + 1, postpone(), ...reply);
      case 2:
        return nextState(next, data + 1, nextEvent('internal', 1), nextEvent('cast', 4), ...reply);
      case 3:
        return keepState(data + 1, eventTimeout(3, 5), ...reply);
      case 4:
        return keepState(data + 1, updateTimeout(['timeout', 'g'], 9), ...reply);
      case 5:
        return keepState(data + 2, cancelTimeout('state_timeout'), pushCallbackModule('other'));
      case 6:
        return nextState(next, data + 1, changeCallbackModule('machine'), ...reply);
      case 7:
        return data > 40 ? error('oops') : nextState(state, data + 1, genericTimeout(next, 2, 1));
      default:
        return nextState(next, data + 1, ...reply);
    }
  },
  terminate: (_reason, _state, _data, self) => self.send('main', 'bye'),
};
const isCall = (type: EventType): type is readonly ['call', From] => type[0] === 'call';

/** As `restless`, and leaves after a few events. */
const other: GenStatem<string, number> = {
  ...restless,
  callbackMode: () => 'handle_event_function',
  handleEvent: (type, content, state, data, self) =>
    data % 3 === 0
      ? keepState(data + 1, popCallbackModule())
      : (restless.handleEvent as Required<typeof restless>['handleEvent'])(
          type,
          content,
          state,
          data,
          self,
        ),
};

const scripts = {
  *main(self: Self): Steps<void> {
    self.register('main');
    self.trapExit(true);
    yield* genStatem.startLink(self, 'machine', null, { name: 'sm' });
    for (const number of [0, 1, 2]) self.spawn('scripts', 'caller', [number]);
    for (;;) yield* self.receive();
  },
  *caller(self: Self, number: Term): Steps<void> {
    for (let count = number as number; count < 40; count += 3) {
      if (self.whereis('sm') === undefined) return;
      if (count % 2 === 0) genStatem.cast(self, 'sm', count);
      else yield* genStatem.call(self, 'sm', count, 3);
    }
  },
};

function machineWorld(seed: number): TestWorld {
  const world = testWorld(
    { scripts, machine: { default: restless }, other: { default: other } },
    seed,
    [1, 2_000],
  );
  world.spawn('scripts', 'main');
  return world;
}
const STEPS_MAX = 600;
function runOn(world: TestWorld): TestWorld {
  world.world.advance(Number.POSITIVE_INFINITY, STEPS_MAX - world.world.steps);
  return world;
}

test('a machine goes on in a fork, taken at any step, as it does itself', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
      (seed, moments) => {
        const straight = runOn(machineWorld(seed));
        straight.node.trace.flush();
        for (const { type } of straight.events) seen.add(type);
        for (const moment of moments) {
          const world = machineWorld(seed);
          world.world.advance(Number.POSITIVE_INFINITY, moment % straight.world.steps);
          const fork = world.fork();
          expect(runOn(fork).world.hash()).toBe(straight.world.hash());
          // Neither is the original touched by its fork's going on.
          expect(runOn(world).world.hash()).toBe(straight.world.hash());
        }
      },
    ),
    { numRuns: 60 },
  );
  for (const type of [
    'transitioned',
    'postponed',
    'timer_fired',
    'timer_cancelled',
    'wait_started',
  ])
    expect(seen).toContain(type);
});
