import { describe, expect, test } from 'vitest';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { From, Pid, Term } from '../runtime/term.ts';
import { caught, runScripts, type Script, type ScriptRun } from '../testing/run-script.ts';
import type { GenServer } from './gen-server.ts';
import { genServer } from './gen-server-api.ts';
import { div, error, exit, ignore, noreply, ok, reply, stop, stopReply } from './results.ts';

type Server = Partial<GenServer<Term, Term, Term, Term>>;
type Main = (self: Self, note: (value: unknown) => void) => Steps<unknown>;

interface Outcome extends ScriptRun {
  /** `[kind, payload]`, in order. */
  readonly reports: readonly unknown[];
  /** Arguments of terminate, in order. */
  readonly terminated: readonly unknown[];
}

/** Runs `main`, which traps exits, with a module `server`; its init gives `ok(args)` unless it says otherwise. */
function withServer(
  server: Server,
  main: Main,
  others: Readonly<Record<string, Script>> = {},
): Outcome {
  const terminated: unknown[] = [];
  const whole: Server = {
    init: (args) => ok(args),
    terminate: (reason, state) => void terminated.push([reason, state]),
    ...server,
  };
  const run = runScripts(
    {
      ...others,
      *main(self, note) {
        self.register('main');
        self.trapExit(true);
        yield* main(self, note);
      },
    },
    { server: { default: whole } },
  );
  const reports = run.world.events
    .filter(({ type }) => type === 'reported')
    .map(({ a, payload }) => [run.world.string(a), payload]);
  return { ...run, reports, terminated };
}

function* startLink(self: Self, args: Term = 's'): Steps<Pid> {
  return ((yield* genServer.startLink(self, 'server', args, { name: 'server' })) as { pid: Pid })
    .pid;
}

const EXIT = (reason: Term): object => ({ type: 'EXIT', from: expect.anything(), reason });
const DOWN = (reason: Term): object => ({
  type: 'DOWN',
  ref: expect.anything(),
  object: expect.anything(),
  reason,
});
const failed = (reason: unknown): object => ({ type: 'error', reason });
const called = (request: Term, reason: Term): Term => [
  reason,
  ['gen_server', 'call', ['server', request]],
];
const crashOf = (reason: Term, callback: string): Term => [reason, [['server', callback]]];

