import { describe, expect, test } from 'vitest';
import type { Pid, Term } from '../../runtime/term.ts';
import { testWorld } from '../../testing/run-modules.ts';
import type { Script } from '../../testing/run-script.ts';
import { DOWN, EXIT, type Server, type startLink, withServer } from '../../testing/with-server.ts';
import { genServer } from '../gen-server/api.ts';
import { noreply, reply, stopReply } from '../results.ts';

const server: Server = {
  init: () => 'is not called' as never,
  handleCall: (request, _from, state) =>
    request === 'stop' ? stopReply('normal', 'bye', state) : reply([request, state], state),
  handleInfo: (message, state) => noreply([message, state]),
};

/** Spawned by name. `enters` takes a name for itself if it gets one, and enters under `as`, if given. */
const scripts: Readonly<Record<string, Script>> = {
  *enters(self, _note, name: Term, as: Term, next: never) {
    if (typeof name === 'string') self.register(name);
    yield* self.sleep(1);
    const options = { ...(typeof as === 'string' ? { name: as } : {}), next };
    return genServer.enterLoop(self, 'server', 'state', options);
  },
};

describe('enter_loop', () => {
  test.each([
    ['with a name', 'entered'],
    ['without one', null],
  ])(
    'gen_server_SUITE/spec_init#1: a plain process becomes a server that answers and stops normally, %s',
    (_how, name) => {
      const { noted, terminated } = withServer(
        server,
        function* (self, note) {
          const pid = self.spawnLink('scripts', 'enters', [name, name, 'hibernate']);
          yield* self.sleep(1);
          note(yield* self.call(name ?? pid, 'hello'));
          note(yield* self.call(pid, 'stop'));
          note(yield* self.receive());
        },
        scripts,
      );
      expect(noted).toEqual([['hello', 'state'], 'bye', EXIT('normal')]);
      expect(terminated).toEqual([['normal', 'state']]);
    },
  );

  test('gen_server_SUITE/spec_init#1: it may enter with an idle timeout', () => {
    const { world } = withServer(
      server,
      function* (self) {
        yield* self.sleep(1);
        self.spawn('scripts', 'enters', ['entered', null, 10]);
      },
      scripts,
    );
    expect(world.state('entered')).toEqual(['timeout', 'state']);
  });

  test('messages that came before it entered are handled then', () => {
    const { world } = withServer(
      server,
      function* (self) {
        self.send(self.spawn('scripts', 'enters', ['entered', null, 'hibernate']), 'early');
        yield* self.sleep(1);
      },
      scripts,
    );
    expect(world.state('entered')).toEqual(['early', 'state']);
  });

  test('gen_server_SUITE/spec_init#2: not under a name that the process does not have', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        for (const name of [null, 'mine']) {
          self.spawnLink('scripts', 'enters', [name, 'other', 1]);
          note(yield* self.receive());
        }
      },
      scripts,
    );
    expect(noted).toEqual([EXIT('process_not_registered'), EXIT('process_not_registered')]);
  });

  test('gen_server_SUITE/spec_init#2: not without a process that spawned it', () => {
    const world = testWorld({
      scripts: { enters: (self: never) => genServer.enterLoop(self, 'server', 's') },
    });
    world.spawn('scripts', 'enters');
    const reasons = world
      .run()
      .exits()
      .map(({ reason }) => reason);
    expect(reasons).toEqual(['process_was_not_started_by_proc_lib']);
  });

  test('gen_server_SUITE/otp_5854: not under the name of another process', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        self.spawnMonitor('scripts', 'enters', [null, 'main', 1]);
        note(yield* self.receive());
      },
      scripts,
    );
    expect(noted).toEqual([DOWN('process_not_registered')]);
  });

  test('gen_server_SUITE/spec_init_local_registered_parent: whoever spawned it is its parent, also with a name: its EXIT ends it by way of terminate', () => {
    const { terminated } = withServer(
      server,
      function* (self) {
        self.spawn('scripts', 'parent');
        yield* self.sleep(100);
      },
      {
        *parent(self) {
          self.register('parent');
          self.spawnLink('scripts', 'traps');
          yield* self.sleep(10);
          return undefined;
        },
        traps(self) {
          self.trapExit(true);
          return genServer.enterLoop(self, 'server', 'state');
        },
      },
    );
    expect(terminated).toEqual([['normal', 'state']]);
  });

  test('a fork of such a server is one too', () => {
    const world = testWorld({
      server: { default: server },
      scripts: {
        *main(self: never) {
          yield* startForked(self);
        },
        enters: (self: never) => genServer.enterLoop(self, 'server', 'state', { name: 'entered' }),
      },
    });
    world.spawn('scripts', 'main');
    const fork = world.run(50).fork().run();
    expect(fork.state('entered')).toEqual(['late', 'state']);
  });
});

function* startForked(self: Parameters<typeof startLink>[0]) {
  const pid: Pid = self.spawn('scripts', 'enters');
  self.register('entered', pid);
  yield* self.sleep(100);
  self.send(pid, 'late');
}
