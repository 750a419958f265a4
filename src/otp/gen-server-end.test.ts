import { describe, expect, test } from 'vitest';
import type { Self } from '../runtime/self.ts';
import type { Pid, Term } from '../runtime/term.ts';
import { caught } from '../testing/run-script.ts';
import {
  called,
  crashOf,
  EXIT,
  type Server,
  startLink,
  withServer,
} from '../testing/with-server.ts';
import { genServer } from './gen-server-api.ts';
import { div, error, exit, noreply, ok, reply, stop, stopReply } from './results.ts';

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
    const error = { server: 'server', state: 's', reason: 'crashed' };
    expect(reports).toEqual([
      ['error_report', error],
      ['crash_report', 'crashed'],
    ]);
    expect(terminated).toEqual([['crashed', 's']]);
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
    expect(noted).toEqual([called('stop', reason), EXIT(reason)]);
    expect(reports).toEqual([
      ['error_report', { server: 'server', state: 's', reason }],
      ['crash_report', reason],
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