describe('gen_server: start', () => {
  test('gen_server_SUITE/start#1', () => {
    const { noted } = withServer(
      {
        handleCall: (request, _from, state) =>
          request === 'stop' ? stopReply('normal', 'bye', state) : reply('pong', state),
      },
      function* (self, note) {
        const { pid } = (yield* genServer.start(self, 'server')) as { pid: Pid };
        note(yield* self.call(pid, 'ping'));
        note(yield* self.call(pid, 'stop'));
        note(((yield* caught(self.call(pid, 'ping'))) as Term[])[0]);
      },
    );
    expect(noted).toEqual(['pong', 'bye', 'noproc']);
  });

  test('gen_server_SUITE/start#2', () => {
    const server: Server = {
      *init(ms, self) {
        yield* self.sleep(ms as number);
        return ok(ms);
      },
    };
    const { noted } = withServer(server, function* (self, note) {
      note(yield* genServer.start(self, 'server', 1_000, { timeoutMs: 100 }));
      note((yield* genServer.start(self, 'server', 50, { timeoutMs: 100 })).type);
    });
    expect(noted).toEqual([failed('timeout'), 'ok']);
  });

  test('gen_server_SUITE/start#3', () => {
    const server: Server = { init: (how) => (how === 'ignore' ? ignore() : stop('stopped')) };
    const { noted, terminated } = withServer(server, function* (self, note) {
      note(yield* genServer.start(self, 'server', 'ignore'));
      note(yield* genServer.start(self, 'server', 'stop'));
    });
    expect(noted).toEqual([{ type: 'ignore' }, failed('stopped')]);
    expect(terminated).toEqual([]);
  });

  test('gen_server_SUITE/start#4', () => {
    const { noted } = withServer(
      { handleCast: (reason, state) => stop(reason, state) },
      function* (self, note) {
        self.cast(yield* startLink(self), 'stopped');
        note(yield* self.receive());
        const { pid } = (yield* genServer.startMonitor(self, 'server')) as { pid: Pid };
        self.cast(pid, 'stopped');
        note(yield* self.receive());
      },
    );
    expect(noted).toEqual([EXIT('stopped'), DOWN('stopped')]);
  });

  test('gen_server_SUITE/start#5', () => {
    const { noted } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      for (const start of [genServer.start, genServer.startLink, genServer.startMonitor]) {
        const again = yield* start(self, 'server', null, { name: 'server' });
        note(again.type === 'error' && (again.reason as Term[])[1] === pid);
      }
      note(yield* self.receiveWithin(10));
      yield* genServer.stop(self, 'server');
      note(self.whereis('server'));
    });
    expect(noted).toEqual([true, true, true, undefined, undefined]);
  });

  test('gen_server_SUITE/otp_7669', () => {
    const ways = [
      () => ignore(),
      () => stop('stopped'),
      () => exit('stopped'),
      () => error('stopped'),
    ];
    for (const init of ways) {
      const { noted } = withServer(
        { init: init as never },
        function* (self, note) {
          for (let round = 0; round < 25; round++) {
            yield* genServer.start(self, 'server', null, { name: 'server' });
            if (self.whereis('server') !== undefined) note('still registered');
            self.register(`free_${round}`, self.spawn('scripts', 'nothing'));
          }
        },
        { nothing: (self) => self.sleep(1) },
      );
      expect(noted).toEqual([]);
    }
  });

  test('an init that gives anything else', () => {
    const gives: unknown[] = [
      undefined,
      'ok',
      { type: 'error', reason: 'e' },
      reply(1, 2),
      ok(undefined),
      ok(() => 1),
      ok(1, -1),
      ok(1, 'hibernate' as never),
    ];
    const results = gives.map((given) => {
      const { noted, terminated } = withServer(
        { init: () => given as never },
        function* (self, note) {
          note(yield* genServer.startLink(self, 'server', null));
          note(yield* self.receive());
        },
      );
      expect(terminated).toEqual([]);
      const [result, message] = noted as [{ type: string; reason: Term[] }, { reason: Term }];
      expect([result.type, message.reason]).toEqual(['error', result.reason]);
      return result.reason[0];
    });
    const bad = 'bad_return_value';
    const notATerm = ['not_a_term', expect.anything()];
    expect(results).toEqual([bad, bad, bad, bad, notATerm, notATerm, bad, bad]);
  });

  test('EXTRA/gs_start_link_error_exit', () => {
    const ends = [stop('why'), ignore()].map((result) => {
      const { exit: reason } = withServer({ init: () => result }, function* (self) {
        self.trapExit(false);
        yield* genServer.startLink(self, 'server');
        yield* self.sleep(1);
      });
      return reason;
    });
    // OTP: there the starter also gets to see its result, if it is quicker than the exit signal; here it never is.
    expect(ends).toEqual(['why', 'normal']);
  });
});

