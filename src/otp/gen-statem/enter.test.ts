import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import {
  type Machine,
  MODES,
  mailbox,
  startMachine,
  telling,
  withMachine,
} from '../../testing/with-machine.ts';
import { EXIT } from '../../testing/with-server.ts';
import { error } from '../results.ts';
import { genStatem } from './api.ts';
import {
  eventTimeout,
  keepState,
  keepStateAndData,
  nextEvent,
  nextState,
  okState,
  postpone,
  pushCallbackModule,
  repeatState,
  repeatStateAndData,
  replyTo,
  stateTimeout,
} from './results.ts';

const entering = (machine: Machine): Machine => ({
  callbackMode: () => ['state_enter', 'handle_event_function'],
  ...machine,
});

describe('gen_statem: state enter calls', () => {
  test.each(MODES)(
    'gen_statem_SUITE/state_enter#1: the first state is entered from itself, before anything else (%s)',
    (mode) => {
      const machine = { ...telling({}), callbackMode: () => [mode, 'state_enter'] as const };
      const { noted } = withMachine(
        machine,
        function* (self, note) {
          const pid = yield* startMachine(self);
          genStatem.cast(self, pid, 'x');
          note(yield* mailbox(self, 10));
        },
        { mode },
      );
      expect(noted).toEqual([
        [
          ['s', 'enter', 's'],
          ['s', 'cast', 'x'],
        ],
      ]);
    },
  );

  test('gen_statem_SUITE/state_enter#2: an enter call that repeats its state is made again; the last timeouts count', () => {
    const machine = entering({
      on(type, content, state, data, { self, type: whole }) {
        self.send('main', [state, type, content, data]);
        if (type === 'call') return nextState('t', [(whole as Term[])[1] as Term, 1]);
        if (type !== 'enter' || state === 's') return keepStateAndData();
        const [from, count] = data as [never, number];
        const actions = [
          replyTo(from, count),
          eventTimeout(0, ['event', count]),
          stateTimeout(0, ['state', count]),
        ];
        const next = [from, count + 1];
        return count < 3 ? repeatState(next, ...actions) : keepState(next, ...actions);
      },
    });
    const { noted, world } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self, null);
      yield* mailbox(self);
      note(yield* genStatem.call(self, pid, 'go'));
      const events = (yield* mailbox(self, 10)) as Term[][];
      note(events.map(([state, type, content]) => [state, type, content]));
    });
    expect(noted).toEqual([
      1,
      [
        ['s', 'call', 'go'],
        ['t', 'enter', 's'],
        ['t', 'enter', 's'],
        ['t', 'enter', 's'],
        ['t', 'timeout', ['event', 3]],
        ['t', 'state_timeout', ['state', 3]],
      ],
    ]);
    const replies = world.events.filter(({ type, a }) => type === 'sent' && a === 3);
    expect(replies.map(({ payload }) => payload)).toEqual([1, 2, 3]);
  });

  test('gen_statem_SUITE/state_enter#3: to repeat a state enters it from itself, before inserted events', () => {
    const machine = entering(
      telling({
        repeat: () => repeatState('e', nextEvent('internal', 'inserted')),
        again: () => repeatStateAndData(nextEvent('internal', 'inserted')),
      }),
    );
    const { noted, world } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      yield* mailbox(self, 10);
      for (const event of ['repeat', 'again']) {
        genStatem.cast(self, pid, event);
        note(yield* mailbox(self, 10));
      }
    });
    expect(noted).toEqual(
      ['repeat', 'again'].map((event) => [
        ['s', 'cast', event],
        ['s', 'enter', 's'],
        ['s', 'internal', 'inserted'],
      ]),
    );
    expect(world.state('sm')).toEqual(['s', 'e']);
  });

  test('EXTRA/statem_init_actions_and_enter: actions of init, the enter call, inserted events, then timeouts', () => {
    const machine = entering({
      init: () =>
        okState(
          's',
          'd',
          eventTimeout(0, 'event'),
          stateTimeout(0, 'state of init'),
          nextEvent('internal', 'inserted'),
          postpone(),
        ),
      on(type, content, state, _data, { self }) {
        self.send('main', [state, type, content]);
        return type === 'enter'
          ? keepStateAndData(stateTimeout(0, 'state of enter'))
          : keepStateAndData();
      },
    });
    const { noted } = withMachine(machine, function* (self, note) {
      yield* startMachine(self);
      note(yield* mailbox(self, 10));
    });
    expect(noted).toEqual([
      [
        ['s', 'enter', 's'],
        ['s', 'internal', 'inserted'],
        ['s', 'state_timeout', 'state of enter'],
      ],
    ]);
  });

  test('an enter call may not change the state, postpone, insert events or change the module', () => {
    const wrong: readonly (readonly [string, unknown, unknown])[] = [
      ['return', nextState('u', 'e'), nextState('u', 'e')],
      ['action', keepStateAndData(postpone()), postpone()],
      ['action', keepStateAndData(nextEvent('cast', 1)), nextEvent('cast', 1)],
      ['action', keepStateAndData(pushCallbackModule('x')), pushCallbackModule('x')],
    ];
    for (const [what, given, named] of wrong) {
      const { noted, terminated } = withMachine(
        entering({
          on: (type, content, state) =>
            type === 'enter' && state === 't' ? given : nextState(content, 'e'),
          init: () => okState('t0', 'd'),
        }),
        function* (self, note) {
          genStatem.cast(self, yield* startMachine(self), 't');
          note(yield* mailbox(self, 10));
        },
      );
      const reason = [`bad_state_enter_${what}_from_state_function`, named as Term];
      expect(noted).toEqual([[EXIT([reason, [['machine', 'handle_event']]])]]);
      expect(terminated).toEqual([[reason, 't', 'e']]);
    }
  });

  test('an enter call may go to the state it is in, and take a postponement back', () => {
    const machine = entering(telling({ go: () => nextState('t', 'd', postpone()) }));
    const lenient: Machine = {
      ...machine,
      on(...args) {
        const given = machine.on?.(...args);
        const [type, , state] = args;
        return type === 'enter' ? nextState(state, 'f', postpone(false)) : given;
      },
    };
    const { noted, world } = withMachine(lenient, function* (self, note) {
      genStatem.cast(self, yield* startMachine(self), 'go');
      note((yield* mailbox(self, 10)).slice(1));
    });
    expect(noted).toEqual([
      [
        ['s', 'cast', 'go'],
        ['t', 'enter', 's'],
      ],
    ]);
    expect(world.state('sm')).toEqual(['t', 'f']);
  });

  test('a crash of an enter call leaves state and data as before the event', () => {
    const { terminated } = withMachine(
      entering({
        on: (type, _content, state) => {
          if (type === 'enter') return state === 't' ? error('oops') : keepStateAndData();
          return nextState('t', 'e');
        },
      }),
      function* (self) {
        genStatem.cast(self, yield* startMachine(self), 'go');
      },
    );
    expect(terminated).toEqual([['oops', 's', 'd']]);
  });

  test('callbacks may wait: the transition is done when the last of them is', () => {
    const machine = entering({
      *on(type, content, state, _data, { self }) {
        self.send('main', [type, state, self.now()]);
        yield* self.sleep(10);
        return type === 'enter' ? keepState(content) : nextState('t', 'e');
      },
    });
    const { noted, world } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      genStatem.cast(self, pid, 'go');
      genStatem.cast(self, pid, 'stay');
      note(yield* mailbox(self, 30));
    });
    expect(noted).toEqual([
      [
        ['enter', 's', 0],
        ['cast', 's', 10],
        ['enter', 't', 20],
        ['cast', 't', 30],
      ],
    ]);
    expect(world.state('sm')).toEqual(['t', 'e']);
  });
});
