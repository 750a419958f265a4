import { describe, expect, test } from 'vitest';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Term } from '../runtime/term.ts';
import { dummyHandler } from '../testing/dummy-handler.ts';
import { caught, runScript, runScripts, type Script } from '../testing/run-script.ts';
import { genEvent } from './gen-event-api.ts';
import { ok } from './results.ts';

interface Outcome {
  readonly noted: readonly unknown[];
  /** What the handlers saw: `[state, what they were given]`. */
  readonly log: readonly unknown[];
  readonly reports: readonly unknown[];
}

/** Starts a manager `em`; then runs `script` as a process `main` that traps exits. */
function withManager(
  script: (...args: Parameters<Script>) => Steps<unknown>,
  others: Readonly<Record<string, Script>> = {},
): Outcome {
  const log: unknown[] = [];
  const modules = {
    dummy: dummyHandler(log),
    other: dummyHandler(log),
    bare: { default: { init: (args: Term) => ok(args) } },
    empty: { default: {} },
  };
  const scripts = {
    ...others,
    *main(self: Self, note: (value: unknown) => void) {
      self.register('main');
      self.trapExit(true);
      yield* genEvent.startLink(self, { name: 'em' });
      yield* script(self, note);
    },
  };
  const { noted, world, exit } = runScripts(scripts, modules);
  expect(exit).toBe('normal');
  const reports = world.events
    .filter(({ type }) => type === 'reported')
    .map(({ a, payload }) => [world.string(a), payload]);
  return { noted, log, reports };
}

const exitOf = (reason: Term, callback: string, module = 'dummy'): Term => [
  'EXIT',
  [reason, [[module, callback]]],
];
const toldOf = (handler: Term, reason: Term): Term => ({ type: 'gen_event_EXIT', handler, reason });
const error = (reason: Term): Term => ({ type: 'error', reason });