describe('gen_server: calls, casts, messages', () => {
  test('gen_server_SUITE/call#1', () => {
    const server: Server = {
      handleCall: (_request, from) => noreply(from, 20),
      handleInfo(message, from, self) {
        self.reply(from as From, message);
        return noreply('idle');
      },
    };
    const { noted } = withServer(server, function* (self, note) {
      note(yield* self.call(yield* startLink(self), 'later'));
      note(self.now());
    });
    expect(noted).toEqual(['timeout', 20]);
  });

  test('gen_server_SUITE/call#2', () => {
    const server: Server = {
      handleCall: (request, _from, state) =>
        request === 'look' ? reply(state, state) : reply('ok', state, 1_000),
      handleInfo: (message) => noreply(message),
    };
    const { noted } = withServer(server, function* (self, note) {
      const pid = yield* startLink(self);
      yield* self.call(pid, 'arm');
      yield* self.sleep(500);
      note(yield* self.call(pid, 'look'));
      yield* self.sleep(1_500);
      note(yield* self.call(pid, 'look'));
      yield* self.call(pid, 'arm');
      yield* self.sleep(1_500);
      note(yield* self.call(pid, 'look'));
    });
    expect(noted).toEqual(['s', 's', 'timeout']);
  });

  test('an idle timeout of 0 comes when the mailbox is empty', () => {
    const server: Server = {
      handleCast: (message, state, self) => {
        self.send('main', message);
        return noreply(state, 0);
      },
      handleInfo(message, state, self) {
        self.send('main', message);
        return noreply(state);
      },
    };
    const { noted } = withServer(server, function* (self, note) {
      const pid = yield* startLink(self);
      for (const message of [1, 2, 3]) self.cast(pid, message);
      for (let count = 0; count < 5; count++) note(yield* self.receiveWithin(10));
    });
    expect(noted).toEqual([1, 2, 3, 'timeout', undefined]);
  });

  test('gen_server_SUITE/call#3', () => {
    const server: Server = {
      *handleCall(_request, _from, state, self) {
        yield* self.sleep(50);
        return reply('late', state);
      },
    };
    const { noted } = withServer(server, function* (self, note) {
      yield* startLink(self);
      note(yield* caught(self.call('server', 'slow', 1)));
      note(yield* self.receiveWithin(100));
    });
    expect(noted).toEqual([called('slow', 'timeout'), undefined]);
  });

  test('gen_server_SUITE/call#4', () => {
    for (const given of [
      undefined,
      'bad',
      ok('s'),
      reply('r', 's', -1),
      reply('r', 's', 1.5),
      noreply('s', {} as never),
      stop('reason'),
    ]) {
      const { noted, terminated } = withServer(
        { handleCall: () => given as never },
        function* (self, note) {
          yield* startLink(self);
          const [reason] = (yield* caught(self.call('server', 'hello'))) as [Term[]];
          note(((yield* self.receive()) as { reason: Term }).reason === reason);
          note(reason[0]);
        },
      );
      const what =
        (given as { type?: string })?.type === 'stop'
          ? ['not_a_term', expect.anything()]
          : 'bad_return_value';
      expect(noted).toEqual([true, what]);
      expect(terminated).toMatchObject([[expect.anything(), 's']]);
    }
  });

  test('gen_server_SUITE/cast, info', () => {
    const act = (message: Term, state: Term) => {
      if (message === 'stop') return stop('stopped', state);
      return message === 'arm' ? noreply(state, 10) : noreply(message);
    };
    const server: Server = {
      handleCall: (_request, _from, state) => reply(state, state),
      handleCast: act,
      handleInfo: act,
    };
    for (const how of ['cast', 'send'] as const) {
      const { noted, terminated } = withServer(server, function* (self, note) {
        const pid = yield* startLink(self);
        self[how](pid, 'state');
        note(yield* self.call(pid, 'look'));
        self[how](pid, 'arm');
        yield* self.sleep(20);
        note(yield* self.call(pid, 'look'));
        self[how](pid, 'stop');
        note(yield* self.receive());
      });
      expect(noted).toEqual(['state', 'timeout', EXIT('stopped')]);
      expect(terminated).toEqual([['stopped', 'timeout']]);
    }
  });

  test('casts never fail', () => {
    const { noted, exit: end } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      yield* genServer.stop(self, pid);
      for (const dest of [pid, 'server', 'nobody']) note(genServer.cast(self, dest, 'hello'));
    });
    expect([noted.length, end]).toEqual([3, 'normal']);
  });

  test('gen_server_SUITE/calling_self', () => {
    const { noted } = withServer({}, function* (self, note) {
      note(((yield* caught(self.call(self.pid, 'hello'))) as Term[])[0]);
      note(((yield* caught(self.call('main', 'hello', Number.POSITIVE_INFINITY))) as Term[])[0]);
    });
    expect(noted).toEqual(['calling_self', 'calling_self']);
  });

  test('a thrown value counts as the returned value', () => {
    const server: Server = {
      handleCall: (_request, _from, state) => {
        throw reply(['thrown', state], 'next');
      },
      handleCast: () => {
        throw stop('thrown', 'last');
      },
    };
    const { noted, terminated } = withServer(server, function* (self, note) {
      const pid = yield* startLink(self);
      note([yield* self.call(pid, 1), yield* self.call(pid, 2)]);
      self.cast(pid, 3);
      note(yield* self.receive());
    });
    expect(noted).toEqual([
      [
        ['thrown', 's'],
        ['thrown', 'next'],
      ],
      EXIT('thrown'),
    ]);
    expect(terminated).toEqual([['thrown', 'last']]);
  });

  test('EXTRA/gs_killed_during_call', () => {
    const { noted } = withServer(
      { handleCall: (_request, _from, state) => noreply(state) },
      function* (self, note) {
        yield* startLink(self);
        self.spawn('scripts', 'killer');
        note(yield* caught(self.call('server', 'hello')));
      },
      {
        *killer(self) {
          yield* self.sleep(10);
          self.exit(self.whereis('server') as Pid, 'kill');
        },
      },
    );
    expect(noted).toEqual([called('hello', 'killed')]);
  });
});

