import { describe, expect, test } from 'vitest';
import { From, Pid, type Term } from '../../runtime/term.ts';
import { caught, raises, runScripts, type Script } from '../../testing/run-script.ts';
import { EXIT, type Server, startLink, withServer } from '../../testing/with-server.ts';
import { genEvent } from '../gen-event/api.ts';
import { genServer } from '../gen-server/api.ts';
import { exit, noreply, ok, reply, stopReply } from '../results.ts';
import { supervisor } from '../supervisor/api.ts';
import type { DebugOption } from './debug.ts';
import { sys } from './sys.ts';

/** As the server of OTP's suite. */
const server: Server = {
  init: (args) => ok(args),
  handleCall: (request, _from, state) => reply(-(request as number), (state as number) + 1),
  handleCast: (message, state) => noreply(state, { continue: message }),
  handleContinue: (_argument, state) => noreply(state, 0),
  handleInfo: (_message, state) => noreply(state),
};
const call = (request: Term): Term => ({ type: '$gen_call', from: expect.any(From), request });
const got = (request: Term): unknown => ['in', call(request)];
const sent = (answer: Term, state: Term): unknown => ['out', answer, expect.any(From), state];

/** Functions to install. */
const spies: Readonly<Record<string, Script>> = {
  /** Tells `main` each event, with a count of its own. */
  spy(self, _note, count: number, event: Term, name: Term) {
    self.send('main', [count, event, name]);
    return count + 1;
  },
  tagged(self, _note, tag: string, state: Term, event: Term) {
    self.send('main', [tag, event]);
    return state;
  },
  once: () => 'done',
  fails: () => exit('whatever'),
  throws(_self, _note, count: number) {
    throw count + 1;
  },
  silent() {},
  noTerm: () => () => 1,
  kills(self) {
    self.exit(self.pid, 'kill');
  },
};

function* mailbox(self: Parameters<Script>[0]) {
  const messages: Term[] = [];
  for (;;) {
    const message = yield* self.receiveWithin(0);
    if (message === undefined) return messages;
    messages.push(message);
  }
}

describe('log', () => {
  test('sys_SUITE/log: the events are kept from when it is switched on until it is switched off', () => {
    const { noted, reports } = withServer(server, function* (self, note) {
      yield* startLink(self, 0);
      note(yield* sys.log(self, 'server', 'get'));
      note(yield* sys.log(self, 'server', true));
      note(yield* self.call('server', 44));
      note(yield* sys.log(self, 'server', 'get'));
      note(yield* sys.log(self, 'server', 'print'));
      note(yield* sys.log(self, 'server', false));
      note(yield* sys.log(self, 'server', 'get'));
      note(yield* sys.log(self, 'server', 'print'));
    });
    const events = [got(44), sent(-44, 1)];
    const none = { type: 'ok', events: [] };
    expect(noted).toEqual([none, 'ok', -44, { type: 'ok', events }, 'ok', 'ok', none, 'ok']);
    expect(reports).toEqual(events.map((event) => ['debug', event]));
  });

  test('sys_SUITE/log: ten events by default, or as many as said; switched on again it keeps its length', () => {
    const { noted } = withServer(server, function* (self, note) {
      yield* startLink(self, 0);
      const events = function* () {
        for (let request = 1; request <= 7; request++) yield* self.call('server', request);
        return ((yield* sys.log(self, 'server', 'get')) as unknown as { events: Term[] }).events;
      };
      yield* sys.log(self, 'server', true);
      note((yield* events()).length);
      yield* sys.log(self, 'server', [true, 3]);
      note((yield* events()).length);
      yield* sys.log(self, 'server', false);
      yield* sys.log(self, 'server', [true, 3]);
      note(yield* events());
    });
    expect(noted).toEqual([10, 10, [sent(-6, 20), got(7), sent(-7, 21)]]);
  });

  test('what is no flag is answered with unknown_debug', () => {
    const { noted } = withServer(server, function* (self, note) {
      yield* startLink(self, 0);
      for (const flag of ['on', [true, 0], [true, 1.5], [false, 3]])
        note(yield* sys.log(self, 'server', flag as never));
      note(yield* sys.trace(self, 'server', 'get' as never));
      note((yield* sys.getStatus(self, 'server')).debug);
    });
    expect(noted).toEqual([...Array(5).fill('unknown_debug'), []]);
  });

  test('the report of a crash has the log', () => {
    const { reports } = withServer({ handleCall: () => exit('oops') }, function* (self) {
      yield* startLink(self);
      yield* sys.log(self, 'server', true);
      yield* caught(self.call('server', 'crash'));
    });
    expect(reports[0]).toEqual(['error_report', expect.objectContaining({ log: [got('crash')] })]);
  });
});

