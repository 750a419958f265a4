import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import { called, crashOf, EXIT, failed, startLink, withServer } from '../../testing/with-server.ts';
import { error, ok } from '../results.ts';
import { genServer } from './api.ts';

describe('gen_server: a callback that is missing', () => {
  test('gen_server_SUITE/undef_init: a server without init does not start', () => {
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

  test('gen_server_SUITE/undef_handle_call: a server without handle_call dies of a call', () => {
    const { noted } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      note(yield* caught(self.call('server', 'hello')));
      note(self.isAlive(pid));
    });
    expect(noted).toEqual([called('hello', crashOf('undef', 'handle_call')), false]);
  });

  test('gen_server_SUITE/undef_handle_cast: a server without handle_cast dies of a cast', () => {
    const { noted } = withServer({}, function* (self, note) {
      self.cast(yield* startLink(self), 'hello');
      note(yield* self.receive());
    });
    expect(noted).toEqual([EXIT(crashOf('undef', 'handle_cast'))]);
  });

  test('gen_server_SUITE/undef_handle_info: a server without handle_info drops a message and says so', () => {
    const { noted, reports } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      self.send(pid, 'hello');
      yield* self.sleep(1);
      note(self.isAlive(pid));
    });
    expect(noted).toEqual([true]);
    expect(reports).toEqual([['unhandled_message', ['server', 'hello']]]);
  });

  test('gen_server_SUITE/undef_handle_continue: a server without handle_continue dies of having to continue', () => {
    const { noted } = withServer(
      { init: () => ok('s', { continue: 'x' }) },
      function* (self, note) {
        yield* startLink(self);
        note(yield* self.receive());
      },
    );
    expect(noted).toEqual([EXIT(crashOf('undef', 'handle_continue'))]);
  });

  test.each<[string, Term]>([
    ['gen_server_SUITE/undef_terminate1', 'normal'],
    ['gen_server_SUITE/undef_terminate2', ['error', 'test']],
  ])('%s: a server without terminate ends with the reason it is stopped with', (_row, reason) => {
    const { noted } = withServer({ terminate: undefined as never }, function* (self, note) {
      yield* startLink(self);
      note(yield* genServer.stop(self, 'server', reason));
      note(yield* self.receive());
    });
    expect(noted).toEqual([undefined, EXIT(reason)]);
  });

  test('gen_server_SUITE/undef_in_terminate: a function that is not there is a crash in terminate', () => {
    const { noted } = withServer({ terminate: () => error('undef') }, function* (self, note) {
      yield* startLink(self);
      note(yield* caught(genServer.stop(self, 'server')));
    });
    expect(noted).toEqual([crashOf('undef', 'terminate')]);
  });

  test('gen_server_SUITE/undef_in_handle_info: a function that is not there is a crash in handle_info', () => {
    const { noted, reports } = withServer(
      { handleInfo: () => error('undef') },
      function* (self, note) {
        self.send(yield* startLink(self), 'hello');
        note(yield* self.receive());
      },
    );
    const reason = crashOf('undef', 'handle_info');
    expect(noted).toEqual([EXIT(reason)]);
    expect(reports.map(([kind]) => kind)).toEqual(['error_report', 'crash_report']);
  });
});
