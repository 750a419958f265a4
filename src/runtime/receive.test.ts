import { describe, expect, test } from 'vitest';
import { unreachable } from '../base/assert.ts';
import { genServer } from '../otp/gen-server-api.ts';
import { runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Self } from './self.ts';
import type { Pid, Term } from './term.ts';

const isA =
  (tag: string) =>
  (message: Term): boolean =>
    Array.isArray(message) && message[0] === tag;

describe('the order of signals', () => {
  test('messages and exit signals from one process come in the order of sending (signal_SUITE/xm_sig_order)', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { noted } = runScripts(
        {
          *main(self, note) {
            self.trapExit(true);
            const child = self.spawnLink('scripts', 'child');
            for (const message of [1, 2, 3]) self.send(child, message);
            self.exit(child, 'stop');
            for (const message of [4, 5, 6]) self.send(child, message);
            note(((yield* self.receive()) as { reason: Term }).reason);
          },
          *child(self, note) {
            for (;;) note(yield* self.receive());
          },
        },
        {},
        seed,
      );
      expect([[], [1], [1, 2], [1, 2, 3]]).toContainEqual(noted.slice(0, -1));
      expect(noted.at(-1)).toBe('stop');
    }
  });

  test('a trapped exit signal keeps its place among the messages', () => {
    const { noted } = runScripts({
      *main(self) {
        const child = self.spawn('scripts', 'child');
        yield* self.sleep(1);
        self.send(child, 'before');
        self.exit(child, 'signal');
        self.send(child, 'after');
      },
      *child(self, note) {
        self.trapExit(true);
        for (let count = 0; count < 3; count++) note(yield* self.receive());
      },
    });
    expect(noted).toMatchObject(['before', { type: 'EXIT', reason: 'signal' }, 'after']);
  });

  test('what a process sent comes before its DOWN (signal_SUITE/monitor_order)', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.spawnMonitor('scripts', 'child', [self.pid]);
        for (let count = 0; count < 101; count++) {
          const message = yield* self.receive();
          note(typeof message === 'number' ? message : 'DOWN');
        }
      },
      child(self: Self, _note: unknown, main: Pid) {
        for (let count = 0; count < 100; count++) self.send(main, count);
      },
    });
    expect(noted).toEqual([...Array.from({ length: 100 }, (_, index) => index), 'DOWN']);
  });

  test('by name and by pid, messages come in the order of sending (signal_SUITE/monitor_named_order_local)', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.register('main');
        self.register('child', self.spawn('scripts', 'child', [self.pid]));
        self.monitor('child');
        for (let count = 0; count < 1_001; count++) {
          const message = yield* self.receive();
          note(typeof message === 'number' ? message : 'DOWN');
        }
      },
      child(self: Self, _note: unknown, main: Pid) {
        for (let count = 0; count < 1_000; count++)
          self.send(count % 2 === 0 ? main : 'main', count);
      },
    });
    expect(noted).toEqual([...Array.from({ length: 1_000 }, (_, index) => index), 'DOWN']);
  });
});