describe('gen_event', () => {
  test('gen_event_SUITE/start', () => {
    const { noted } = runScript(function* (self, note) {
      self.trapExit(true);
      const first = yield* genEvent.startLink(self, { name: 'em' });
      note(first.type);
      note(yield* genEvent.whichHandlers(self, 'em'));
      note(yield* genEvent.start(self, { name: 'em' }));
      note(yield* genEvent.startLink(self, { name: 'em' }));
      note(yield* genEvent.startMonitor(self, { name: 'em' }));
      if (first.type === 'ok') self.exit(first.pid, 'shutdown');
      note(yield* self.receive());
      note((yield* genEvent.startLink(self, { name: 'em' })).type);
      yield* genEvent.stop(self, 'em', 'shutdown');
      note(yield* self.receive());
      note((yield* genEvent.startMonitor(self, { name: 'em' })).type);
      yield* genEvent.stop(self, 'em', 'shutdown');
      note(yield* self.receive());
      note(yield* self.receiveWithin(0));
    });
    const clash = error(['already_started', expect.anything()] as Term);
    const exit = { type: 'EXIT', reason: 'shutdown' };
    const down = { type: 'DOWN', reason: 'shutdown' };
    expect(noted).toMatchObject([
      'ok',
      [],
      clash,
      clash,
      clash,
      exit,
      'ok',
      exit,
      'ok',
      down,
      undefined,
    ]);
  });

  test('gen_event_SUITE/add_handler', () => {
    const { noted } = withManager(function* (self, note) {
      note(yield* genEvent.addHandler(self, 'em', 'dummy', 'error'));
      note(yield* genEvent.addHandler(self, 'em', 'dummy', 'crash'));
      note(yield* genEvent.whichHandlers(self, 'em'));
      note(yield* genEvent.addHandler(self, 'em', 'dummy', 1));
      note(yield* genEvent.addHandler(self, 'em', ['dummy', 'id'], 2));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const refused = [error('my_error'), exitOf('no_init', 'init'), []];
    expect(noted).toEqual([...refused, 'ok', 'ok', [['dummy', 'id'], 'dummy']]);
  });

  test('gen_event_SUITE/add_sup_handler#1', () => {
    const { noted, log } = withManager(
      function* (self, note) {
        const owner = self.spawn('scripts', 'owner');
        note(yield* self.receive());
        note(yield* genEvent.whichHandlers(self, 'em'));
        note(self.isAlive(owner));
        self.send(owner, 'done');
      },
      {
        *owner(self) {
          yield* genEvent.addSupHandler(self, 'em', 'dummy', 1);
          self.exit(self.whereis('em') as never, 'sorry');
          self.send('main', yield* self.receive());
          yield* self.receive();
        },
      },
    );
    expect(log).toEqual([['terminate', { type: 'stop', reason: 'sorry' }, 1]]);
    expect(noted).toEqual([toldOf('dummy', 'shutdown'), [], true]);
  });

  test('gen_event_SUITE/add_sup_handler#2', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addSupHandler(self, 'em', 'dummy');
      yield* genEvent.addSupHandler(self, 'em', ['dummy', 'id']);
      yield* genEvent.stop(self, 'em');
      for (let count = 0; count < 4; count++) note(yield* self.receiveWithin(0));
    });
    const told = [toldOf(['dummy', 'id'], 'shutdown'), toldOf('dummy', 'shutdown')];
    // The manager's own link to its parent, that is all that is left.
    expect(noted).toMatchObject([
      ...(told as object[]),
      { type: 'EXIT', reason: 'normal' },
      undefined,
    ]);
  });

  test('gen_event_SUITE/delete_handler', () => {
    const { noted, log } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy', 1);
      yield* genEvent.addHandler(self, 'em', ['dummy', 'id'], 2);
      note(yield* genEvent.deleteHandler(self, 'em', 'nobody'));
      note(yield* genEvent.deleteHandler(self, 'em', ['dummy', 'nobody']));
      note(yield* genEvent.deleteHandler(self, 'em', 'dummy', 'args'));
      note(yield* genEvent.deleteHandler(self, 'em', ['dummy', 'id'], 'args'));
      note(yield* genEvent.deleteHandler(self, 'em', 'dummy'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const missing = error('module_not_found');
    const gave = ['return', 'args'];
    expect(noted).toEqual([missing, missing, gave, gave, missing, []]);
    expect(log).toEqual([
      ['terminate', 'args', 1],
      ['terminate', 'args', 2],
    ]);
  });

  test('gen_event_SUITE/swap_handler', () => {
    const { noted, log } = withManager(function* (self, note) {
      note(yield* genEvent.swapHandler(self, 'em', ['nobody', null], ['dummy', 'picky']));
      note(yield* genEvent.swapHandler(self, 'em', ['nobody', null], ['dummy', 'x']));
      note(yield* genEvent.call(self, 'em', 'dummy', 'get'));
      note(yield* genEvent.swapHandler(self, 'em', ['dummy', 'a1'], [['dummy', 'id'], 'a2']));
      note(yield* genEvent.call(self, 'em', ['dummy', 'id'], 'get'));
      note(yield* genEvent.swapHandler(self, 'em', [['dummy', 'id'], 'a1'], ['other', 'picky']));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const failed = error('non_existing');
    expect(noted).toEqual([
      failed,
      'ok',
      ['x', 'error'],
      'ok',
      ['a2', ['return', 'a1']],
      failed,
      [],
    ]);
    expect(log[0]).toEqual(['terminate', 'a1', ['x', 'error']]);
  });

  test('gen_event_SUITE/swap_sup_handler', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addSupHandler(self, 'em', 'dummy');
      note(yield* genEvent.swapHandler(self, 'em', ['dummy', 1], ['other', 2]));
      note(yield* self.receiveWithin(0));
      yield* genEvent.deleteHandler(self, 'em', 'other');
      note(yield* self.receiveWithin(0));
      yield* genEvent.addHandler(self, 'em', 'dummy');
      note(yield* genEvent.swapSupHandler(self, 'em', ['dummy', 1], [['other', 'id'], 2]));
      note(yield* self.receiveWithin(0));
      yield* genEvent.deleteHandler(self, 'em', ['other', 'id']);
      note(yield* self.receiveWithin(0));
    });
    const swapped = toldOf('dummy', ['swapped', 'other', expect.anything()] as Term);
    expect(noted).toEqual([
      'ok',
      swapped,
      toldOf('other', 'normal'),
      'ok',
      undefined,
      toldOf(['other', 'id'], 'normal'),
    ]);
  });

  test('gen_event_SUITE/notify#1', () => {
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
      ['terminate', error('faulty'), 's'],
    ]);
    expect(noted).toEqual([[]]);
    expect(reports).toEqual([['error_report', { handler: 'dummy', state: 's', reason: 'faulty' }]]);
  });

  const tellings: [string, (self: Self, event: Term) => void][] = [
    ['notify', (self, event) => genEvent.notify(self, 'em', event)],
    ['info', (self, event) => self.send('em', event)],
  ];
  test.each(tellings)('gen_event_SUITE/notify#2, info: told by %s, supervised', (kind, tell) => {
    const callback = kind === 'notify' ? 'handle_event' : 'handle_info';
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
    expect(log[0]).toEqual(['terminate', error(exitOf('crashed', callback)), 's']);
  });

  test('gen_event_SUITE/sync_notify', () => {
    const { noted, log } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy', 's');
      note(yield* genEvent.syncNotify(self, 'em', ['set', 't']));
      note(yield* genEvent.call(self, 'em', 'dummy', 'get'));
      note(yield* genEvent.syncNotify(self, 'em', 'crash'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual(['ok', 't', 'ok', []]);
    expect(log).toEqual([['terminate', error(exitOf('crashed', 'handle_event')), 't']]);
  });

  test('gen_event_SUITE/call#1', () => {
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
      error('bad_module'),
      ['noproc', called('unknown')],
      ['timeout', called('em')],
    ]);
  });

  test('gen_event_SUITE/call#2', () => {
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
      ...[error('faulty'), [], toldOf('dummy', 'faulty')],
      ...[
        error(exitOf('crashed', 'handle_call')),
        [],
        toldOf('dummy', exitOf('crashed', 'handle_call')),
      ],
    ]);
  });

  test('gen_event_SUITE/info', () => {
    const { noted, log } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy', 1);
      for (const message of ['hello', ['set', 2], 'hello', 'crash', 'hello'])
        self.send('em', message);
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const end = ['terminate', error(exitOf('crashed', 'handle_info')), 2];
    expect(log).toEqual([[1, 'hello'], [2, 'hello'], end]);
    expect(noted).toEqual([[]]);
  });
});