describe('gen_server: continue', () => {
  const log: Server['handleInfo'] = (message, state) => noreply([...(state as Term[]), message]);
  const recorder: Server = {
    init(args, self) {
      self.send(self.pid, 'message');
      return ok([], args === 'init' ? { continue: 'continued' } : undefined);
    },
    handleContinue: (argument, state) => {
      const next = [...(state as Term[]), argument];
      if (argument === 'again') return noreply(next, { continue: 'and again' });
      return argument === 'stop' ? stop('continued', next) : noreply(next);
    },
    handleInfo: (message, state, self) =>
      message === 'info'
        ? noreply(state, { continue: 'continued' })
        : (log as never as (...all: unknown[]) => never)(message, state, self),
    handleCast: (message, state) => noreply(state, { continue: message }),
    handleCall: (request, from, state, self) => {
      if (request === 'look') return reply(state, state);
      self.send(self.pid, 'message');
      if (request === 'reply') return reply('ok', state, { continue: 'continued' });
      self.reply(from, 'ok');
      return noreply(state, { continue: 'continued' });
    },
  };

  test('gen_server_SUITE/continue#1', () => {
    const { noted } = withServer(recorder, function* (self, note) {
      note(yield* self.call(yield* startLink(self, 'init'), 'look'));
    });
    expect(noted).toEqual([['continued', 'message']]);
  });

  test('gen_server_SUITE/continue#2', () => {
    const { noted } = withServer(recorder, function* (self, note) {
      for (const request of ['reply', 'noreply']) {
        yield* startLink(self);
        yield* self.call('server', request);
        note(yield* self.call('server', 'look'));
        yield* genServer.stop(self, 'server');
      }
      for (const how of ['cast', 'send'] as const) {
        yield* startLink(self);
        self[how]('server', how === 'cast' ? 'continued' : 'info');
        self.send('server', 'after');
        note(yield* self.call('server', 'look'));
        yield* genServer.stop(self, 'server');
      }
    });
    const call = ['message', 'continued', 'message'];
    const other = ['message', 'continued', 'after'];
    expect(noted).toEqual([call, call, other, other]);
  });

  test('gen_server_SUITE/continue#3', () => {
    const { noted } = withServer(recorder, function* (self, note) {
      yield* startLink(self);
      self.cast('server', 'again');
      self.send('server', 'after');
      note(yield* self.call('server', 'look'));
      self.cast('server', 'stop');
      note(yield* self.receive());
    });
    expect(noted).toEqual([['message', 'again', 'and again', 'after'], EXIT('continued')]);
  });
});