test('sys_SUITE/stats: one call and its reply count as one message in and one out; switched off there are none', () => {
  const { noted } = withServer(server, function* (self, note) {
    yield* startLink(self, 0);
    note(yield* sys.statistics(self, 'server', true));
    yield* self.sleep(100);
    note(yield* self.call('server', 44));
    note(yield* sys.statistics(self, 'server', 'get'));
    note(yield* sys.statistics(self, 'server', false));
    const { sysState, parent } = yield* sys.getStatus(self, 'server');
    note([sysState, parent === self.pid]);
    note(yield* sys.statistics(self, 'server', 'get'));
  });
  const statistics = {
    startTime: 0,
    currentTime: 100,
    reductions: expect.any(Number),
    messagesIn: 1,
    messagesOut: 1,
  };
  const none = { type: 'ok', statistics: 'no_statistics' };
  expect(noted).toEqual(['ok', -44, { type: 'ok', statistics }, 'ok', ['running', true], none]);
});

test('sys_SUITE/trace: each call is reported as got and as sent, with request, reply, state and whom it is for', () => {
  const { reports, world } = withServer(server, function* (self) {
    yield* startLink(self, 0);
    yield* self.call('server', 1);
    yield* sys.trace(self, 'server', true);
    yield* self.call('server', 44);
    yield* sys.trace(self, 'server', false);
    yield* self.call('server', 2);
  });
  expect(reports).toEqual([
    ['debug', got(44)],
    ['debug', sent(-44, 2)],
  ]);
  const told = world.events.filter(({ type }) => type === 'reported');
  expect(told.map(({ pid }) => pid)).toEqual(Array(2).fill(told[0]?.pid));
});