describe('receive', () => {
  test('another receive in between loses no answer (receive_SUITE/receive_in_between)', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const echo = self.spawn('scripts', 'echo', [self.pid]);
        for (let round = 0; round < 10; round++) {
          self.send(echo, ['request', round]);
          self.send(self.pid, ['other', round]);
          note(yield* self.receive(isA('other')));
          note(yield* self.receive(isA('request')));
        }
        self.exit(echo, 'kill');
      },
      *echo(self: Self, _note: unknown, main: Pid) {
        for (;;) self.send(main, yield* self.receive());
      },
    });
    const round = (index: number): Term[] => [
      ['other', index],
      ['request', index],
    ];
    expect(noted).toEqual(Array.from({ length: 10 }, (_, index) => round(index)).flat());
  });

  test("what doesn't fit keeps its place", () => {
    const { noted } = runScript(function* (self, note) {
      for (const message of ['a', 'b', 'c', 'd']) self.send(self.pid, message);
      note(yield* self.receive((message) => message === 'c'));
      for (let count = 0; count < 4; count++) note(yield* self.receiveWithin(0));
    });
    expect(noted).toEqual(['c', 'a', 'b', 'd', undefined]);
  });

  test("a pattern that raises doesn't match", () => {
    const { noted } = runScript(function* (self, note) {
      for (const message of [null, { type: 'x' }]) self.send(self.pid, message);
      note(yield* self.receive((message) => (message as { type: string }).type === 'x'));
    });
    expect(noted).toEqual([{ type: 'x' }]);
  });

  test('a broken invariant of ours is not taken for a pattern that raises', () => {
    const run = () =>
      runScript(function* (self) {
        self.send(self.pid, 'x');
        yield* self.receive(() => unreachable('impossible' as never));
      });
    expect(run).toThrow('unreachable: impossible');
  });

  test('a receive waits for as long as it says (after_SUITE/t_after, receive_after)', () => {
    const { noted } = runScript(function* (self, note) {
      for (let ms = 5_000; ms >= 1; ms = Math.floor(ms / 2)) {
        const start = self.now();
        note(yield* self.receiveWithin(ms));
        note(self.now() - start - ms);
      }
    });
    expect(noted).toHaveLength(26);
    // Never early; late by the scheduling delays, which are less than a millisecond.
    expect(new Set(noted)).toEqual(new Set([undefined, 0]));
  });

  test('a timeout that is none raises timeout_value (after_SUITE/receive_after_errors)', () => {
    const { noted } = runScript(function* (self, note) {
      for (const ms of [-1, 1.5, Number.NaN, 2 ** 32, 'x' as never]) {
        for (const wait of [
          () => self.receiveWithin(ms),
          () => self.sleep(ms),
          () => self.call('nobody', 1, ms),
          () => genServer.start(self, 'x', null, { timeoutMs: ms }),
        ]) {
          try {
            yield* wait() as Generator<never, unknown, void>;
          } catch (thrown) {
            note((thrown as { reason: unknown }).reason);
          }
        }
      }
    });
    expect(noted).toEqual(Array.from({ length: 20 }, () => 'timeout_value'));
  });

  test('a receive of no time looks at what is there (after_SUITE/receive_zero, receive_var_zero)', () => {
    const { noted } = runScript(function* (self, note) {
      self.send(self.pid, 'one');
      self.send(self.pid, 'two');
      note(yield* self.receiveWithin(0, (message) => message === 'three'));
      note(yield* self.receiveWithin(0, (message) => message === 'two'));
      note(yield* self.receiveWithin(0));
      note(yield* self.receiveWithin(0));
    });
    expect(noted).toEqual([undefined, 'two', 'one', undefined]);
  });

  test('messages that do not fit stay, and do not shorten the wait (after_SUITE/multi_timeout)', () => {
    const { noted } = runScripts({
      *main(self, note) {
        for (let count = 1; count <= 5; count++) self.spawn('scripts', 'sender', [self.pid, count]);
        note(yield* self.receiveWithin(1_000, () => false));
        note(self.now());
        for (let count = 0; count < 5; count++) note(yield* self.receiveWithin(0));
      },
      *sender(self: Self, _note: unknown, main: Pid, count: number) {
        yield* self.sleep(count * 100);
        self.send(main, count);
      },
    });
    expect(noted).toEqual([undefined, 1_000, 1, 2, 3, 4, 5]);
  });

  test('a wait outside a generator is an error, not a process that hangs', () => {
    const { exit } = runScript((self) => void self.receive().next());
    expect(exit).toEqual(['call_needs_a_generator', [['scripts', 'main']]]);
  });
});

describe('calls', () => {
  const slow: Script = function* (self) {
    for (;;) {
      const { from, request } = (yield* self.receive()) as { from: never; request: number };
      yield* self.sleep(request);
      self.reply(from, ['reply', request]);
    }
  };

  test('an answer that comes after the timeout is dropped', () => {
    const { noted, world } = runScripts({
      *main(self, note) {
        const server = self.spawn('scripts', 'slow');
        try {
          yield* self.call(server, 20, 10);
        } catch (thrown) {
          note((thrown as { reason: [string] }).reason[0]);
        }
        note(self.now());
        note(yield* self.receiveWithin(100));
        note(yield* self.call(server, 1));
        self.exit(server, 'kill');
      },
      slow,
    });
    expect(noted).toEqual(['timeout', 10, undefined, ['reply', 1]]);
    expect(world.events.filter(({ type }) => type === 'dropped')).toHaveLength(1);
  });

  test('a reply may come from another process', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const front = self.spawn('scripts', 'front');
        note(yield* self.call(front, 'hello'));
        self.exit(front, 'kill');
      },
      *front(self) {
        self.spawn('scripts', 'back', [yield* self.receive()]);
        yield* self.receive();
      },
      back: (self: Self, _note: unknown, { from, request }: { from: never; request: Term }) =>
        self.reply(from, ['from the back', request]),
    });
    expect(noted).toEqual([['from the back', 'hello']]);
  });

  test('messages that come during a call wait in their order', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const server = self.spawn('scripts', 'slow');
        self.spawn('scripts', 'chatter', [self.pid]);
        yield* self.call(server, 50);
        for (let count = 0; count < 3; count++) note(yield* self.receive());
        self.exit(server, 'kill');
      },
      slow,
      *chatter(self: Self, _note: unknown, main: Pid) {
        for (let count = 0; count < 3; count++) {
          yield* self.sleep(10);
          self.send(main, count);
        }
      },
    });
    expect(noted).toEqual([0, 1, 2]);
  });
});
