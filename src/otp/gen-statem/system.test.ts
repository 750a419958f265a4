import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import {
  answering,
  type Machine,
  machineModule,
  mailbox,
  startMachine,
  telling,
  withMachine,
} from '../../testing/with-machine.ts';
import { EXIT, failed } from '../../testing/with-server.ts';
import { sys } from '../gen/sys.ts';
import { error } from '../results.ts';
import { genStatem } from './api.ts';
import { eventTimeout, keepStateAndData, nextState, okState, postpone } from './results.ts';

describe('gen_statem: system messages', () => {
  test('gen_statem_SUITE/sys1: a call to a suspended machine waits; after resume it works', () => {
    const { noted } = withMachine(answering, function* (self, note) {
      yield* startMachine(self);
      yield* sys.suspend(self, 'sm');
      note(((yield* caught(genStatem.call(self, 'sm', 'x', 100))) as Term[])[0]);
      yield* sys.resume(self, 'sm');
      note(yield* genStatem.call(self, 'sm', 'x'));
    });
    expect(noted).toEqual(['timeout', ['s', 'd']]);
  });

  test('gen_statem_SUITE/get_state: state and data, by pid and name, running and suspended', () => {
    const { noted } = withMachine(answering, function* (self, note) {
      const pid = yield* startMachine(self);
      for (const dest of ['sm', pid]) note(yield* sys.getState(self, dest));
      yield* sys.suspend(self, pid);
      for (const dest of ['sm', pid]) note(yield* sys.getState(self, dest));
    });
    expect(noted).toEqual(Array(4).fill(['s', 'd']));
  });

  const functions = {
    both: (_self: Self, _note: unknown, [state, data]: Term[]) => [`new_${state}`, [data]],
    fails: () => error('oops'),
    single: () => 'no pair',
  };
  test('gen_statem_SUITE/replace_state: both parts are replaced, running and suspended', () => {
    const { noted } = withMachine(
      answering,
      function* (self, note) {
        yield* startMachine(self);
        note(yield* sys.replaceState(self, 'sm', ['scripts', 'both']));
        yield* sys.suspend(self, 'sm');
        note(yield* sys.replaceState(self, 'sm', ['scripts', 'both']));
        yield* sys.resume(self, 'sm');
        note(yield* genStatem.call(self, 'sm', 'x'));
      },
      { others: functions as never },
    );
    const twice = ['new_new_s', [['d']]];
    expect(noted).toEqual([['new_s', ['d']], twice, twice]);
  });

  test.each([
    ['fails', 'oops'],
    ['single', ['badmatch', 'no pair']],
  ])(
    'gen_statem_SUITE/replace_state: a function that raises, or gives no pair, leaves them (%s)',
    (name, reason) => {
      const { noted } = withMachine(
        answering,
        function* (self, note) {
          yield* startMachine(self);
          note(yield* caught(sys.replaceState(self, 'sm', ['scripts', name])));
          note(yield* genStatem.call(self, 'sm', 'x'));
        },
        { others: functions as never },
      );
      const where = ['gen_statem', 'system_replace_state'];
      expect(noted).toEqual([
        ['callback_failed', where, ['error', reason]],
        ['s', 'd'],
      ]);
    },
  );

  test('a system message is no event: timeouts run on, also while it is suspended, postponed events stay', () => {
    const machine: Machine = {
      on(type, content, _state, _data, { self }) {
        if (content === 'late') return keepStateAndData(postpone());
        if (content === 'arm') return keepStateAndData(eventTimeout(100, 'event'));
        self.send('main', [self.now(), type, content]);
        return type === 'timeout' ? nextState('t', 'd') : keepStateAndData();
      },
    };
    const { noted } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      genStatem.cast(self, pid, 'late');
      genStatem.cast(self, pid, 'arm');
      yield* self.sleep(20);
      yield* sys.getState(self, pid);
      yield* sys.suspend(self, pid);
      yield* self.sleep(130);
      yield* sys.resume(self, pid);
      note(yield* self.receive());
    });
    expect(noted).toEqual([[150, 'timeout', 'event']]);
  });

  test('a suspended machine is stopped, by way of terminate', () => {
    const { noted, terminated } = withMachine(answering, function* (self, note) {
      const pid = yield* startMachine(self);
      yield* sys.suspend(self, pid);
      yield* genStatem.stop(self, pid, 'enough');
      note(yield* mailbox(self));
    });
    expect(noted).toEqual([[EXIT('enough')]]);
    expect(terminated).toEqual([['enough', 's', 'd']]);
  });
});

