import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import { mailbox, startMachine, telling, withMachine } from '../../testing/with-machine.ts';
import { EXIT } from '../../testing/with-server.ts';
import { sys } from '../gen/sys.ts';
import { genStatem } from './api.ts';
import {
  eventTimeout,
  keepState,
  keepStateAndData,
  nextEvent,
  nextState,
  postpone,
  repeatStateAndData,
  replyTo,
} from './results.ts';

describe('gen_statem: the order of events', () => {
  test('gen_statem_SUITE/next_events: inserted events come in their order, before the next call', () => {
    const machine = telling({
      start: () =>
        keepStateAndData(
          nextEvent('internal', 'a'),
          nextEvent('internal', 'b'),
          nextEvent('internal', 'c'),
        ),
      call: (from) => keepStateAndData(replyTo(from, 'answer')),
    });
    const { noted } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      genStatem.cast(self, pid, 'start');
      note(yield* genStatem.call(self, pid, 'call'));
      note(yield* mailbox(self));
    });
    expect(noted).toEqual([
      'answer',
      [
        ['s', 'cast', 'start'],
        ['s', 'internal', 'a'],
        ['s', 'internal', 'b'],
        ['s', 'internal', 'c'],
        ['s', 'call', 'call'],
      ],
    ]);
  });

  test('gen_statem_SUITE/event_order: inserted events, then retried ones; an event timeout of 0 never comes', () => {
    const late = (): unknown => keepStateAndData(postpone());
    let retried = false;
    const machine = telling({
      p1: () => (retried ? keepStateAndData() : late()),
      p2: () => (retried ? keepStateAndData() : late()),
      go() {
        retried = true;
        return nextState(
          't',
          'd',
          nextEvent('internal', 'i1'),
          eventTimeout(0, 'never'),
          nextEvent('internal', 'i2'),
        );
      },
    });
    const { noted } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      for (const event of ['p1', 'p2', 'go']) genStatem.cast(self, pid, event);
      note((yield* mailbox(self, 50)).slice(2));
    });
    expect(noted).toEqual([
      [
        ['s', 'cast', 'go'],
        ['t', 'internal', 'i1'],
        ['t', 'internal', 'i2'],
        ['t', 'cast', 'p1'],
        ['t', 'cast', 'p2'],
      ],
    ]);
  });

  test('gen_statem_SUITE/event_types: an event of any type can be inserted; they come in order, and a call is answered', () => {
    const machine = telling({
      start: (from) =>
        nextState(
          't',
          'd',
          nextEvent('internal', 1),
          nextEvent('state_timeout', 2),
          nextEvent('timeout', 3),
          nextEvent('info', 4),
          nextEvent('cast', 5),
          nextEvent(['timeout', 'name'], 6),
          nextEvent(['call', from], 7),
        ),
      1: () => nextState('u', 'd'),
      2: () => nextState('t', 'd'),
      3: () => nextState('u', 'd'),
      4: () => nextState('t', 'd'),
      5: () => nextState('u', 'd'),
      6: () => nextState('t', 'd'),
      7: (from) => nextState('s', 'd', replyTo(from, 'answer')),
    });
    const { noted } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      note(yield* genStatem.call(self, pid, 'start'));
      note((yield* mailbox(self)).slice(1));
    });
    expect(noted).toEqual([
      'answer',
      [
        ['t', 'internal', 1],
        ['u', 'state_timeout', 2],
        ['t', 'timeout', 3],
        ['u', 'info', 4],
        ['t', 'cast', 5],
        ['u', 'timeout', 6],
        ['t', 'call', 7],
      ],
    ]);
  });

  test('what an inserted event inserts comes before those inserted earlier', () => {
    const machine = telling({
      go: () => keepStateAndData(nextEvent('internal', 'a'), nextEvent('internal', 'b')),
      a: () => keepStateAndData(nextEvent('internal', 'a1'), nextEvent('internal', 'a2')),
    });
    const { noted } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      genStatem.cast(self, pid, 'go');
      note((yield* mailbox(self, 10)).map((event) => (event as Term[])[2]));
    });
    expect(noted).toEqual([['go', 'a', 'a1', 'a2', 'b']]);
  });

  test('EXTRA/statem_same_state_no_retry: only a real change retries what was postponed, after the enter call', () => {
    const machine = telling({
      late: () => keepStateAndData(postpone()),
      same: () => nextState('s', 'e'),
      repeat: () => repeatStateAndData(),
      change: () => nextState('t', 'e'),
    });
    const entering = {
      ...machine,
      callbackMode: () => ['handle_event_function', 'state_enter'] as const,
    };
    const { noted, world } = withMachine(entering, function* (self, note) {
      const pid = yield* startMachine(self);
      for (const event of ['late', 'same', 'repeat', 'change']) genStatem.cast(self, pid, event);
      note((yield* mailbox(self, 10)).slice(1));
    });
    expect(noted).toEqual([
      [
        ['s', 'cast', 'late'],
        ['s', 'cast', 'same'],
        ['s', 'cast', 'repeat'],
        ['s', 'enter', 's'],
        ['s', 'cast', 'change'],
        ['t', 'enter', 's'],
        ['t', 'cast', 'late'],
      ],
    ]);
    // Postponed again in `t`.
    const told = world.events.filter(({ type }) => type === 'postponed');
    expect(told.map(({ a, b, payload }) => [a, b === told[0]?.b, payload])).toEqual([
      [1, true, ['cast', 'late']],
      [1, true, ['cast', 'late']],
    ]);
  });

  test('an event may be postponed and change the state: then it is retried at once', () => {
    const machine = telling({});
    const moving: typeof machine = {
      on(...args) {
        machine.on?.(...args);
        return args[2] === 's' ? nextState('t', 'd', postpone()) : keepStateAndData();
      },
    };
    const { noted } = withMachine(moving, function* (self, note) {
      genStatem.cast(self, yield* startMachine(self), 'x');
      note(yield* mailbox(self, 10));
    });
    expect(noted).toEqual([
      [
        ['s', 'cast', 'x'],
        ['t', 'cast', 'x'],
      ],
    ]);
  });

  test('postpone(false) takes a postponement back', () => {
    const machine = telling({ x: () => nextState('t', 'd', postpone(), postpone(false)) });
    const { noted } = withMachine(machine, function* (self, note) {
      genStatem.cast(self, yield* startMachine(self), 'x');
      note(yield* mailbox(self, 10));
    });
    expect(noted).toEqual([[['s', 'cast', 'x']]]);
  });

  test('a machine that holds more events than a mailbox may is ended', () => {
    const machine = telling({
      // More than can be arguments of a function.
      go: () => ({ ...keepStateAndData(), actions: Array(1_000_001).fill(nextEvent('cast', 1)) }),
    });
    const { noted } = withMachine(machine, function* (self, note) {
      genStatem.cast(self, yield* startMachine(self), 'go');
      note((yield* mailbox(self, 10)).slice(1));
    });
    expect(noted).toEqual([[EXIT('system_limit')]]);
  });

  test('ten thousand postponed events are retried in their order', () => {
    const { noted } = withMachine(
      {
        on(type, content, state, data, { self }) {
          if (content === 'go') return nextState('t', data);
          if (state === 's') return keepStateAndData(postpone());
          if (content !== data) self.send('main', [type, content]);
          return keepState((data as number) + 1);
        },
      },
      function* (self, note) {
        const pid = yield* startMachine(self, 0);
        for (let count = 0; count < 10_000; count++) genStatem.cast(self, pid, count);
        genStatem.cast(self, pid, 'go');
        note(yield* mailbox(self, 2_000));
        note(yield* sys.getState(self, pid));
      },
    );
    expect(noted).toEqual([[], ['t', 10_000]]);
  });

  test('transitions are told, with what caused them', () => {
    const machine = telling({
      go: () => nextState('t', 'd', nextEvent('internal', 'back')),
      back: () => nextState('s', 'd'),
      stay: () => nextState('s', 'e'),
      again: () => repeatStateAndData(),
    });
    const { world } = withMachine(machine, function* (self) {
      const pid = yield* startMachine(self);
      for (const event of ['go', 'stay', 'again']) genStatem.cast(self, pid, event);
      yield* self.sleep(10);
    });
    const told = world.events
      .filter(({ type }) => type === 'transitioned')
      .map(({ a, b, payload }) => [world.string(a), world.events[b]?.payload, payload]);
    expect(told).toEqual([
      ['enter', undefined, { from: null, to: 's' }],
      ['cast', 'go', { from: 's', to: 't' }],
      ['internal', undefined, { from: 't', to: 's' }],
      ['cast', 'again', { from: 's', to: 's' }],
    ]);
    expect(world.state('sm')).toEqual(['s', 'e']);
  });
});
