import { describe, expect, test } from 'vitest';
import type { Pid, Term } from '../runtime/term.ts';
import { runScript } from '../testing/run-script.ts';
import { errorOf, withManager } from '../testing/with-manager.ts';
import { DOWN } from '../testing/with-server.ts';
import { genEvent } from './gen-event/api.ts';
import type { EventHandler } from './gen-event/event-handler.ts';
import { genServer } from './gen-server/api.ts';
import type { GenServer } from './gen-server/module.ts';
import { genStatem } from './gen-statem/api.ts';
import type { GenStatem } from './gen-statem/module.ts';
import { okState } from './gen-statem/results.ts';
import { error, exit, ok } from './results.ts';

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

describe('an error whose reason is an orderly one', () => {
  const server = (ofTerminate: () => unknown): GenServer => ({
    init: () => ok(null),
    handleCast: (reason) => error(reason),
    terminate: ofTerminate,
  });
  const machine = (ofTerminate: () => unknown): GenStatem => ({
    callbackMode: () => 'handle_event_function',
    init: () => okState('s', null),
    handleEvent: (_type, reason) => error(reason),
    terminate: ofTerminate,
  });
  const cases: [string, unknown, string[], string, (ofTerminate: () => unknown) => object][] = [
    ['gen_server', genServer, ['error_report', 'crash_report'], 'handle_cast', server],
    ['gen_statem', genStatem, ['crash_report'], 'handle_event', machine],
  ];

  test.each(cases)(
    '%s reports it as OTP does; what terminate raises is always reported',
    (_name, behaviour, told, callback, module) => {
      const { noted, world } = runScript(
        function* (self, note) {
          const { startMonitor } = behaviour as typeof genServer;
          for (const [reason, name] of [
            ['normal', 'fine'],
            ['shutdown', 'fine'],
            ['normal', 'exits'],
          ] as const) {
            const { pid } = (yield* startMonitor(self, name)) as { pid: Pid };
            self.cast(pid, reason);
            note(((yield* self.receive()) as { reason: Term }).reason);
          }
        },
        { fine: { default: module(() => 'ok') }, exits: { default: module(() => exit('normal')) } },
      );
      const stack = [['fine', callback]];
      expect(noted).toEqual([['normal', stack], ['shutdown', stack], 'normal']);
      const reports = world.events.filter(({ type }) => type === 'reported');
      expect(reports.map(({ a }) => world.string(a))).toEqual([...told, ...told, 'error_report']);
    },
  );
});