describe('gen_statem: code change', () => {
  function* change(self: Self): Steps<unknown> {
    yield* sys.suspend(self, 'sm');
    const result = yield* sys.changeCode(self, 'sm', 'machine', 'v1', 'extra');
    yield* sys.resume(self, 'sm');
    return result;
  }

  test('gen_statem_SUITE/code_change: state and data are converted, and the callback mode is asked again', () => {
    let mode: 'handle_event_function' | 'state_functions' = 'handle_event_function';
    const functions = machineModule(telling(), 'state_functions').default as object;
    const machine = {
      ...functions,
      callbackMode: () => mode,
      *codeChange(oldVsn: Term, state: Term, data: Term, extra: Term, self: Self) {
        yield* self.sleep(10);
        mode = 'state_functions';
        return okState('t', [oldVsn, state, data, extra]);
      },
    };
    const { noted, world } = withMachine(machine as Machine, function* (self, note) {
      const pid = yield* startMachine(self);
      genStatem.cast(self, pid, 'before');
      note(yield* change(self));
      note(yield* sys.getState(self, pid));
      genStatem.cast(self, pid, 'after');
      note(yield* mailbox(self, 10));
    });
    const state = ['t', ['v1', 's', 'd', 'extra']];
    const events = [
      ['s', 'cast', 'before'],
      ['t', 'cast', 'after'],
    ];
    expect(noted).toEqual(['ok', state, events]);
    const callbacks = world.events.filter(({ type, a }) => type === 'received' && a !== 0);
    expect(callbacks.map(({ a }) => world.string(a))).toEqual(['handle_event', 't']);
  });

  test('gen_statem_SUITE/undef_code_change: without the callback the change is refused, and the machine goes on as it was', () => {
    const { noted } = withMachine(answering, function* (self, note) {
      yield* startMachine(self);
      note(yield* change(self));
      note(yield* genStatem.call(self, 'sm', 'x'));
    });
    const undef = ['EXIT', ['undef', [['machine', 'code_change']]]];
    expect(noted).toEqual([failed(undef), ['s', 'd']]);
  });

  test.each<[string, Machine, Term]>([
    [
      'an error',
      { codeChange: () => error('bad') },
      ['EXIT', ['bad', [['machine', 'code_change']]]],
    ],
    ['another result', { codeChange: () => 'nonsense' }, 'nonsense'],
  ])('%s of code_change is its result, and nothing has changed', (_what, machine, reason) => {
    const { noted } = withMachine({ ...answering, ...machine }, function* (self, note) {
      yield* startMachine(self);
      note(yield* change(self));
      note(yield* genStatem.call(self, 'sm', 'x'));
    });
    expect(noted).toEqual([failed(reason), ['s', 'd']]);
  });

  test('a callback mode that is none refuses the change', () => {
    let asked = 0;
    const machine: Machine = {
      ...answering,
      callbackMode: () => (asked++ === 0 ? 'handle_event_function' : ('bad' as never)),
      codeChange: () => okState('t', 'e'),
    };
    const { noted } = withMachine(machine, function* (self, note) {
      yield* startMachine(self);
      note(yield* change(self));
      note(yield* genStatem.call(self, 'sm', 'x'));
    });
    const bad = [['bad_return_from_callback_mode', 'bad'], [['machine', 'callback_mode']]];
    expect(noted).toEqual([failed(['EXIT', bad]), ['s', 'd']]);
  });
});
