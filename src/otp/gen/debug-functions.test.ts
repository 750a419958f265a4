import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import { caught, runScripts } from '../../testing/run-script.ts';
import { got, mailbox, sent, server, spies } from '../../testing/with-debug.ts';
import { EXIT, startLink, withServer } from '../../testing/with-server.ts';
import { genEvent } from '../gen-event/api.ts';
import { ok } from '../results.ts';
import { supervisor } from '../supervisor/api.ts';
import type { DebugOption } from './debug.ts';
import { sys } from './sys.ts';

describe('install', () => {
  const spy = ['scripts', 'spy'] as const;

  test('sys_SUITE/install: an installed function sees each event, with a state of its own, until it is removed', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        yield* startLink(self, 0);
        note(yield* sys.install(self, 'server', [spy, 7]));
        yield* self.call('server', 1);
        note(yield* sys.noDebug(self, 'server'));
        yield* self.call('server', 2);
        yield* sys.install(self, 'server', [spy, 0]);
        yield* sys.install(self, 'server', [spy, 100]);
        yield* self.call('server', 3);
        note(yield* sys.remove(self, 'server', spy));
        yield* self.call('server', 4);
        note(yield* mailbox(self));
      },
      spies,
    );
    expect(noted).toEqual([
      'ok',
      'ok',
      'ok',
      [
        [7, got(1), 'server'],
        [8, sent(-1, 1), 'server'],
        [0, got(3), 'server'],
        [1, sent(-3, 3), 'server'],
      ],
    ]);
  });

  test('sys_SUITE/install: by an id of its own a function may be there twice, the newest first; the same id is there once', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        yield* startLink(self, 0);
        for (const id of ['a', 'b', 'a']) {
          const tagged = ['scripts', 'tagged', [id]] as const;
          yield* sys.install(self, 'server', [id, tagged, null]);
        }
        self.send('server', 'one');
        yield* self.sleep(10);
        yield* sys.remove(self, 'server', 'b');
        self.send('server', 'two');
        yield* self.sleep(10);
        note(yield* mailbox(self));
      },
      spies,
    );
    const events = (message: Term): Term[] => [
      ['in', message],
      ['noreply', 0],
    ];
    const [one, after] = events('one') as [Term, Term];
    const both = [
      ['b', one],
      ['a', one],
      ['b', after],
      ['a', after],
    ];
    expect(noted).toEqual([[...both, ...events('two').map((event) => ['a', event])]]);
  });

  test.each([
    ['once', 0],
    ['fails', 0],
    ['noTerm', 0],
    ['notThere', 0],
    ['throws', 3],
    ['silent', null],
  ])(
    'a function that gives done or fails is removed, one that throws has its next state: %s',
    (name, left) => {
      const { noted } = withServer(
        server,
        function* (self, note) {
          yield* startLink(self, 0);
          yield* sys.install(self, 'server', [['scripts', name], 1]);
          yield* self.call('server', 1);
          note((yield* sys.getStatus(self, 'server')).debug);
        },
        spies,
      );
      const named = ['scripts', name];
      const option = { id: named, type: 'function', function: named, state: left };
      expect(noted).toEqual([left === 0 ? [] : [option]]);
    },
  );

  test('a function may end the process', () => {
    const { noted } = withServer(
      server,
      function* (self, note) {
        yield* startLink(self, 0);
        yield* sys.install(self, 'server', [['scripts', 'kills'], 1]);
        yield* caught(self.call('server', 1));
        note(yield* self.receive());
      },
      spies,
    );
    expect(noted).toEqual([EXIT('killed')]);
  });

  test('what is no function is refused', () => {
    const { noted } = withServer(server, function* (self, note) {
      yield* startLink(self, 0);
      for (const added of [['spy', 0], [spy], 'spy', [['scripts', 1], 0]])
        note(yield* caught(sys.install(self, 'server', added as never)));
    });
    expect(noted).toEqual(Array(4).fill('function_clause'));
  });
});

test('a process that such a function ends does nothing about the message any more', () => {
  const { noted } = runScripts(
    {
      kills: (self) => self.exit(self.pid, 'kill'),
      *main(self, note) {
        const debug: DebugOption[] = [['install', [['scripts', 'kills'], null]]];
        yield* genEvent.start(self, { name: 'em', debug });
        note(yield* caught(genEvent.whichHandlers(self, 'em')));
        self.trapExit(true);
        yield* supervisor.startLink(self, 'top', null, { name: 'top' });
        yield* sys.install(self, 'top', [['scripts', 'kills'], null]);
        note(((yield* caught(supervisor.whichChildren(self, 'top'))) as Term[])[0]);
      },
    },
    { top: { default: { init: () => ok({ children: [] }) } } },
  );
  expect(noted).toEqual(['killed', 'killed']);
});
