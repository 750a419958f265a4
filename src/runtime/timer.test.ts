import { describe, expect, test } from 'vitest';
import { raises, runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Self } from './self.ts';
import type { Pid, Ref, Term } from './term.ts';

describe('timers', () => {
  test('a timer fires once, with its reference, unless it is cancelled (timer_bif_SUITE/start_timer_1)', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.startTimer(50, self.pid, 'message');
      const message = (yield* self.receive()) as { ref: Ref };
      note([message, message.ref === ref, self.now(), self.cancelTimer(ref)]);
      const second = self.startTimer(1_000, self.pid, 'never');
      yield* self.sleep(400);
      note(self.cancelTimer(second));
      note(self.cancelTimer(second));
      note(yield* self.receiveWithin(2_000));
    });
    expect(noted[0]).toMatchObject([{ type: 'timeout', message: 'message' }, true, 50, false]);
    expect(noted[1]).toBeGreaterThan(598);
    expect(noted[1]).toBeLessThanOrEqual(600);
    expect(noted.slice(2)).toEqual([false, undefined]);
  });

  test('send_after delivers the plain message, once (timer_bif_SUITE/send_after_1)', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.sendAfter(20, self.pid, 'message');
      note([yield* self.receive(), self.now(), self.cancelTimer(ref)]);
      note(yield* self.receiveWithin(100));
    });
    expect(noted).toEqual([['message', 20, false], undefined]);
  });

  test('timers deliver in the order of their moments (timer_bif_SUITE/send_after_2)', () => {
    const { noted } = runScript(function* (self, note) {
      const delays = Array.from({ length: 51 }, (_, index) => ((index * 37) % 51) * 100);
      for (const ms of delays) self.sendAfter(ms, self.pid, ms);
      for (let count = 0; count < 51; count++) note(yield* self.receive());
    });
    expect(noted).toEqual(Array.from({ length: 51 }, (_, index) => index * 100));
  });

  test('to cancel a reference that is no timer gives false (timer_bif_SUITE/cancel_timer_1)', () => {
    const { noted } = runScript((self, note) => note(self.cancelTimer(self.monitor(self.pid))));
    expect(noted).toEqual([false]);
  });

  test('timers refuse what is no delay, no receiver, no reference (timer_bif_SUITE/start_timer_e, send_after_e, cancel_timer_e)', () => {
    const { noted } = runScript((self, note) => {
      for (const ms of [-1, 1.5, 'x', 2 ** 60, Number.NaN, Number.POSITIVE_INFINITY] as number[]) {
        note(raises(() => self.sendAfter(ms, self.pid, 'x')));
        note(raises(() => self.startTimer(ms, self.pid, 'x')));
      }
      note(raises(() => self.sendAfter(1, 7 as never, 'x')));
      note(raises(() => self.cancelTimer(7 as never)));
    });
    expect(new Set(noted)).toEqual(new Set(['badarg']));
  });

  test('a timer may be set for years (timer_bif_SUITE/start_timer_big, send_after_big)', () => {
    const { noted } = runScript(function* (self, note) {
      const big = 2 ** 31 + 7;
      const refs = [self.startTimer(big, self.pid, 'x'), self.sendAfter(2 ** 40, self.pid, 'x')];
      note(refs.map((ref) => self.cancelTimer(ref)));
      self.sendAfter(big, self.pid, 'late');
      note([yield* self.receive(), self.now() - big]);
    });
    expect(noted).toEqual([
      [2 ** 31 + 7, 2 ** 40],
      ['late', 0],
    ]);
  });

  test('the timers of a process that has ended are gone (timer_bif_SUITE/cleanup)', () => {
    const { noted, world } = runScripts({
      *main(self, note) {
        const child = self.spawn('scripts', 'child');
        yield* self.sleep(1);
        note(self.now());
        self.sendAfter(1_000, child, 'to the dead');
      },
      child: (self) => void self.sendAfter(10, self.pid, 'x'),
    });
    expect(noted).toEqual([1]);
    expect(world.events.filter(({ type }) => type === 'timer_fired')).toEqual([]);
    expect(world.world.now).toBeLessThan(5_000);
  });

  test('a timer for a name finds who has it when it fires (timer_bif_SUITE/registered_process)', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.sendAfter(50, 'later', 'found');
        self.sendAfter(50, 'nobody', 'lost');
        const ref = self.sendAfter(50, 'later', 'cancelled');
        yield* self.sleep(10);
        self.register('later', self.spawn('scripts', 'child'));
        note(self.cancelTimer(ref) !== false);
      },
      *child(self, note) {
        note(yield* self.receive());
        note(yield* self.receiveWithin(100));
      },
    });
    expect(noted).toEqual([true, 'found', undefined]);
  });

  test('a timer to a name survives its owner, one to a pid dies with the pid', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.register('main');
        self.spawn('scripts', 'child');
        note(yield* self.receiveWithin(100));
      },
      child: (self) => void self.sendAfter(10, 'main', 'survived'),
    });
    expect(noted).toEqual(['survived']);
  });

  test('a message with delay 0 comes after the step that asked for it', () => {
    const { noted } = runScript(function* (self, note) {
      self.sendAfter(0, self.pid, 'timer');
      self.send(self.pid, 'direct');
      note([yield* self.receive(), yield* self.receive()]);
    });
    expect(noted).toEqual([['direct', 'timer']]);
  });

  test('sleep takes the time it says (timer_simple_SUITE/sleep1, sleep2)', () => {
    const sleeper: Script = (self) => self.sleep(Number.POSITIVE_INFINITY);
    const { noted } = runScripts({
      *main(self, note) {
        yield* self.sleep(1_000);
        note(self.now());
        const { pid } = self.spawnMonitor('scripts', 'sleeper');
        yield* self.sleep(1);
        self.exit(pid, 'kill');
        note(((yield* self.receive()) as { reason: Term }).reason);
      },
      sleeper,
    });
    expect(noted).toEqual([1_000, 'killed']);
  });

  test('sleep begins when the work before it is done', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.work(100);
        yield* self.sleep(10);
        note(self.now());
      },
    });
    expect(noted).toEqual([110]);
  });

  test('a receive waits for its whole time after the work before it', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.work(100);
        note([yield* self.receiveWithin(10), self.now()]);
      },
    });
    expect(noted).toEqual([[undefined, 110]]);
  });

  test('work keeps a process from its messages for that long', () => {
    const { noted } = runScripts({
      *main(self) {
        const child = self.spawn('scripts', 'child');
        yield* self.sleep(1);
        self.send(child, 'hello');
      },
      *child(self: Self, note: (value: unknown) => void, _pid: Pid) {
        self.work(30);
        note([yield* self.receive(), self.now()]);
      },
    });
    expect(noted).toEqual([['hello', 30]]);
  });
});