describe('a gen_event handler without a callback', () => {
  test('gen_event_SUITE/undef_init', () => {
    const { noted } = withManager(function* (self, note) {
      note(yield* genEvent.addHandler(self, 'em', 'empty'));
      note(yield* genEvent.addHandler(self, 'em', 'no_module'));
    });
    expect(noted).toEqual([exitOf('undef', 'init', 'empty'), exitOf('undef', 'init', 'no_module')]);
  });

  test('gen_event_SUITE/undef_handle_call', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'bare');
      note(yield* genEvent.call(self, 'em', 'bare', 'hello'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([error(exitOf('undef', 'handle_call', 'bare')), []]);
  });

  test('gen_event_SUITE/undef_handle_event', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'bare');
      genEvent.notify(self, 'em', 'hello');
      note(yield* genEvent.whichHandlers(self, 'em'));
      yield* genEvent.addHandler(self, 'em', 'bare');
      note(yield* genEvent.syncNotify(self, 'em', 'hello'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([[], 'ok', []]);
  });

  test('gen_event_SUITE/undef_handle_info', () => {
    const { noted, reports } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'bare');
      self.send('em', 'hello');
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([['bare']]);
    expect(reports).toEqual([['unhandled_message', 'bare']]);
  });

  test('gen_event_SUITE/undef_terminate', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'bare');
      note(yield* genEvent.deleteHandler(self, 'em', 'bare', 'args'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual(['ok', []]);
  });

  test('gen_event_SUITE/undef_in_terminate', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy');
      note(yield* genEvent.deleteHandler(self, 'em', 'dummy', 'undef'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([exitOf('undef', 'terminate'), []]);
  });
});

