import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Term } from '../../runtime/term.ts';
import { runScript } from '../../testing/run-script.ts';
import { errorOf, exitOf, toldOf, withManager } from '../../testing/with-manager.ts';
import type { StartResult } from '../gen/gen.ts';
import { genEvent } from './api.ts';

describe('gen_event: handlers', () => {
  test('gen_event_SUITE/start: a manager starts without handlers, and its name is taken once', () => {
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
    const clash = errorOf(['already_started', expect.anything()] as Term);
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

  test('gen_event_SUITE/start: a manager needs no name', () => {
    const { noted } = runScript(function* (self, note) {
      for (const start of [genEvent.start, genEvent.startLink, genEvent.startMonitor]) {
        const started = yield* start(self) as Steps<StartResult>;
        if (started.type !== 'ok') continue;
        note(yield* genEvent.whichHandlers(self, started.pid));
        yield* genEvent.stop(self, started.pid);
      }
    });
    expect(noted).toEqual([[], [], []]);
  });

  test('gen_event_SUITE/start_opt: a manager starts with a name and a time limit', () => {
    const { noted } = runScript(function* (self, note) {
      const options = { name: 'em', timeoutMs: 100 };
      note((yield* genEvent.start(self, options)).type);
      note(yield* genEvent.start(self, options));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual(['ok', errorOf(['already_started', expect.anything()] as Term), []]);
  });

  test('gen_event_SUITE/add_handler: handlers are added in front, a rejected one is not', () => {
    const { noted } = withManager(function* (self, note) {
      note(yield* genEvent.addHandler(self, 'em', 'dummy', 'error'));
      note(yield* genEvent.addHandler(self, 'em', 'dummy', 'crash'));
      note(yield* genEvent.whichHandlers(self, 'em'));
      note(yield* genEvent.addHandler(self, 'em', 'dummy', 1));
      note(yield* genEvent.addHandler(self, 'em', ['dummy', 'id'], 2));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const refused = [errorOf('my_error'), exitOf('no_init', 'init'), []];
    expect(noted).toEqual([...refused, 'ok', 'ok', [['dummy', 'id'], 'dummy']]);
  });

  test('gen_event_SUITE/add_sup_handler#1: a supervised handler goes with its owner', () => {
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

  test('gen_event_SUITE/add_sup_handler#2: owners hear of the end of the manager', () => {
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

  test('gen_event_SUITE/delete_handler: to delete a handler gives what its terminate gives', () => {
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
    const missing = errorOf('module_not_found');
    const gave = ['return', 'args'];
    expect(noted).toEqual([missing, missing, gave, gave, missing, []]);
    expect(log).toEqual([
      ['terminate', 'args', 1],
      ['terminate', 'args', 2],
    ]);
  });

  test("gen_event_SUITE/swap_handler: a swap hands the old handler's last word to the new one", () => {
    const { noted, log } = withManager(function* (self, note) {
      note(yield* genEvent.swapHandler(self, 'em', ['nobody', null], ['dummy', 'picky']));
      note(yield* genEvent.swapHandler(self, 'em', ['nobody', null], ['dummy', 'x']));
      note(yield* genEvent.call(self, 'em', 'dummy', 'get'));
      note(yield* genEvent.swapHandler(self, 'em', ['dummy', 'a1'], [['dummy', 'id'], 'a2']));
      note(yield* genEvent.call(self, 'em', ['dummy', 'id'], 'get'));
      note(yield* genEvent.swapHandler(self, 'em', [['dummy', 'id'], 'a1'], ['other', 'picky']));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    const failed = errorOf('non_existing');
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

  test('gen_event_SUITE/swap_sup_handler: a supervised handler stays supervised through a swap', () => {
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
});
