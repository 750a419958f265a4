import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import { got, sent, server } from '../../testing/with-debug.ts';
import { startLink, withServer } from '../../testing/with-server.ts';
import { genServer } from '../gen-server/api.ts';
import { exit, ok, stopReply } from '../results.ts';
import { sys } from './sys.ts';

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