describe('gen_server: the end', () => {
  test('gen_server_SUITE/stop1, stop2, stop4', () => {
    const { noted, terminated } = withServer({}, function* (self, note) {
      for (const reason of ['normal', ['another', 'reason']]) {
        const pid = yield* startLink(self);
        yield* genServer.stop(self, 'server', reason);
        note([self.isAlive(pid), ((yield* self.receive()) as { reason: Term }).reason]);
        note([
          yield* caught(genServer.stop(self, pid)),
          yield* caught(genServer.stop(self, 'server')),
        ]);
      }
    });
    const gone = ['noproc', 'noproc'];
    expect(noted).toEqual([[false, 'normal'], gone, [false, ['another', 'reason']], gone]);
    expect(terminated).toEqual([
      ['normal', 's'],
      [['another', 'reason'], 's'],
    ]);
  });

  test('gen_server_SUITE/stop3', () => {
    const { noted } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      note(yield* caught(genServer.stop(self, pid, 'normal', -1)));
      note(self.isAlive(pid));
    });
    expect(noted).toEqual(['timeout_value', true]);
  });

  test('gen_server_SUITE/crash#1', () => {
    const server: Server = {
      handleCall: (request, _from, state) => {
        const [how, reason] = request as [string, Term];
        return how === 'exit' ? exit(reason) : stop(reason, state);
      },
    };
    const { noted, reports } = withServer(server, function* (self, note) {
      for (const reason of ['shutdown', ['shutdown', 'x']]) {
        for (const how of ['exit', 'stop']) {
          yield* startLink(self);
          note(((yield* caught(self.call('server', [how, reason]))) as Term[])[0]);
          note(yield* self.receive());
        }
      }
    });
    const once = ['shutdown', EXIT('shutdown')];
    const tuple = [['shutdown', 'x'], EXIT(['shutdown', 'x'])];
    expect(noted).toEqual([...once, ...once, ...tuple, ...tuple]);
    expect(reports).toEqual([]);
  });

  test('gen_server_SUITE/crash#2', () => {
    const { noted, reports, terminated } = withServer(
      { handleCall: () => exit('crashed') },
      function* (self, note) {
        yield* startLink(self);
        note(yield* caught(self.call('server', 'hello')));
        note(yield* self.receive());
      },
    );
    expect(noted).toEqual([called('hello', 'crashed'), EXIT('crashed')]);
    expect(reports).toEqual([['crash_report', 'crashed']]);
    expect(terminated).toEqual([['crashed', 's']]);
  });

  test('a caller exits with the reason of the server that dies during its call', () => {
    const server: Server = { handleCall: () => reply(div(1, 0), null) };
    const { exit: end } = withServer(server, function* (self) {
      yield* startLink(self);
      yield* self.call('server', 'divide');
    });
    expect(end).toEqual(called('divide', crashOf('badarith', 'handle_call')));
  });

  test('{stop, Reason, Reply, State}: terminate, then the reply, then the end', () => {
    const { world } = withServer(
      { handleCall: (_request, _from, state) => stopReply('normal', 'bye', state) },
      function* (self) {
        yield* self.call(yield* startLink(self), 'stop');
      },
    );
    const pid = world.events.find(
      ({ type, a }) => type === 'spawned' && world.string(a) === 'gen_server',
    )?.pid;
    const told = ['called', 'sent', 'exited'];
    const mine = world.events.filter((event) => event.pid === pid && told.includes(event.type));
    const story = mine.map(({ type, a }) => (type === 'called' ? world.string(a) : type));
    expect(story).toEqual(['init', 'sent', 'terminate', 'sent', 'exited']);
  });

  test('gen_server_SUITE/terminate_crash_format', () => {
    const server: Server = {
      handleCall: (_request, _from, state) => stopReply('normal', 'bye', state),
      terminate: () => error('in_terminate'),
    };
    const { noted, reports } = withServer(server, function* (self, note) {
      yield* startLink(self);
      note(yield* caught(self.call('server', 'stop')));
      note(yield* self.receive());
    });
    const reason = crashOf('in_terminate', 'terminate');
    expect(noted).toEqual([called('stop', reason), EXIT(reason)]);
    expect(reports).toEqual([['crash_report', reason]]);
  });

  test('EXTRA/gs_parent_exit_matrix', () => {
    const server: Server = {
      init(trap, self) {
        self.trapExit(trap === true);
        return ok('s');
      },
    };
    const results: unknown[] = [];
    for (const trap of [false, true]) {
      for (const reason of ['normal', 'shutdown', 'boom']) {
        const { noted, terminated } = withServer(
          server,
          function* (self, note) {
            self.spawn('scripts', 'parent', [trap, reason]);
            yield* self.sleep(1);
            const pid = self.whereis('server') as Pid;
            self.monitor(pid);
            yield* self.sleep(20);
            const down = (yield* self.receiveWithin(0)) as { reason: Term } | undefined;
            note(down === undefined ? 'survives' : down.reason);
            if (down === undefined) self.exit(pid, 'kill');
          },
          {
            *parent(self: Self, _note: unknown, traps: boolean, why: Term) {
              yield* startLink(self, traps);
              yield* self.sleep(10);
              exit(why);
            },
          },
        );
        results.push([...noted, ...terminated]);
      }
    }
    const trapping = ['normal', 'shutdown', 'boom'].map((reason) => [reason, [reason, 's']]);
    expect(results).toEqual([['survives'], ['shutdown'], ['boom'], ...trapping]);
  });

  test('an EXIT of anybody but the parent is a message', () => {
    const server: Server = {
      init(_args, self) {
        self.trapExit(true);
        return ok('s');
      },
      handleInfo(message, state, self) {
        self.send('main', (message as { reason: Term }).reason);
        return noreply(state);
      },
    };
    const { noted, terminated } = withServer(
      server,
      function* (self, note) {
        yield* startLink(self);
        self.spawn('scripts', 'other');
        note([yield* self.receive(), yield* self.receive()]);
      },
      {
        other(self) {
          const pid = self.whereis('server') as Pid;
          self.exit(pid, 'shutdown');
          self.link(pid);
        },
      },
    );
    expect(noted).toEqual([['shutdown', 'normal']]);
    expect(terminated).toEqual([['normal', 's']]);
  });
});

