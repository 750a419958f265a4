import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import {
  type Machine,
  mailbox,
  startMachine,
  telling,
  withMachine,
} from '../../testing/with-machine.ts';
import { genStatem } from './api.ts';
import type { Action } from './module.ts';
import {
  cancelTimeout,
  eventTimeout,
  genericTimeout,
  keepState,
  keepStateAndData,
  nextEvent,
  nextState,
  repeatState,
  replyTo,
  stateTimeout,
  updateTimeout,
} from './results.ts';

/**
 * A machine whose data is what it has to do: by an event's content, the result. It tells `main` the events of
 * timeouts, and messages, as `[ms, type, content]`.
 */
const timed = (moves: Readonly<Record<string, (self: Self) => unknown>>): Machine => ({
  on(type, content, _state, _data, { self, type: whole }) {
    const name = type === 'timeout' && Array.isArray(whole) ? whole[1] : type;
    if (type !== 'cast') self.send('main', [self.now(), name as Term, content]);
    return moves[content as string]?.(self) ?? keepStateAndData();
  },
});

/** Casts each event at its moment (ms), and gives what the machine told within half a second after. */
function told(
  moves: Readonly<Record<string, (self: Self) => unknown>>,
  events: readonly (readonly [at: number, event: string])[],
): unknown {
  const { noted } = withMachine(timed(moves), function* (self, note): Steps<void> {
    const pid = yield* startMachine(self);
    for (const [at, event] of events) {
      yield* self.sleep(at - self.now());
      genStatem.cast(self, pid, event);
    }
    note(yield* mailbox(self, 500));
  });
  return noted[0];
}

const keep = (...actions: Action[]) => keepStateAndData(...actions);
const move = (...actions: Action[]) => nextState('t', 'd', ...actions);

