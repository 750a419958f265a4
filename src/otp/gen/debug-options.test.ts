import { describe, expect, test } from 'vitest';
import { Pid, type Term } from '../../runtime/term.ts';
import { raises, runScripts } from '../../testing/run-script.ts';
import { got, mailbox, sent, server, spies } from '../../testing/with-debug.ts';
import { withServer } from '../../testing/with-server.ts';
import { genServer } from '../gen-server/api.ts';
import { ok } from '../results.ts';
import { supervisor } from '../supervisor/api.ts';
import type { DebugOption } from './debug.ts';
import { sys } from './sys.ts';

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
