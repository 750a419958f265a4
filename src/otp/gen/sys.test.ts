import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { From, Pid, Term } from '../../runtime/term.ts';
import { testWorld } from '../../testing/run-modules.ts';
import { caught, runScripts, type Script } from '../../testing/run-script.ts';
import {
  crashOf,
  EXIT,
  failed,
  type Server,
  startLink,
  withServer,
} from '../../testing/with-server.ts';
import { genServer } from '../gen-server/api.ts';
import { error, exit, noreply, ok, reply } from '../results.ts';
import { sys } from './sys.ts';
import type { SystemRequest } from './system-messages.ts';

/** Answers a call with its state, adds casts to it; the atom `timeout` counts in another place. */
const counter: Server = {
  handleCall: (_request, _from, state) => reply(state, state),
  handleCast: (more, state) => noreply((state as number) + (more as number)),
};

/** By name in the module `scripts`. */
const stateFunctions: Readonly<Record<string, Script>> = {
  double: (_self, _note, state: number) => state * 2,
  plus: (_self, _note, more: number, state: number) => more + state,
  throws() {
    throw 'ball';
  },
  exits: () => exit('bye'),
  errs: () => error('bad'),
  noTerm: () => () => 1,
};
const callbackFailed = (of: string, reason: Term): Term => [
  'callback_failed',
  ['gen_server', 'system_replace_state'],
  [of, reason],
];

describe('suspend and resume', () => {
  test('sys_SUITE/suspend: a suspended server answers nobody but sys; what came meanwhile is handled in order afterwards', () => {
    const { noted } = withServer(counter, function* (self, note) {
      yield* startLink(self, 0);
      yield* sys.suspend(self, 'server');
      note((yield* sys.getStatus(self, 'server')).sysState);
      note(yield* caught(self.call('server', 'first', 1_000)));
      yield* sys.suspend(self, 'server');
      self.cast('server', 5);
      note(yield* sys.getState(self, 'server'));
      yield* sys.resume(self, 'server');
      note(yield* self.call('server', 'second'));
      yield* sys.resume(self, 'server');
      note((yield* sys.getStatus(self, 'server')).sysState);
      note(yield* self.call('server', 'third'));
    });
    const timeout = ['timeout', ['gen_server', 'call', ['server', 'first']]];
    expect(noted).toEqual(['suspended', timeout, 0, 5, 'running', 5]);
  });

  test('sys_SUITE/suspend: the trace tells when a server is suspended and when it is resumed, once each', () => {
    const { world } = withServer(counter, function* (self) {
      yield* startLink(self, 0);
      for (const ask of [sys.suspend, sys.suspend, sys.resume, sys.resume])
        yield* ask(self, 'server');
    });
    const told = world.events.filter(({ type }) => type === 'suspended' || type === 'resumed');
    expect(told.map(({ type }) => type)).toEqual(['suspended', 'resumed']);
  });

  test('the EXIT of its parent ends a suspended server by way of terminate; that of another waits', () => {
    const { terminated, exit: reason } = withServer(
      {
        init(_args, self) {
          self.trapExit(true);
          return ok('s');
        },
        handleInfo: (message, _state) => noreply(message),
      },
      function* (self) {
        const server = yield* startLink(self);
        yield* sys.suspend(self, 'server');
        self.spawn('scripts', 'stranger', [server]);
        yield* self.sleep(10);
        exit('gone');
      },
      { stranger: (self, _note, server: Pid) => self.exit(server, 'boo') },
    );
    expect(reason).toBe('gone');
    expect(terminated).toEqual([['gone', 's']]);
  });

  test('a suspended server can be stopped', () => {
    const { noted, terminated } = withServer({}, function* (self, note) {
      yield* startLink(self);
      yield* sys.suspend(self, 'server');
      yield* genServer.stop(self, 'server', 'enough');
      note(yield* self.receive());
    });
    expect(noted).toEqual([EXIT('enough')]);
    expect(terminated).toEqual([['enough', 's']]);
  });

  test('a fork of a suspended server is suspended too', () => {
    const { world } = withServer(counter, function* (self) {
      yield* startLink(self, 0);
      yield* sys.suspend(self, 'server');
      self.cast('server', 1);
    });
    const fork = world.fork();
    expect(fork.run().state('server')).toBe(0);
  });
});

