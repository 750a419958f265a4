import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import { caught, runScripts } from '../../testing/run-script.ts';
import { errorOf, exitOf, toldOf, withManager } from '../../testing/with-manager.ts';
import { ok } from '../results.ts';
import { genEvent } from './api.ts';
import type { EventHandler } from './event-handler.ts';

describe('gen_event: events, calls, messages', () => {
  test('gen_event_SUITE/notify#1: handle_event may swap or remove its handler, or crash it', () => {
    const { noted, log, reports } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy', 's');
      for (const event of [
        'first',
        ['set', 't'],
        'second',
        ['throw', 'u'],
        ['swap', 'other'],
        'third',
        'remove',
        'fourth',
      ]) {
        genEvent.notify(self, 'em', event);
      }
      yield* genEvent.addHandler(self, 'em', 'dummy', 's');
      genEvent.notify(self, 'em', 'bad');
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const swappedState = ['init_args', ['return', 'swap_args']];
    expect(log).toEqual([
      ['s', 'first'],
      ['t', 'second'],
      ['terminate', 'swap_args', 'u'],
      [swappedState, 'third'],
      ['terminate', 'remove_handler', swappedState],
      ['terminate', errorOf('faulty'), 's'],
    ]);
    expect(noted).toEqual([[]]);
    expect(reports).toEqual([
      [
        'error_report',
        { reason: 'faulty', handler: 'dummy', name: 'em', lastMessage: 'bad', state: 's' },
      ],
    ]);
  });

  const tellings: [string, string, (self: Self, event: Term) => void][] = [
    ['notify#2', 'handle_event', (self, event) => genEvent.notify(self, 'em', event)],
    ['info', 'handle_info', (self, event) => self.send('em', event)],
  ];
  test.each(tellings)(
    'gen_event_SUITE/%s: the owner hears how its handler went in %s',
    (_row, callback, tell) => {
      const { noted, log } = withManager(function* (self, note): Steps<void> {
        yield* genEvent.addSupHandler(self, 'em', 'dummy', 's');
        tell(self, 'crash');
        note(yield* self.receive());
        yield* genEvent.addSupHandler(self, 'em', 'dummy', 's');
        tell(self, ['swap', ['other', 1]]);
        tell(self, 'exit');
        note(yield* self.receive());
        note(yield* self.receive());
        yield* genEvent.addSupHandler(self, 'em', 'dummy', 's');
        tell(self, 'bad');
        note(yield* self.receive());
        yield* genEvent.addSupHandler(self, 'em', 'dummy', 's');
        tell(self, 'remove');
        note(yield* self.receive());
      });
      expect(noted).toEqual([
        toldOf('dummy', exitOf('crashed', callback)),
        toldOf('dummy', ['swapped', ['other', 1], expect.anything()] as Term),
        toldOf(['other', 1], ['EXIT', 'exited']),
        toldOf('dummy', 'faulty'),
        toldOf('dummy', 'normal'),
      ]);
      expect(log[0]).toEqual(['terminate', errorOf(exitOf('crashed', callback)), 's']);
    },
  );

  test('gen_event_SUITE/sync_notify: sync_notify returns when all handlers are done', () => {
    const { noted, log } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy', 's');
      note(yield* genEvent.syncNotify(self, 'em', ['set', 't']));
      note(yield* genEvent.call(self, 'em', 'dummy', 'get'));
      note(yield* genEvent.syncNotify(self, 'em', 'crash'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual(['ok', 't', 'ok', []]);
    expect(log).toEqual([['terminate', errorOf(exitOf('crashed', 'handle_event')), 't']]);
  });

  test('gen_event_SUITE/call#1: the handler that was asked answers, by its name and by its id', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy', 1);
      yield* genEvent.addHandler(self, 'em', ['dummy', 'id'], 2);
      note(yield* genEvent.call(self, 'em', 'dummy', 'get'));
      note(yield* genEvent.call(self, 'em', ['dummy', 'id'], 'get'));
      note(yield* genEvent.call(self, 'em', 'nobody', 'get'));
      note(yield* caught(genEvent.call(self, 'unknown', 'dummy', 'get')));
      note(yield* caught(genEvent.call(self, 'em', 'dummy', 'get', 0)));
    });
    const called = (dest: string) => ['gen_event', 'call', [dest, 'dummy', 'get']];
    expect(noted).toEqual([
      1,
      2,
      errorOf('bad_module'),
      ['noproc', called('unknown')],
      ['timeout', called('em')],
    ]);
  });

  test('gen_event_SUITE/call#2: handle_call may swap or remove its handler, or crash it', () => {
    const { noted } = withManager(function* (self, note) {
      for (const request of [['swap', 'other'], 'remove', 'bad', 'crash']) {
        yield* genEvent.addSupHandler(self, 'em', 'dummy');
        note(yield* genEvent.call(self, 'em', 'dummy', request));
        note(yield* genEvent.whichHandlers(self, 'em'));
        note(yield* self.receiveWithin(0));
        yield* genEvent.deleteHandler(self, 'em', 'other');
        yield* self.receiveWithin(0);
      }
    });
    expect(noted).toEqual([
      ...['swapped', ['other'], toldOf('dummy', ['swapped', 'other', expect.anything()] as Term)],
      ...['removed', [], toldOf('dummy', 'normal')],
      ...[errorOf('faulty'), [], toldOf('dummy', 'faulty')],
      ...[
        errorOf(exitOf('crashed', 'handle_call')),
        [],
        toldOf('dummy', exitOf('crashed', 'handle_call')),
      ],
    ]);
  });

  test('gen_event_SUITE/info: plain messages go to handle_info of all handlers', () => {
    const { noted, log } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy', 1);
      for (const message of ['hello', ['set', 2], 'hello', 'crash', 'hello'])
        self.send('em', message);
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const end = ['terminate', errorOf(exitOf('crashed', 'handle_info')), 2];
    expect(log).toEqual([[1, 'hello'], [2, 'hello'], end]);
    expect(noted).toEqual([[]]);
  });

  test('a handler that waits: those after it, and the next event, wait too', () => {
    const seen: unknown[] = [];
    const slow: EventHandler<null, Term> = {
      init: () => ok(null),
      *handleEvent(event, state, self) {
        seen.push(['begins', event]);
        yield* self.sleep(10);
        seen.push(['ends', event, self.now()]);
        return ok(state);
      },
    };
    runScripts(
      {
        *main(self) {
          yield* genEvent.start(self, { name: 'em' });
          yield* genEvent.addHandler(self, 'em', 'quick');
          yield* genEvent.addHandler(self, 'em', 'slow');
          genEvent.notify(self, 'em', 1);
          yield* genEvent.syncNotify(self, 'em', 2);
        },
      },
      {
        slow: { default: slow },
        quick: {
          default: {
            init: () => ok(null),
            handleEvent(event: Term, state: Term) {
              seen.push(['quick', event]);
              return ok(state);
            },
          },
        },
      },
    );
    expect(seen).toEqual([
      ['begins', 1],
      ['ends', 1, 10],
      ['quick', 1],
      ['begins', 2],
      ['ends', 2, 20],
      ['quick', 2],
    ]);
  });

  test('the state to show is that of each handler, newest first', () => {
    const { world } = runScripts(
      {
        *main(self) {
          yield* genEvent.start(self, { name: 'em' });
          for (const id of [1, 2]) yield* genEvent.addHandler(self, 'em', ['bare', id], id * 10);
          yield* genEvent.addHandler(self, 'em', 'bare', 'plain');
        },
      },
      { bare: { default: { init: (args: Term) => ok(args) } } },
    );
    expect(world.state('em')).toEqual({ bare: 'plain', '{bare,2}': 20, '{bare,1}': 10 });
  });
});