describe('gen_server: a callback that is missing', () => {
  test('gen_server_SUITE/undef_init', () => {
    const { noted } = withServer({ init: undefined as never }, function* (self, note) {
      note(yield* genServer.start(self, 'server'));
      note(yield* genServer.startLink(self, 'server'));
      note(yield* self.receive());
      note(yield* genServer.start(self, 'no_module'));
    });
    const undef = crashOf('undef', 'init');
    expect(noted).toEqual([
      failed(undef),
      failed(undef),
      EXIT(undef),
      failed(['undef', [['no_module', 'init']]]),
    ]);
  });

  test('gen_server_SUITE/undef_handle_call', () => {
    const { noted } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      note(yield* caught(self.call('server', 'hello')));
      note(self.isAlive(pid));
    });
    expect(noted).toEqual([called('hello', crashOf('undef', 'handle_call')), false]);
  });

  test('gen_server_SUITE/undef_handle_cast', () => {
    const { noted } = withServer({}, function* (self, note) {
      self.cast(yield* startLink(self), 'hello');
      note(yield* self.receive());
    });
    expect(noted).toEqual([EXIT(crashOf('undef', 'handle_cast'))]);
  });

  test('gen_server_SUITE/undef_handle_info', () => {
    const { noted, reports } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      self.send(pid, 'hello');
      yield* self.sleep(1);
      note(self.isAlive(pid));
    });
    expect(noted).toEqual([true]);
    expect(reports).toEqual([['unhandled_message', 'server']]);
  });

  test('gen_server_SUITE/undef_handle_continue', () => {
    const { noted } = withServer(
      { init: () => ok('s', { continue: 'x' }) },
      function* (self, note) {
        yield* startLink(self);
        note(yield* self.receive());
      },
    );
    expect(noted).toEqual([EXIT(crashOf('undef', 'handle_continue'))]);
  });

  test('gen_server_SUITE/undef_terminate1, undef_terminate2', () => {
    const { noted } = withServer({ terminate: undefined as never }, function* (self, note) {
      for (const reason of ['normal', ['error', 'test']]) {
        yield* startLink(self);
        yield* genServer.stop(self, 'server', reason);
        note(yield* self.receive());
      }
    });
    expect(noted).toEqual([EXIT('normal'), EXIT(['error', 'test'])]);
  });

  test('gen_server_SUITE/undef_in_terminate', () => {
    const { noted } = withServer({ terminate: () => error('undef') }, function* (self, note) {
      yield* startLink(self);
      note(yield* caught(genServer.stop(self, 'server')));
    });
    expect(noted).toEqual([crashOf('undef', 'terminate')]);
  });

  test('gen_server_SUITE/undef_in_handle_info', () => {
    const { noted, reports } = withServer(
      { handleInfo: () => error('undef') },
      function* (self, note) {
        self.send(yield* startLink(self), 'hello');
        note(yield* self.receive());
      },
    );
    const reason = crashOf('undef', 'handle_info');
    expect(noted).toEqual([EXIT(reason)]);
    expect(reports).toEqual([['crash_report', reason]]);
  });
});
