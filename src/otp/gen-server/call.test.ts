import { describe, expect, test } from 'vitest';
import type { From, Pid, Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import { called, EXIT, type Server, startLink, withServer } from '../../testing/with-server.ts';
import { noreply, ok, reply, stop } from '../results.ts';
import { genServer } from './api.ts';

describe('gen_server: calls, casts, messages', () => {
  test('gen_server_SUITE/call#1: a reply may come later, from a timeout', () => {
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

  test('gen_server_SUITE/call#2: an idle timeout comes when no message does', () => {
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

  test('gen_server_SUITE/call#3: a call that takes too long exits timeout, and its late reply is dropped', () => {
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

  test('gen_server_SUITE/call#4: a result that is none ends the server, and the caller', () => {
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

  test.each([
    ['gen_server_SUITE/cast', 'cast'],
    ['gen_server_SUITE/info', 'send'],
  ] as const)('%s: it changes the state, sets a timeout or stops', (_row, how) => {
    const act = (message: Term, state: Term) => {
      if (message === 'stop') return stop('stopped', state);
      return message === 'arm' ? noreply(state, 10) : noreply(message);
    };
    const server: Server = {
      handleCall: (_request, _from, state) => reply(state, state),
      handleCast: act,
      handleInfo: act,
    };
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
  });

  test('hibernate is an endless timeout', () => {
    const server: Server = {
      init: () => ok(0, 'hibernate'),
      handleCall: (_request, _from, state) => reply(state, (state as number) + 1, 'hibernate'),
      handleInfo: () => noreply('timeout'),
    };
    const { noted, world } = withServer(server, function* (self, note) {
      const pid = yield* startLink(self);
      note(yield* self.call(pid, 'wake'));
      note(yield* self.call(pid, 'again'));
    });
    expect(noted).toEqual([0, 1]);
    expect(world.state('server')).toBe(2);
  });

  test('casts never fail', () => {
    const { noted, exit: end } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      yield* genServer.stop(self, pid);
      for (const dest of [pid, 'server', 'nobody']) note(genServer.cast(self, dest, 'hello'));
    });
    expect([noted.length, end]).toEqual([3, 'normal']);
  });

  test('gen_server_SUITE/calling_self: to call oneself exits calling_self at once', () => {
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

  test('EXTRA/gs_killed_during_call: a server killed during a call ends the caller with killed', () => {
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
