import { describe, expect, test } from 'vitest';
import type { Pid } from '../runtime/term.ts';
import { runScript } from '../testing/run-script.ts';
import { errorOf, withManager } from '../testing/with-manager.ts';
import { DOWN } from '../testing/with-server.ts';
import { genEvent } from './gen-event/api.ts';
import type { EventHandler } from './gen-event/event-handler.ts';
import { genServer } from './gen-server/api.ts';
import type { GenServer } from './gen-server/module.ts';
import { ok } from './results.ts';

/** What differed from OTP in random scenarios, in the small. */

describe('the starter of a process that traps exits', () => {
  const server: GenServer = {
    init(_args, self) {
      self.trapExit(true);
      return ok(null);
    },
  };

  test('is its parent by a monitor, too: its exit signal ends it', () => {
    const { noted } = runScript(
      function* (self, note) {
        const { pid } = (yield* genServer.startMonitor(self, 'server')) as { pid: Pid };
        self.exit(pid, 'over');
        note(yield* self.receive());
      },
      { server: { default: server } },
    );
    expect(noted).toEqual([DOWN('over')]);
  });

  test('is not its parent without', () => {
    const { noted } = runScript(
      function* (self, note) {
        const { pid } = (yield* genServer.start(self, 'server')) as { pid: Pid };
        self.exit(pid, 'over');
        yield* self.sleep(10);
        note(self.isAlive(pid));
      },
      { server: { default: server } },
    );
    expect(noted).toEqual([true]);
  });
});

describe('a handler that fails with what is no failure', () => {
  const handler: EventHandler = {
    init: () => ok('state'),
    handleEvent: (event) => event as never,
    handleCall: (_request, state) => ok(state) as never,
  };

  test.each([
    ['normal', []],
    ['shutdown', []],
    [
      'faulty',
      [
        [
          'error_report',
          { reason: 'faulty', handler: 'odd', name: 'em', lastMessage: 'faulty', state: 'state' },
        ],
      ],
    ],
  ])('%s is removed; of an orderly reason nobody is told', (given, expected) => {
    const { noted, reports } = withManager(
      function* (self, note) {
        yield* genEvent.addHandler(self, 'em', 'odd');
        yield* genEvent.syncNotify(self, 'em', given);
        note(yield* genEvent.whichHandlers(self, 'em'));
      },
      {},
      { odd: { default: handler } },
    );
    expect(noted).toEqual([[]]);
    expect(reports).toEqual(expected);
  });

  test("an event's result is none of a call: the caller sees it whole", () => {
    const { noted } = withManager(
      function* (self, note) {
        yield* genEvent.addHandler(self, 'em', 'odd');
        note(yield* genEvent.call(self, 'em', 'odd', 'hello'));
      },
      {},
      { odd: { default: handler } },
    );
    expect(noted).toEqual([errorOf({ type: 'ok', state: 'state' })]);
  });
});