describe('install', () => {
  const spy = ['scripts', 'spy'] as const;

  test('sys_SUITE/install: an installed function sees each event, with a state of its own, until it is removed', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        yield* startLink(self, 0);
        note(yield* sys.install(self, 'server', [spy, 7]));
        yield* self.call('server', 1);
        note(yield* sys.noDebug(self, 'server'));
        yield* self.call('server', 2);
        yield* sys.install(self, 'server', [spy, 0]);
        yield* sys.install(self, 'server', [spy, 100]);
        yield* self.call('server', 3);
        note(yield* sys.remove(self, 'server', spy));
        yield* self.call('server', 4);
        note(yield* mailbox(self));
      },
      spies,
    );
    expect(noted).toEqual([
      'ok',
      'ok',
      'ok',
      [
        [7, got(1), 'server'],
        [8, sent(-1, 1), 'server'],
        [0, got(3), 'server'],
        [1, sent(-3, 3), 'server'],
      ],
    ]);
  });

  test('sys_SUITE/install: by an id of its own a function may be there twice, the newest first; the same id is there once', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        yield* startLink(self, 0);
        for (const id of ['a', 'b', 'a']) {
          const tagged = ['scripts', 'tagged', [id]] as const;
          yield* sys.install(self, 'server', [id, tagged, null]);
        }
        self.send('server', 'one');
        yield* self.sleep(10);
        yield* sys.remove(self, 'server', 'b');
        self.send('server', 'two');
        yield* self.sleep(10);
        note(yield* mailbox(self));
      },
      spies,
    );
    const events = (message: Term): Term[] => [
      ['in', message],
      ['noreply', 0],
    ];
    const [one, after] = events('one') as [Term, Term];
    const both = [
      ['b', one],
      ['a', one],
      ['b', after],
      ['a', after],
    ];
    expect(noted).toEqual([[...both, ...events('two').map((event) => ['a', event])]]);
  });

  test.each([
    ['once', 0],
    ['fails', 0],
    ['noTerm', 0],
    ['notThere', 0],
    ['throws', 3],
    ['silent', null],
  ])(
    'a function that gives done or fails is removed, one that throws has its next state: %s',
    (name, left) => {
      const { noted } = withServer(
        server,
        function* (self, note) {
          yield* startLink(self, 0);
          yield* sys.install(self, 'server', [['scripts', name], 1]);
          yield* self.call('server', 1);
          note((yield* sys.getStatus(self, 'server')).debug);
        },
        spies,
      );
      const named = ['scripts', name];
      const option = { id: named, type: 'function', function: named, state: left };
      expect(noted).toEqual([left === 0 ? [] : [option]]);
    },
  );

  test('a function may end the process', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        yield* startLink(self, 0);
        yield* sys.install(self, 'server', [['scripts', 'kills'], 1]);
        yield* caught(self.call('server', 1));
        note(yield* self.receive());
      },
      spies,
    );
    expect(noted).toEqual([EXIT('killed')]);
  });

  test('what is no function is refused', () => {
    const { noted } = withServer(server, function* (self, note) {
      yield* startLink(self, 0);
      for (const added of [['spy', 0], [spy], 'spy', [['scripts', 1], 0]])
        note(yield* caught(sys.install(self, 'server', added as never)));
    });
    expect(noted).toEqual(Array(4).fill('function_clause'));
  });
});

describe('the option debug of a start', () => {
  const all: readonly DebugOption[] = [
    'trace',
    ['log', 3],
    'statistics',
    ['install', [['scripts', 'spy'], 0]],
  ];

  test('installs from the start; what is no option is ignored', () => {
    const { noted, reports } = withServer(
      server,
      function* (self, note) {
        const debug = [...all, 'nonsense', ['log', -1], ['install', 'spy']] as never;
        yield* genServer.startLink(self, 'server', 0, { name: 'server', debug });
        yield* self.call('server', 1);
        note((yield* sys.getStatus(self, 'server')).debug.map(({ type }) => type));
        note(yield* mailbox(self));
        yield* genServer.startLink(self, 'server', 0, { name: 'other', debug: 'trace' as never });
        note((yield* sys.getStatus(self, 'other')).debug);
      },
      spies,
    );
    expect(noted).toEqual([
      ['function', 'statistics', 'log', 'trace'],
      [
        [0, got(1), 'server'],
        [1, sent(-1, 1), 'server'],
      ],
      [],
    ]);
    expect(reports).toEqual([
      ['debug', got(1)],
      ['debug', sent(-1, 1)],
    ]);
  });

  test('a process that enters the loop has it too, and a process without a name goes by its pid', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        const pid = self.spawn('scripts', 'becomes');
        yield* self.call(pid, 1);
        note((yield* mailbox(self)).map((message) => (message as Term[])[2]));
      },
      {
        ...spies,
        becomes: (self) => genServer.enterLoop(self, 'server', 0, { debug: all }),
      },
    );
    expect(noted).toEqual([[expect.any(Pid), expect.any(Pid)]]);
  });

  test('a fork is debugged as well, and counts for itself', () => {
    const { world } = withServer(
      server,
      function* (self) {
        yield* genServer.start(self, 'server', 0, { name: 'server', debug: ['statistics'] });
        yield* self.call('server', 1);
      },
      { calls: (self) => self.call('server', 2) },
    );
    const fork = world.fork();
    fork.spawn('scripts', 'calls');
    fork.run();
    const counts = [world, fork].map(({ node }) => node.whereis('server')?.debug?.[0]);
    expect(counts).toMatchObject([
      { messagesIn: 1, messagesOut: 1 },
      { messagesIn: 2, messagesOut: 2 },
    ]);
  });
});

