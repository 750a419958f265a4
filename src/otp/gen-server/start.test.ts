import { describe, expect, test } from 'vitest';
import type { Pid, Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import {
  DOWN,
  EXIT,
  failed,
  type Server,
  startLink,
  withServer,
} from '../../testing/with-server.ts';
import { error, exit, ignore, ok, reply, stop, stopReply } from '../results.ts';
import { genServer } from './api.ts';

describe('gen_server: start', () => {
  test('gen_server_SUITE/start#1: a server started without a name answers until it is stopped', () => {
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

  test('gen_server_SUITE/start#2: a start may have a timeout', () => {
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

  test('gen_server_SUITE/start#3: init may ignore, or stop', () => {
    const server: Server = { init: (how) => (how === 'ignore' ? ignore() : stop('stopped')) };
    const { noted, terminated } = withServer(server, function* (self, note) {
      note(yield* genServer.start(self, 'server', 'ignore'));
      note(yield* genServer.start(self, 'server', 'stop'));
    });
    expect(noted).toEqual([{ type: 'ignore' }, failed('stopped')]);
    expect(terminated).toEqual([]);
  });

  test('gen_server_SUITE/start#4: who started it with a link or a monitor hears of its end', () => {
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

  test('gen_server_SUITE/start#5: a name is taken once, and free after the end', () => {
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

  test('gen_server_SUITE/otp_7669: a start that gave no process leaves no name', () => {
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
      ok(1, 'sleep' as never),
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

  test('EXTRA/gs_start_link_error_exit: a start_link that fails ends who does not trap exits, unless it is ignored', () => {
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