describe('idle timeouts', () => {
  const idle: Server = {
    init: () => ok([], 1_000),
    handleInfo: (message, _state, self) => noreply([message, self.now()]),
  };

  test('a system message begins the whole time again', () => {
    const { world } = withServer(idle, function* (self) {
      yield* startLink(self);
      yield* self.sleep(600);
      yield* sys.getState(self, 'server');
    });
    expect(world.state('server')).toEqual(['timeout', 1_600]);
  });

  test('suspension keeps it away, and resuming begins it again', () => {
    const { world } = withServer(idle, function* (self) {
      yield* startLink(self);
      yield* self.sleep(600);
      yield* sys.suspend(self, 'server');
      yield* self.sleep(5_000);
      yield* sys.resume(self, 'server');
    });
    expect(world.state('server')).toEqual(['timeout', 6_600]);
  });

  test('a server without one gets none, whatever it had before', () => {
    const { world } = withServer(idle, function* (self) {
      yield* startLink(self);
      yield* self.sleep(2_000);
      yield* sys.getState(self, 'server');
      yield* sys.suspend(self, 'server');
      yield* sys.resume(self, 'server');
    });
    expect(world.state('server')).toEqual(['timeout', 1_000]);
  });
});

describe('get_state and replace_state', () => {
  test('gen_server_SUITE/get_state: a state can be read by name and by pid, of a running and of a suspended server', () => {
    const { noted } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self, ['a', 1]);
      for (const dest of ['server', pid]) note(yield* sys.getState(self, dest));
      yield* sys.suspend(self, pid);
      for (const dest of ['server', pid]) note(yield* sys.getState(self, dest));
    });
    expect(noted).toEqual(Array(4).fill(['a', 1]));
  });

  test('gen_server_SUITE/replace_state: a function gives the new state, which is also the answer; suspended as well', () => {
    const { noted, world } = withServer(
      counter,
      function* (self, note) {
        yield* startLink(self, 1);
        note(yield* sys.replaceState(self, 'server', ['scripts', 'double']));
        note(yield* self.call('server', 'state'));
        yield* sys.suspend(self, 'server');
        note(yield* sys.replaceState(self, 'server', ['scripts', 'plus', [40]]));
        yield* sys.resume(self, 'server');
        note(yield* self.call('server', 'state'));
      },
      stateFunctions,
    );
    expect(noted).toEqual([2, 2, 42, 42]);
    const states = world.events.filter(({ type }) => type === 'state_changed');
    expect(states.map(({ payload }) => payload)).toEqual([1, 2, 42]);
  });

  test.each([
    ['throws', callbackFailed('throw', 'ball')],
    ['exits', callbackFailed('exit', 'bye')],
    ['errs', callbackFailed('error', 'bad')],
    ['noTerm', callbackFailed('error', ['not_a_term', expect.any(String)])],
    ['notThere', callbackFailed('error', 'undef')],
  ])(
    'gen_server_SUITE/replace_state: a function that fails (%s) is an error of the caller, and the state stays',
    (name, reason) => {
      const { noted } = withServer(
        counter,
        function* (self, note) {
          yield* startLink(self, 1);
          note(yield* caught(sys.replaceState(self, 'server', ['scripts', name])));
          yield* sys.suspend(self, 'server');
          note(yield* caught(sys.replaceState(self, 'server', ['scripts', name])));
          note(yield* sys.getState(self, 'server'));
        },
        stateFunctions,
      );
      expect(noted).toEqual([reason, reason, 1]);
    },
  );
});

