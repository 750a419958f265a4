import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import { EXIT, type Server, startLink, withServer } from '../../testing/with-server.ts';
import { noreply, ok, reply, stop } from '../results.ts';
import { genServer } from './api.ts';

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

  test('gen_server_SUITE/continue#1: what init continues with comes before any message', () => {
    const { noted } = withServer(recorder, function* (self, note) {
      note(yield* self.call(yield* startLink(self, 'init'), 'look'));
    });
    expect(noted).toEqual([['continued', 'message']]);
  });

  test('gen_server_SUITE/continue#2: what a callback continues with comes before any message', () => {
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

  test('gen_server_SUITE/continue#3: one continue may follow another, or stop', () => {
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