describe('gen_statem: timeouts', () => {
  test('gen_statem_SUITE/state_timeout#1: a change of the state cancels the timeouts of the state and of the event', () => {
    const moves = {
      arm: () => keep(stateTimeout(100, 'state'), eventTimeout(100, 'event')),
      go: () => move(),
    };
    expect(
      told(moves, [
        [0, 'arm'],
        [50, 'go'],
      ]),
    ).toEqual([]);
    expect(told(moves, [[0, 'arm']])).toHaveLength(2);
  });

  test('gen_statem_SUITE/state_timeout#2: a state timeout of 0 comes after inserted events, and cancels an event timeout', () => {
    const moves = {
      go: () =>
        move(stateTimeout(0, 'state'), eventTimeout(0, 'event'), nextEvent('internal', 'inserted')),
      other: () => move(stateTimeout(0, 'state'), eventTimeout(0, 'event')),
    };
    expect(told(moves, [[0, 'go']])).toEqual([
      [0, 'internal', 'inserted'],
      [0, 'state_timeout', 'state'],
    ]);
    expect(told(moves, [[0, 'other']])).toEqual([[0, 'state_timeout', 'state']]);
  });

  test('gen_statem_SUITE/state_timeout#3: timeouts of 0 come in the order they were started, before any message', () => {
    let left = 2;
    const moves = {
      go(self: Self) {
        self.send(self.pid, 'message');
        return move(stateTimeout(0, 'state'), genericTimeout('a', 0, 1), genericTimeout('b', 0, 2));
      },
      state: () => (left-- > 0 ? keep(stateTimeout(0, 'state')) : keep()),
    };
    expect(told(moves, [[0, 'go']])).toEqual([
      [0, 'state_timeout', 'state'],
      [0, 'a', 1],
      [0, 'b', 2],
      [0, 'state_timeout', 'state'],
      [0, 'state_timeout', 'state'],
      [0, 'info', 'message'],
    ]);
  });

  test('gen_statem_SUITE/state_timeout#4: a state timeout survives events in its state', () => {
    const machine: Machine = {
      on(type, content, state, data, { self, type: whole }) {
        if (content === 'arm') return nextState('t', data, stateTimeout(500, 'due'));
        if (type === 'call') return keepState(data, replyTo((whole as never[])[1] as never, state));
        self.send('main', [self.now(), type, content]);
        return type === 'info' ? repeatState(data) : keepStateAndData();
      },
    };
    const { noted } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      genStatem.cast(self, pid, 'arm');
      yield* self.sleep(200);
      self.send(pid, 'message');
      note(yield* genStatem.call(self, pid, 'x'));
      note(yield* mailbox(self, 600));
    });
    expect(noted).toEqual([
      't',
      [
        [200, 'info', 'message'],
        [500, 'state_timeout', 'due'],
      ],
    ]);
  });

  const updates = {
    arm: () => keep(stateTimeout(100, 'state'), genericTimeout('g', 200, 'generic')),
    cancel: () => keep(cancelTimeout('state_timeout')),
    update: () => keep(updateTimeout(['timeout', 'g'], 'updated')),
    update_state: () => keep(updateTimeout('state_timeout', 'updated')),
    leave: () => keep(stateTimeout(100, 'left')),
  };
  test('gen_statem_SUITE/timeout_cancel_and_update: a cancelled timeout never comes; an update changes only the content', () => {
    expect(
      told(updates, [
        [0, 'arm'],
        [50, 'cancel'],
        [60, 'update'],
      ]),
    ).toEqual([[200, 'g', 'updated']]);
  });

  test('gen_statem_SUITE/timeout_cancel_and_update: a timeout whose timer has fired but was not seen yet can be updated, and cancelled', () => {
    for (const [does, expected] of [
      ['update_state', [[100, 'state_timeout', 'updated']]],
      ['cancel', []],
      ['leave', [[200, 'state_timeout', 'left']]],
    ] as const) {
      const moves = {
        ...updates,
        arm: () => keep(stateTimeout(50, 'state')),
        *busy(self: Self): Steps<unknown> {
          // The timer fires meanwhile, into the mailbox.
          yield* self.sleep(100);
          return updates[does]();
        },
      };
      expect(
        told(moves as never, [
          [0, 'arm'],
          [0, 'busy'],
        ]),
      ).toEqual(expected);
    }
  });

  test('gen_statem_SUITE/timeout_cancel_and_update: an update of what does not run is due at once', () => {
    expect(told(updates, [[10, 'update']])).toEqual([[10, 'g', 'updated']]);
  });

  test('gen_statem_SUITE/timeout_cancel_and_update: at the end the timers that ran are gone', () => {
    const { world } = withMachine(
      timed({ arm: () => keep(eventTimeout(100, 'event'), stateTimeout(200, 'state')) }),
      function* (self) {
        const pid = yield* startMachine(self);
        genStatem.cast(self, pid, 'arm');
        yield* self.sleep(10);
        yield* genStatem.stop(self, pid);
      },
    );
    expect(world.node.timers.all.size).toBe(0);
    expect(world.node.now).toBeLessThan(20_000);
  });

  test('gen_statem_SUITE/generic_timers: named timeouts survive changes of the state and come by their time', () => {
    const moves = {
      arm: (self: Self) =>
        move(
          genericTimeout('late', 300, 1),
          genericTimeout('abs', self.now() + 200, 2, { abs: true }),
          genericTimeout('again', 50, 3),
          genericTimeout('never', 100, 4),
          genericTimeout('zero', 0, 5),
          genericTimeout('past', -5, 6, { abs: true }),
        ),
      change: () =>
        nextState(
          'u',
          'd',
          genericTimeout('again', 60, 3),
          genericTimeout('never', Number.POSITIVE_INFINITY, 4),
        ),
    };
    expect(
      told(moves, [
        [0, 'arm'],
        [40, 'change'],
      ]),
    ).toEqual([
      [0, 'zero', 5],
      [0, 'past', 6],
      [100, 'again', 3],
      [200, 'abs', 2],
      [300, 'late', 1],
    ]);
  });

  test('EXTRA/statem_event_timeout_any_event: any message cancels the event timeout, a generic one runs on', () => {
    const moves = {
      arm: () => keep(eventTimeout(100, 'event'), genericTimeout('g', 100, 'generic')),
    };
    expect(
      told(moves, [
        [0, 'arm'],
        [50, 'stray'],
      ]),
    ).toEqual([[100, 'g', 'generic']]);
  });

  test('EXTRA/statem_last_timeout_wins: of two for one kind or name the later counts; 0 and then cancel is nothing', () => {
    const moves = {
      two: () => keep(genericTimeout('g', 10, 'first'), genericTimeout('g', 30, 'second')),
      none: () => keep(stateTimeout(0, 'state'), cancelTimeout('state_timeout')),
      back: () => keep(cancelTimeout('state_timeout'), stateTimeout(0, 'state')),
    };
    expect(told(moves, [[0, 'two']])).toEqual([[30, 'g', 'second']]);
    expect(told(moves, [[0, 'none']])).toEqual([]);
    expect(told(moves, [[0, 'back']])).toEqual([[0, 'state_timeout', 'state']]);
  });

  test('a pending timeout of 0 that is started again with a time comes then, as one of its kind', () => {
    const moves = {
      go: () => keep(genericTimeout('g', 0, 'zero'), nextEvent('internal', 'later')),
      later: () => keep(genericTimeout('g', 20, 'timed')),
    };
    expect(told(moves, [[0, 'go']])).toEqual([
      [0, 'internal', 'later'],
      [20, 'g', 'timed'],
    ]);
  });

  test('a number alone is an event timeout that brings it', () => {
    expect(told({ arm: () => keep(20 as never) }, [[0, 'arm']])).toEqual([[20, 'timeout', 20]]);
  });

  test('of timers of one length the one asked for last comes first', () => {
    const moves = {
      arm: () => keep(stateTimeout(10, 1), genericTimeout('a', 10, 2), genericTimeout('b', 10, 3)),
    };
    expect(told(moves, [[0, 'arm']])).toEqual([
      [10, 'b', 3],
      [10, 'a', 2],
      [10, 'state_timeout', 1],
    ]);
  });

  test('a timeout is counted from the end of what the machine is busy with', () => {
    const moves = {
      work(self: Self) {
        self.work(100);
        return keep(stateTimeout(20, 'state'));
      },
    };
    expect(told(moves, [[0, 'work']])).toEqual([[120, 'state_timeout', 'state']]);
  });

  test('a machine without timeouts tells of messages that look like one', () => {
    const { noted } = withMachine(telling(), function* (self, note) {
      const pid = yield* startMachine(self);
      self.sendAfter(10, pid, ['state_timeout', 'x']);
      note(yield* mailbox(self, 50));
    });
    expect(noted).toEqual([[['s', 'info', ['state_timeout', 'x']]]]);
  });

  test('timers are told with kind and content', () => {
    const { world } = withMachine(
      timed({ arm: () => keep(genericTimeout('g', 10, 'content')) }),
      function* (self) {
        genStatem.cast(self, yield* startMachine(self), 'arm');
        yield* self.sleep(50);
      },
    );
    const timers = world.events.filter(({ type }) => type.startsWith('timer_'));
    expect(timers.map(({ type, payload }) => [type, payload])).toEqual([
      ['timer_started', [['timeout', 'g'], 'content']],
      ['timer_fired', [['timeout', 'g'], 'content']],
    ]);
  });
});
