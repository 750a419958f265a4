import { describe, expect, test } from 'vitest';
import { unreachable } from '../base/assert.ts';
import { genServer } from '../otp/gen-server/api.ts';
import { error } from '../otp/results.ts';
import { runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Steps } from './activation.ts';
import type { Self } from './self.ts';
import { equalTerms, type Pid, type Ref, type Term } from './term.ts';

const isA =
  (tag: string) =>
  (message: Term): boolean =>
    Array.isArray(message) && message[0] === tag;

describe('the order of signals', () => {
  test('signal_SUITE/xm_sig_order: messages and exit signals from one process come in the order of sending', () => {
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

  test('signal_SUITE/monitor_order: what a process sent comes before its DOWN', () => {
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

  test('signal_SUITE/monitor_named_order_local: by pid, by name, by alias: messages come in the order of sending, and before the DOWN', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.register('main');
        const child = self.spawn('scripts', 'child');
        self.register('child', child);
        const ref = self.monitor('child', { alias: 'explicit_unalias' });
        self.send(child, [self.pid, self.alias(), ref]);
        for (let count = 0; count < 1_001; count++) {
          const message = yield* self.receive();
          note(typeof message === 'number' ? message : 'DOWN');
        }
      },
      *child(self: Self) {
        const [pid, alias, monitorAlias] = (yield* self.receive()) as [Pid, Ref, Ref];
        const ways = [pid, ['main', self.node()] as const, alias, 'main', monitorAlias];
        for (let count = 0; count < 1_000; count++)
          self.send(ways[count % ways.length] as Pid, count);
      },
    });
    expect(noted).toEqual([...Array.from({ length: 1_000 }, (_, index) => index), 'DOWN']);
  });
});

