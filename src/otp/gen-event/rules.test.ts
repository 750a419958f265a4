import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import { runScript } from '../../testing/run-script.ts';
import { errorOf, exitOf, toldOf, withManager } from '../../testing/with-manager.ts';
import { ok } from '../results.ts';
import { genEvent } from './api.ts';
import { type EventHandler, okReply } from './event-handler.ts';

describe('a gen_event handler without a callback', () => {
  test('gen_event_SUITE/undef_init: a handler without init is not added', () => {
    const { noted } = withManager(function* (self, note) {
      note(yield* genEvent.addHandler(self, 'em', 'empty'));
      note(yield* genEvent.addHandler(self, 'em', 'no_module'));
    });
    expect(noted).toEqual([exitOf('undef', 'init', 'empty'), exitOf('undef', 'init', 'no_module')]);
  });

  test('gen_event_SUITE/undef_handle_call: a handler without handle_call is removed by a call', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'bare');
      note(yield* genEvent.call(self, 'em', 'bare', 'hello'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([errorOf(exitOf('undef', 'handle_call', 'bare')), []]);
  });

  test('gen_event_SUITE/undef_handle_event: a handler without handle_event is removed by an event', () => {
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

  test('gen_event_SUITE/undef_handle_info: a handler without handle_info stays', () => {
    const { noted, reports } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'bare');
      self.send('em', 'hello');
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([['bare']]);
    expect(reports).toEqual([['unhandled_message', 'bare']]);
  });

  test('gen_event_SUITE/undef_terminate: a handler without terminate is deleted with ok', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'bare');
      note(yield* genEvent.deleteHandler(self, 'em', 'bare', 'args'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual(['ok', []]);
  });

  test('gen_event_SUITE/undef_in_terminate: a function that is not there is what delete gives', () => {
    const { noted } = withManager(function* (self, note) {
      yield* genEvent.addHandler(self, 'em', 'dummy');
      note(yield* genEvent.deleteHandler(self, 'em', 'dummy', 'undef'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([exitOf('undef', 'terminate'), []]);
  });
});

describe('rules of gen_event that no suite pins down', () => {
  test('EXTRA/ge_order: the newest handler comes first, also at the end', () => {
    const { log } = withManager(function* (self) {
      for (const id of [1, 2, 3]) yield* genEvent.addHandler(self, 'em', ['dummy', id], id);
      yield* genEvent.syncNotify(self, 'em', 'hello');
      yield* genEvent.stop(self, 'em');
    });
    const stopped = [3, 2, 1].map((id) => ['terminate', 'stop', id]);
    expect(log).toEqual([[3, 'hello'], [2, 'hello'], [1, 'hello'], ...stopped]);
  });

  test('EXTRA/ge_swap_position: a swap from outside puts the new handler in front, one of its own keeps the place', () => {
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

  test('EXTRA/ge_owner_normal_exit: a supervised handler goes even if its owner ends normally', () => {
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

  test('EXTRA/ge_failed_self_swap: a failed swap of its own loses both handlers, and the owner hears of both', () => {
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

  test('a handler may hibernate, save in the init of a swap it asked for itself', () => {
    const sleepy: EventHandler = {
      init: (args) => ok(Array.isArray(args) ? args[0] : args, 'hibernate'),
      handleEvent: (event) => ok(event, 'hibernate'),
      handleCall: (_request, state) => okReply(state, state, 'hibernate'),
    };
    const { noted } = withManager(
      function* (self, note) {
        note(yield* genEvent.addHandler(self, 'em', 'sleepy', 1));
        genEvent.notify(self, 'em', 2);
        note(yield* genEvent.call(self, 'em', 'sleepy', 'get'));
        note(yield* genEvent.swapHandler(self, 'em', ['sleepy', 'x'], ['sleepy', 3]));
        note(yield* genEvent.call(self, 'em', 'sleepy', 'get'));
        yield* genEvent.addHandler(self, 'em', 'dummy');
        yield* genEvent.call(self, 'em', 'dummy', ['swap', ['sleepy', 'id']]);
        note(yield* genEvent.whichHandlers(self, 'em'));
      },
      {},
      { sleepy: { default: sleepy } },
    );
    expect(noted).toEqual(['ok', 2, 'ok', 3, ['sleepy']]);
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
    const send = ['erlang', 'send', ['nobody', { type: 'notify', event: 'hello' }]];
    expect(exit).toEqual(['badarg', [send, ['scripts', 'main']]]);
  });
});
