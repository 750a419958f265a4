import { describe, expect, test } from 'vitest';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { From, Term } from '../runtime/term.ts';
import { caught } from '../testing/run-script.ts';
import {
  type Machine,
  machineModule,
  mailbox,
  startMachine,
  telling,
  withMachine,
} from '../testing/with-machine.ts';
import { EXIT, failed } from '../testing/with-server.ts';
import { genStatem } from './gen-statem-api.ts';
import {
  eventTimeout,
  genericTimeout,
  keepState,
  keepStateAndData,
  nextEvent,
  nextState,
  okState,
  postpone,
  replyTo,
  stateTimeout,
} from './gen-statem-results.ts';
import type { LabelledResponse, RequestIds } from './requests.ts';
import { error, stop } from './results.ts';
import { sys } from './sys.ts';

/** Answers a call with its state and data; `[ms, answer]` after that time. */
const answering: Machine = {
  on(type, content, state, data, { type: whole }) {
    const from = (whole as [string, From])[1];
    if (type === 'timeout') return keepStateAndData(replyTo((whole as From[])[1] as From, content));
    if (content === 'shutdown') return stop('shutdown');
    if (Array.isArray(content))
      return keepStateAndData(genericTimeout(from, content[0] as number, content[1] as Term));
    return keepStateAndData(replyTo(from, [state, data]));
  },
};

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

describe('gen_statem: enter_loop', () => {
  const enters = {
    enters(self: Self, _note: unknown, name: Term, as: Term) {
      if (typeof name === 'string') self.register(name);
      self.trapExit(true);
      return genStatem.enterLoop(self, 'machine', 's', 'entered', {
        ...(typeof as === 'string' ? { name: as } : {}),
        actions: [nextEvent('internal', 'action'), stateTimeout(10, 'due')],
      });
    },
    *parent(self: Self) {
      self.spawnLink('scripts', 'enters', [null, null]);
      yield* self.sleep(50);
      error('oops');
    },
  };

  test.each([
    ['with a name', 'entered'],
    ['without one', null],
  ])(
    'gen_statem_SUITE/enter_loop: a plain process becomes a machine, without init, %s',
    (_how, name) => {
      const machine = { ...telling(), init: () => error('not called') };
      const { noted, world } = withMachine(
        machine,
        function* (self, note) {
          const pid = self.spawnLink('scripts', 'enters', [name, name]);
          note(yield* mailbox(self, 20));
          note(yield* sys.getState(self, pid));
          yield* genStatem.stop(self, name ?? pid);
          note(yield* mailbox(self));
        },
        { others: enters as never },
      );
      const events = [
        ['s', 'internal', 'action'],
        ['s', 'state_timeout', 'due'],
      ];
      expect(noted).toEqual([events, ['s', 'entered'], [EXIT('normal')]]);
      const states = world.events.filter(({ type }) => type === 'transitioned');
      expect(states.map(({ payload }) => payload)).toEqual([{ from: null, to: 's' }]);
    },
  );

  test('gen_statem_SUITE/enter_loop: not under a name that is not its own', () => {
    const { noted } = withMachine(
      telling(),
      function* (self, note) {
        for (const [name, as] of [
          [null, 'other'],
          ['mine', 'other'],
          [null, 'main'],
        ] as const) {
          self.spawnLink('scripts', 'enters', [name, as]);
          note(yield* self.receive());
        }
      },
      { others: enters as never },
    );
    expect(noted).toEqual(Array(3).fill(EXIT('process_not_registered')));
  });

  test('gen_statem_SUITE/enter_loop: the end of who spawned it ends it, by way of terminate', () => {
    const { terminated } = withMachine(
      { on: () => keepState('entered') },
      function* (self) {
        self.spawn('scripts', 'parent');
        yield* self.sleep(100);
      },
      { others: enters as never },
    );
    expect(terminated).toEqual([[['oops', [['scripts', 'parent']]], 's', 'entered']]);
  });
});

describe('gen_statem: requests that are not waited for', () => {
  const three = (self: Self): RequestIds => {
    let ids = genStatem.reqidsNew();
    ids = genStatem.sendRequest(self, 'sm', [400, 'third'], 'a', ids);
    ids = genStatem.sendRequest(self, 'sm', [1, 'first'], 'b', ids);
    return genStatem.reqidsAdd(genStatem.sendRequest(self, 'sm', [200, 'second']), 'c', ids);
  };
  const told = ({ response, label }: LabelledResponse): Term => [
    label,
    response.type === 'reply' ? response.reply : (response.reason[0] as Term),
  ];
  const inOrder = [['b', 'first'], ['c', 'second'], ['a', 'third'], 'no_request'];

  test.each([
    ['gen_statem_SUITE/send_request_receive_reqid_collection', genStatem.receiveResponse],
    ['gen_statem_SUITE/send_request_wait_reqid_collection', genStatem.waitResponse],
  ])('%s: responses come in the order of completion, each with its label', (_row, wait) => {
    const { noted } = withMachine(answering, function* (self, note) {
      yield* startMachine(self);
      let ids = three(self);
      for (let count = 0; count < 3; count++) {
        const result = (yield* wait(self, ids, 1_000, true)) as LabelledResponse;
        note(told(result));
        ids = result.collection;
      }
      note(yield* wait(self, ids, 1_000, true));
    });
    expect(noted).toEqual(inOrder);
  });

  test('gen_statem_SUITE/send_request_check_reqid_collection: a message is no reply, or one of the responses', () => {
    const { noted } = withMachine(answering, function* (self, note) {
      yield* startMachine(self);
      let ids = three(self);
      note(genStatem.checkResponse('hello', ids, true));
      for (let count = 0; count < 3; count++) {
        const message = yield* self.receive();
        const result = genStatem.checkResponse(message, ids, true) as LabelledResponse;
        note(told(result));
        ids = result.collection;
      }
      note(genStatem.checkResponse('hello', ids, true));
    });
    expect(noted).toEqual(['no_reply', ...inOrder]);
  });

  test('gen_statem_SUITE/send_request_wait_reqid_collection: the end of the machine is the response to all it was asked', () => {
    const { noted } = withMachine(answering, function* (self, note) {
      yield* startMachine(self);
      let ids = genStatem.sendRequest(self, 'sm', 'shutdown', 'd', three(self));
      for (let count = 0; count < 4; count++) {
        const result = (yield* genStatem.waitResponse(self, ids, 1_000, true)) as LabelledResponse;
        note(told(result));
        ids = result.collection;
      }
    });
    expect(noted.map((pair) => (pair as Term[])[1])).toEqual(Array(4).fill('shutdown'));
  });
});