describe('rules of gen_event that no suite pins down', () => {
  test('EXTRA/ge_order', () => {
    const { log } = withManager(function* (self) {
      for (const id of [1, 2, 3]) yield* genEvent.addHandler(self, 'em', ['dummy', id], id);
      yield* genEvent.syncNotify(self, 'em', 'hello');
      yield* genEvent.stop(self, 'em');
    });
    const stopped = [3, 2, 1].map((id) => ['terminate', 'stop', id]);
    expect(log).toEqual([[3, 'hello'], [2, 'hello'], [1, 'hello'], ...stopped]);
  });

  test('EXTRA/ge_swap_position', () => {
    const { noted } = withManager(function* (self, note) {
      for (const id of [1, 2]) yield* genEvent.addHandler(self, 'em', ['dummy', id], id);
      yield* genEvent.swapHandler(self, 'em', [['dummy', 1], null], [['other', 1], null]);
      note(yield* genEvent.whichHandlers(self, 'em'));
      yield* genEvent.call(self, 'em', ['dummy', 2], ['swap', ['other', 2]]);
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([
      [
        ['other', 1],
        ['dummy', 2],
      ],
      [
        ['other', 1],
        ['other', 2],
      ],
    ]);
  });

  test('EXTRA/ge_owner_normal_exit', () => {
    const { log } = withManager(
      function* (self) {
        yield* genEvent.addHandler(self, 'em', 'dummy', 'mine');
        self.spawn('scripts', 'owner');
        yield* self.sleep(1);
      },
      {
        *owner(self) {
          yield* genEvent.addSupHandler(self, 'em', ['dummy', 'id'], 'owned');
        },
      },
    );
    expect(log.slice(0, 2)).toEqual([
      ['terminate', { type: 'stop', reason: 'normal' }, 'owned'],
      ['mine', { type: 'EXIT', from: expect.anything(), reason: 'normal' }],
    ]);
  });

  test('EXTRA/ge_failed_self_swap', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addSupHandler(self, 'em', 'dummy');
      note(yield* genEvent.call(self, 'em', 'dummy', ['swap_badly', 'other']));
      note(yield* self.receiveWithin(0));
      note(yield* self.receiveWithin(0));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const swapped = ['swapped', 'other', expect.anything()] as Term;
    expect(noted).toEqual(['swapped', toldOf('dummy', swapped), toldOf('other', 'crash'), []]);
  });

  test('two handlers of one name: a call is for the newer', () => {
    const { noted } = withManager(function* (self, note) {
      for (const state of [1, 2]) yield* genEvent.addHandler(self, 'em', 'dummy', state);
      note(yield* genEvent.call(self, 'em', 'dummy', 'get'));
      note(yield* genEvent.deleteHandler(self, 'em', 'dummy', 'args'));
      note(yield* genEvent.call(self, 'em', 'dummy', 'get'));
    });
    expect(noted).toEqual([2, ['return', 'args'], 1]);
  });

  test('an EXIT of the parent ends the manager, with any reason', () => {
    const { noted, log } = withManager(
      function* (self, note) {
        self.spawn('scripts', 'parent');
        note(yield* self.receive());
      },
      {
        *parent(self) {
          yield* genEvent.startLink(self, { name: 'em2' });
          yield* genEvent.addHandler(self, 'em2', 'dummy', 's');
          self.send('main', self.isAlive(self.whereis('em2') as never));
        },
      },
    );
    expect(noted).toEqual([true]);
    expect(log[0]).toEqual(['terminate', 'stop', 's']);
  });

  test('a name that nobody has: notify raises badarg', () => {
    const { exit } = runScript((self) => genEvent.notify(self, 'nobody', 'hello'));
    expect(exit).toEqual(['badarg', [['scripts', 'main']]]);
  });
});