test('the events of a gen_server: messages and timeouts in, replies out, new states, what it continues with', () => {
  const { reports } = withServer(
    { ...server, handleCall: () => stopReply('normal', 'bye', 'end') },
    function* (self) {
      yield* startLink(self, 's');
      yield* sys.trace(self, 'server', true);
      self.cast('server', 'go');
      yield* self.sleep(10);
      yield* self.call('server', 'stop');
    },
  );
  expect(reports.map(([, event]) => event)).toEqual([
    ['in', { type: '$gen_cast', message: 'go' }],
    ['noreply', 's'],
    ['continue', 'go'],
    ['noreply', 's'],
    ['in', 'timeout'],
    ['noreply', 's'],
    got('stop'),
    sent('bye', 'end'),
  ]);
});

test('a callback of handle_continue that crashes is told before the crash', () => {
  const { reports } = withServer(
    {
      init: (args) => ok(args, { continue: 'go' }),
      handleContinue: () => exit('oops'),
    },
    function* (self) {
      yield* genServer.startLink(self, 'server', 's', { debug: ['log'] });
      yield* self.sleep(10);
    },
  );
  expect(reports[0]?.[1]).toMatchObject({ reason: 'oops', log: [['continue', 'go']] });
});

test('a child spec may have the options of a start', () => {
  const options = { debug: ['trace'] };
  const children = [
    { id: 'a', start: ['gen_server', 'start_link', [{ local: 'a' }, 'server', 0, options]] },
    { id: 'b', start: ['gen_server', 'start_link', ['server', 0, options]] },
    { id: 'c', start: ['gen_event', 'start_link', [{ local: 'c' }, options]] },
    { id: 'd', start: ['gen_event', 'start_link', [options]] },
  ];
  const { noted } = runScripts(
    {
      *main(self, note) {
        yield* supervisor.startLink(self, 'top');
        for (const pid of self.processes().slice(2))
          note((yield* sys.getStatus(self, pid)).debug.map(({ id }) => id));
      },
    },
    { server: { default: server }, top: { default: { init: () => ok({ children }) } } },
  );
  expect(noted).toEqual(Array(4).fill(['trace']));
});

test('a debug option that is no term is refused before anything is spawned', () => {
  const { noted } = withServer(server, function* (self, note) {
    const debug = [['install', [['scripts', 'spy'], () => 1]]] as never;
    for (const start of [genServer.start, genServer.startLink, genServer.enterLoop])
      note(raises(() => start(self, 'server', 0, { debug })));
    note(self.processes().length);
  });
  expect(noted).toEqual([undefined, undefined, undefined, 1]);
});

test('a process that such a function ends does nothing about the message any more', () => {
  const { noted } = runScripts(
    {
      kills: (self) => self.exit(self.pid, 'kill'),
      *main(self, note) {
        const debug: DebugOption[] = [['install', [['scripts', 'kills'], null]]];
        yield* genEvent.start(self, { name: 'em', debug });
        note(yield* caught(genEvent.whichHandlers(self, 'em')));
        self.trapExit(true);
        yield* supervisor.startLink(self, 'top', null, { name: 'top' });
        yield* sys.install(self, 'top', [['scripts', 'kills'], null]);
        note(((yield* caught(supervisor.whichChildren(self, 'top'))) as Term[])[0]);
      },
    },
    { top: { default: { init: () => ok({ children: [] }) } } },
  );
  expect(noted).toEqual(['killed', 'killed']);
});
