import { describe, expect, test } from 'vitest';
import { isGenerator, type Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import { Pid, type Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import {
  called,
  crashOf,
  EXIT,
  type Server,
  startLink,
  withServer,
} from '../../testing/with-server.ts';
import { div, error, exit, noreply, ok, reply, stop, stopReply } from '../results.ts';
import { genServer } from './api.ts';

describe('gen_server: the end', () => {
  test.each<[string, 'pid' | 'name' | 'name_on_node', Term]>([
    ['gen_server_SUITE/stop1', 'pid', 'normal'],
    ['gen_server_SUITE/stop2', 'pid', ['another', 'reason']],
    ['gen_server_SUITE/stop4', 'name', 'normal'],
    ['gen_server_SUITE/stop5', 'name_on_node', 'normal'],
  ])(
    '%s: stop, by %s, ends a server with the reason %j, and then there is none to stop',
    (_row, by, reason) => {
      const { noted, terminated } = withServer({}, function* (self, note) {
        const pid = yield* startLink(self);
        const dests = { pid, name: 'server', name_on_node: ['server', pid.node] as const };
        note(yield* genServer.stop(self, dests[by], reason));
        note([self.isAlive(pid), yield* self.receive()]);
        note(yield* caught(genServer.stop(self, dests[by])));
      });
      expect(noted).toEqual([undefined, [false, EXIT(reason)], 'noproc']);
      expect(terminated).toEqual([[reason, 's']]);
    },
  );

  test('gen_server_SUITE/stop3: stop refuses a timeout that is none, and the server lives on', () => {
    const { noted } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      note(yield* caught(genServer.stop(self, pid, 'normal', -1)));
      note(self.isAlive(pid));
    });
    expect(noted).toEqual(['timeout_value', true]);
  });

  test('gen_server_SUITE/crash#1: a stop with shutdown during a call ends the caller, and is no crash', () => {
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

  test('gen_server_SUITE/crash#2: an exit in handle_call ends the caller with its reason, and is reported once by gen_server and then once by proc_lib', () => {
    const { noted, reports, terminated } = withServer(
      { handleCall: () => exit('crashed') },
      function* (self, note) {
        yield* startLink(self);
        note(yield* caught(self.call('server', 'hello')));
        note(yield* self.receive());
      },
    );
    expect(noted).toEqual([called('hello', 'crashed'), EXIT('crashed')]);
    const error = {
      reason: 'crashed',
      lastMessage: 'hello',
      name: 'server',
      state: 's',
      client: expect.any(Pid),
    };
    expect(reports).toEqual([
      ['error_report', error],
      ['crash_report', crashReport('crashed', 'exit')],
    ]);
    expect(terminated).toEqual([['crashed', 's']]);
  });

  const crashReport = (reason: unknown, how: string): object => ({
    reason,
    class: how,
    initialCall: ['server', 'init', 1],
    ancestors: ['main'],
    pid: expect.any(Pid),
    name: 'server',
  });

  const soon = function* (self: Self, end: () => unknown): Steps<never> {
    yield* self.sleep(1);
    return end() as never;
  };
  const from = expect.any(Pid);
  const ends: readonly (readonly [
    what: string,
    server: Server,
    does: (self: Self, pid: Pid) => Steps<unknown> | unknown,
    report: { lastMessage: unknown; reason?: unknown; client?: unknown },
  ])[] = [
    [
      'a call that is answered with a stop',
      { handleCall: (_request, _from, state) => stopReply('ugly', 'bye', state) },
      (self) => self.call('server', 'end'),
      { lastMessage: 'end', client: from },
    ],
    [
      'a call that waits first',
      { handleCall: (_request, _from, state, self) => soon(self, () => stop('ugly', state)) },
      (self) => caught(self.call('server', 'end')),
      { lastMessage: 'end', client: from },
    ],
    [
      'a call that gives nonsense',
      { handleCall: () => 'nonsense' as never },
      (self) => caught(self.call('server', 'end')),
      { lastMessage: 'end', client: from, reason: ['bad_return_value', 'nonsense'] },
    ],
    [
      'a call that gives a next that is none',
      { handleCall: () => reply(1, 's', -1) },
      (self) => caught(self.call('server', 'end')),
      { lastMessage: 'end', client: from, reason: ['bad_return_value', reply(1, 's', -1)] },
    ],
    [
      'a cast',
      { handleCast: (message) => exit(message) },
      (self) => self.cast('server', 'ugly'),
      { lastMessage: { type: '$gen_cast', message: 'ugly' } },
    ],
    [
      'a cast that waits first',
      { handleCast: (message, _state, self) => soon(self, () => exit(message)) },
      (self) => self.cast('server', 'ugly'),
      { lastMessage: { type: '$gen_cast', message: 'ugly' } },
    ],
    [
      'a message',
      { handleInfo: (message, state) => stop(message, state) },
      (self) => self.send('server', 'ugly'),
      { lastMessage: 'ugly' },
    ],
    [
      'what it goes on with',
      {
        handleCast: (message, state) => noreply(state, { continue: message }),
        handleContinue: (message) => exit(message),
      },
      (self) => self.cast('server', 'ugly'),
      { lastMessage: ['continue', 'ugly'] },
    ],
    [
      'its idle timeout',
      {
        handleCast: (_message, state) => noreply(state, 10),
        handleInfo: (_message, state) => stop('ugly', state),
      },
      (self) => self.cast('server', 'idle'),
      { lastMessage: 'timeout' },
    ],
    ['a stop', {}, (self) => caught(genServer.stop(self, 'server', 'ugly')), { lastMessage: [] }],
    [
      'an error, after a message that did no harm',
      {
        handleCast: (_message, state) => noreply(state),
        handleInfo: () => error('ugly'),
      },
      (self) => {
        self.cast('server', 'fine');
        self.send('server', 'end');
      },
      { lastMessage: 'end', reason: crashOf('ugly', 'handle_info') },
    ],
  ];
  test.each(ends)('its report tells the last message: %s', (_what, server, does, report) => {
    const { reports } = withServer(server, function* (self) {
      const pid = yield* startLink(self);
      const steps = does(self, pid);
      if (isGenerator(steps)) yield* steps;
      yield* self.receive();
    });
    const { reason = 'ugly' } = report;
    expect(reports).toEqual([
      ['error_report', { name: 'server', state: 's', client: null, reason, ...report }],
      [
        'crash_report',
        crashReport(reason, Array.isArray(reason) && reason[0] === 'ugly' ? 'error' : 'exit'),
      ],
    ]);
  });

  test('a caller exits with the reason of the server that dies during its call', () => {
    const server: Server = { handleCall: () => reply(div(1, 0), null) };
    const { exit: end } = withServer(server, function* (self) {
      yield* startLink(self);
      yield* self.call('server', 'divide');
    });
    const stack = [
      ['erlang', 'div', [1, 0]],
      ['server', 'handle_call'],
    ];
    expect(end).toEqual(called('divide', ['badarith', stack]));
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

  test('gen_server_SUITE/terminate_crash_format: a crash in terminate gives the reason', () => {
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
    // As in OTP, the reply goes out whatever came of terminate.
    expect(noted).toEqual(['bye', EXIT(reason)]);
    expect(reports).toEqual([
      [
        'error_report',
        { name: 'server', state: 's', lastMessage: 'stop', client: expect.any(Pid), reason },
      ],
      ['crash_report', crashReport(reason, 'error')],
    ]);
  });

  test('EXTRA/gs_parent_exit_matrix: the end of its parent ends a server that traps exits with any reason, else as any exit signal', () => {
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