describe('receive', () => {
  test('receive_SUITE/receive_in_between: another receive in between loses no answer', () => {
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

  test('receive_SUITE/receive_opt_exception: what is raised between request and answer skips no older message', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const echo = self.spawn('scripts', 'echo', [self.pid]);
        self.send(self.pid, 'older');
        for (let round = 0; round < 3; round++) {
          try {
            self.send(echo, self.monitor(echo));
            error('between');
          } catch {
            note(yield* self.receiveWithin(0, (message) => message === 'older'));
          }
          self.send(self.pid, 'older');
        }
        self.exit(echo, 'kill');
      },
      *echo(self: Self, _note: unknown, main: Pid) {
        for (;;) self.send(main, yield* self.receive());
      },
    });
    expect(noted).toEqual(['older', 'older', 'older']);
  });

  test('receive_SUITE/receive_opt_recursion: requests within requests each get their own answer', () => {
    const answered = (ref: Ref) => (message: Term) =>
      Array.isArray(message) && equalTerms(message[0], ref);
    function* nested(self: Self, echo: Pid, depth: number): Steps<Term[]> {
      const ref = self.monitor(echo);
      self.send(echo, [self.pid, ref, depth]);
      const inner = depth === 0 ? [] : yield* nested(self, echo, depth - 1);
      const [, answer] = (yield* self.receive(answered(ref))) as [Ref, Term];
      self.demonitor(ref, { flush: true });
      return [answer, ...inner];
    }
    const { noted } = runScripts({
      *main(self, note) {
        const echo = self.spawn('scripts', 'echo');
        note(yield* nested(self, echo, 20));
        self.exit(echo, 'kill');
      },
      *echo(self) {
        for (;;) {
          const [from, ref, depth] = (yield* self.receive()) as [Pid, Ref, number];
          self.send(from, [ref, depth]);
        }
      },
    });
    expect(noted).toEqual([Array.from({ length: 21 }, (_, index) => 20 - index)]);
  });

  test('receive_SUITE/erl_1199: no message that fits is skipped, whatever signals stand among the messages', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { noted } = runScripts(
        {
          *main(self, note) {
            self.trapExit(true);
            const child = self.spawnLink('scripts', 'child', [self.pid, self.alias()]);
            for (let count = 0; count < 60; count++) {
              if (self.random(3) === 0) yield* self.sleep(0);
              const fits = (message: Term) => message === count;
              note((yield* self.receiveWithin(10, fits)) === count);
            }
            self.exit(child, 'kill');
          },
          *child(self: Self, _note: unknown, main: Pid, alias: Ref) {
            for (let count = 0; count < 60; count++) {
              if (self.random(4) === 0) self.exit(main, ['signal', count]);
              if (self.random(4) === 0) self.monitor(main);
              if (self.random(4) === 0) self.send(main, ['other', count]);
              self.send(self.random(2) === 0 ? main : alias, count);
              if (self.random(4) === 0) self.spawnLink('scripts', 'gone');
              if (self.random(4) === 0) yield* self.sleep(0);
            }
            yield* self.receive();
          },
          gone: () => 'gone',
        },
        {},
        seed,
      );
      expect(noted).toEqual(Array.from({ length: 60 }, () => true));
    }
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

  test('after_SUITE/t_after: a receive waits for as long as it says', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { noted } = runScripts(
        {
          *main(self, note) {
            const start = self.now();
            note(yield* self.receiveWithin(1_000));
            note(self.now() - start);
          },
        },
        {},
        seed,
      );
      // Never early; late by the scheduling delay, which is less than a millisecond.
      expect(noted).toEqual([undefined, 1_000]);
    }
  });

  test('after_SUITE/receive_after: a receive times out after each of many times', () => {
    const { noted } = runScript(function* (self, note) {
      for (let ms = 5_000; ms >= 1; ms = Math.floor(ms / 2)) {
        const start = self.now();
        note(yield* self.receiveWithin(ms));
        note(self.now() - start - ms);
      }
    });
    expect(noted).toHaveLength(26);
    expect(new Set(noted)).toEqual(new Set([undefined, 0]));
  });

  test('after_SUITE/receive_after_errors: a timeout that is none raises timeout_value', () => {
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

  test('after_SUITE/receive_zero: a receive of no time looks at what is there', () => {
    const { noted } = runScript(function* (self, note) {
      note(yield* self.receiveWithin(0));
      self.send(self.pid, 'one');
      self.send(self.pid, 'two');
      note(yield* self.receiveWithin(0, (message) => message === 'three'));
      note(yield* self.receiveWithin(0, (message) => message === 'two'));
      note(yield* self.receiveWithin(0));
      note(yield* self.receiveWithin(0));
    });
    expect(noted).toEqual([undefined, undefined, 'two', 'one', undefined]);
  });

  test('after_SUITE/receive_var_zero: so does one whose time comes to nothing', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const child = self.spawn('scripts', 'child', [self.pid]);
        for (let count = 0; count < 10; count++) self.send(self.pid, count);
        const ms = (yield* self.receive((message) => Array.isArray(message))) as [number];
        note(yield* self.receiveWithin(ms[0], (message) => message === 'x'));
        note(yield* self.receiveWithin(ms[0] * 5, (message) => message === 9));
        note(self.now());
        self.exit(child, 'kill');
      },
      child: (self: Self, _note: unknown, main: Pid) => self.send(main, [self.now()]),
    });
    expect(noted).toEqual([undefined, 9, 0]);
  });

  test('after_SUITE/multi_timeout: messages that do not fit stay, and do not shorten the wait', () => {
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

  test('a name may have its node; of another node, nobody is asked', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const server = self.spawn('scripts', 'slow');
        self.register('server', server);
        note(yield* self.call(['server', self.node()], 1));
        for (const dest of [
          ['nobody', self.node()],
          ['server', 'other@host'],
        ] as const) {
          try {
            yield* self.call(dest, 1);
          } catch (thrown) {
            note((thrown as { reason: unknown }).reason);
          }
        }
        self.exit(server, 'kill');
      },
      slow,
    });
    const called = (dest: unknown) => ['gen_server', 'call', [dest, 1]];
    expect(noted).toEqual([
      ['reply', 1],
      ['noproc', called(['nobody', 'nonode@nohost'])],
      [['nodedown', 'other@host'], called(['server', 'other@host'])],
    ]);
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
