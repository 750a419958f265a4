import { describe, expect, test } from 'vitest';
import { caught } from '../testing/run-script.ts';
import { called, crashOf, EXIT, failed, startLink, withServer } from '../testing/with-server.ts';
import { genServer } from './gen-server-api.ts';
import { error, ok } from './results.ts';

describe('gen_server: a callback that is missing', () => {
  test('a server without init does not start (gen_server_SUITE/undef_init)', () => {
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

  test('a server without handle_call dies of a call (gen_server_SUITE/undef_handle_call)', () => {
    const { noted } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      note(yield* caught(self.call('server', 'hello')));
      note(self.isAlive(pid));
    });
    expect(noted).toEqual([called('hello', crashOf('undef', 'handle_call')), false]);
  });

  test('a server without handle_cast dies of a cast (gen_server_SUITE/undef_handle_cast)', () => {
    const { noted } = withServer({}, function* (self, note) {
      self.cast(yield* startLink(self), 'hello');
      note(yield* self.receive());
    });
    expect(noted).toEqual([EXIT(crashOf('undef', 'handle_cast'))]);
  });

  test('a server without handle_info drops a message and says so (gen_server_SUITE/undef_handle_info)', () => {
    const { noted, reports } = withServer({}, function* (self, note) {
      const pid = yield* startLink(self);
      self.send(pid, 'hello');
      yield* self.sleep(1);
      note(self.isAlive(pid));
    });
    expect(noted).toEqual([true]);
    expect(reports).toEqual([['unhandled_message', 'server']]);
  });

  test('a server without handle_continue dies of having to continue (gen_server_SUITE/undef_handle_continue)', () => {
    const { noted } = withServer(
      { init: () => ok('s', { continue: 'x' }) },
      function* (self, note) {
        yield* startLink(self);
        note(yield* self.receive());
      },
    );
    expect(noted).toEqual([EXIT(crashOf('undef', 'handle_continue'))]);
  });

  test('a server without terminate ends all the same (gen_server_SUITE/undef_terminate1, undef_terminate2)', () => {
    const { noted } = withServer({ terminate: undefined as never }, function* (self, note) {
      for (const reason of ['normal', ['error', 'test']]) {
        yield* startLink(self);
        yield* genServer.stop(self, 'server', reason);
        note(yield* self.receive());
      }
    });
    expect(noted).toEqual([EXIT('normal'), EXIT(['error', 'test'])]);
  });

  test('a function that is not there is a crash in terminate (gen_server_SUITE/undef_in_terminate)', () => {
    const { noted } = withServer({ terminate: () => error('undef') }, function* (self, note) {
      yield* startLink(self);
      note(yield* caught(genServer.stop(self, 'server')));
    });
    expect(noted).toEqual([crashOf('undef', 'terminate')]);
  });

  test('a function that is not there is a crash in handle_info (gen_server_SUITE/undef_in_handle_info)', () => {
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