describe('change_code', () => {
  function* change(self: Self, oldVsn: Term = 'v1', extra: Term = null): Steps<unknown> {
    yield* sys.suspend(self, 'server');
    const result = yield* sys.changeCode(self, 'server', 'server', oldVsn, extra);
    const { sysState } = yield* sys.getStatus(self, 'server');
    yield* sys.resume(self, 'server');
    return [result, sysState, yield* sys.getState(self, 'server')];
  }

  test('a suspended server converts its state, given the old version and what else is needed; it stays suspended', () => {
    const { noted } = withServer(
      { codeChange: (oldVsn, state, extra) => ok([oldVsn, state, extra]) },
      function* (self, note) {
        yield* startLink(self);
        note(yield* change(self, ['down', 'v2'], 'more'));
      },
    );
    expect(noted).toEqual([['ok', 'suspended', [['down', 'v2'], 's', 'more']]]);
  });

  test('the callback may wait; messages wait for it', () => {
    const { noted } = withServer(
      {
        ...counter,
        *codeChange(_oldVsn, state, _extra, self) {
          yield* self.sleep(100);
          return ok((state as number) + 1);
        },
      },
      function* (self, note) {
        yield* startLink(self, 1);
        self.sendAfter(50, 'server', 'in_between');
        note(yield* change(self));
        note(yield* self.call('server', 'state'));
      },
    );
    expect(noted).toEqual([['ok', 'suspended', 2], 2]);
  });

  test('a fork goes on with a change whose callback waits', () => {
    const world = testWorld({
      server: {
        default: {
          init: (args: Term) => ok(args),
          *codeChange(_oldVsn: Term, state: Term, extra: Term, self: Self): Steps<unknown> {
            yield* self.sleep(100);
            return ok([state, extra]);
          },
        },
      },
      scripts: {
        *main(self: Self) {
          yield* startLink(self);
          exit((yield* change(self, 'v1', 'more')) as Term);
        },
      },
    });
    world.spawn('scripts', 'main');
    const fork = world.run(50).fork();
    const end = { pid: expect.anything(), reason: ['ok', 'suspended', ['s', 'more']] };
    expect(fork.run().exits()[0]).toEqual(end);
    expect(world.run().exits()[0]).toEqual(end);
  });

  test('a server that runs has no such request', () => {
    const { noted } = withServer(
      { codeChange: (_oldVsn, state) => ok(state) },
      function* (self, note) {
        yield* startLink(self);
        note(yield* sys.changeCode(self, 'server', 'server', 'v1', null));
      },
    );
    const request = { type: 'change_code', module: 'server', oldVsn: 'v1', extra: null };
    expect(noted).toEqual([failed(['unknown_system_msg', request])]);
  });

  test('gen_server_SUITE/undef_code_change: without the callback the change is refused and the old state goes on', () => {
    const { noted, exit: reason } = withServer({}, function* (self, note) {
      yield* startLink(self);
      note(yield* change(self));
    });
    const undef = failed(['EXIT', crashOf('undef', 'code_change')]);
    expect(noted).toEqual([[undef, 'suspended', 's']]);
    expect(reason).toBe('normal');
  });

  test.each<[string, NonNullable<Server['codeChange']>, Term]>([
    ['an error', () => error('bad'), ['EXIT', crashOf('bad', 'code_change')]],
    ['an exit', () => exit('bye'), ['EXIT', 'bye']],
    [
      'a thrown value',
      () => {
        throw 'ball';
      },
      'ball',
    ],
    ['another result', () => 'nonsense' as never, 'nonsense'],
    ['a result that is no term', () => ok(() => 1) as never, ['EXIT', expect.anything()] as never],
  ])('%s of the callback is the result, and the state stays', (_what, codeChange, reason) => {
    const { noted } = withServer({ codeChange }, function* (self, note) {
      yield* startLink(self);
      note(yield* change(self));
    });
    expect(noted).toEqual([[failed(reason), 'suspended', 's']]);
  });
});

describe('calls of sys', () => {
  test('whoever is not there, or too slow, is told as the reason of an exit', () => {
    const { noted } = withServer(
      {
        *handleCast(_message, state, self) {
          yield* self.sleep(1_000);
          return noreply(state);
        },
      },
      function* (self, note) {
        note(yield* caught(sys.suspend(self, 'server')));
        yield* startLink(self);
        self.cast('server', 'work');
        note(yield* caught(sys.changeCode(self, 'server', 'server', 'v1', [], 100)));
        note(yield* caught(sys.getState(self, 'main')));
      },
    );
    expect(noted).toEqual([
      ['noproc', ['sys', 'suspend', ['server']]],
      ['timeout', ['sys', 'change_code', ['server', 'server', 'v1', []]]],
      ['calling_self', ['sys', 'get_state', ['main']]],
    ]);
  });

  test('terminate returns when the end begins, stop when it is over', () => {
    const { noted } = withServer(
      {
        *terminate(_reason, _state, self) {
          yield* self.sleep(100);
        },
      },
      function* (self, note) {
        yield* startLink(self);
        yield* sys.terminate(self, 'server', 'enough');
        note(self.now());
        note(yield* self.receive());
        note(self.now());
      },
    );
    expect(noted).toEqual([0, EXIT('enough'), 100]);
  });
});

test('a process written by hand takes system messages as messages, and can answer them', () => {
  const { noted } = runScripts({
    *special(self) {
      for (;;) {
        const message = (yield* self.receive()) as { from: From; request: SystemRequest };
        if (message.request === 'get_state') self.reply(message.from, 'its state');
        else if (message.request === 'get_status') return;
        else {
          const reason = ['callback_failed', ['special', 'system_replace_state'], ['error', 'bad']];
          self.reply(message.from, { type: 'error', reason });
        }
      }
    },
    *main(self, note) {
      const special = self.spawn('scripts', 'special');
      note(yield* sys.getState(self, special));
      note(yield* caught(sys.replaceState(self, special, ['scripts', 'main'])));
      note(yield* caught(sys.getStatus(self, special)));
    },
  });
  expect(noted.slice(0, 2)).toEqual([
    'its state',
    ['callback_failed', ['special', 'system_replace_state'], ['error', 'bad']],
  ]);
  expect(noted[2]).toEqual(['normal', ['sys', 'get_status', [expect.anything()]]]);
});
