import { describe, expect, test } from 'vitest';
import { raises, runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Self } from './self.ts';
import { Pid, Ref, type Term } from './term.ts';

describe('timers', () => {
  test('timer_bif_SUITE/start_timer_1: a timer fires once, with its reference, unless it is cancelled', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.startTimer(50, self.pid, 'message');
      const message = (yield* self.receive()) as { ref: Ref };
      note([message, message.ref === ref, self.now(), self.readTimer(ref), self.cancelTimer(ref)]);
      const second = self.startTimer(1_000, self.pid, 'never');
      yield* self.sleep(400);
      note(self.cancelTimer(second));
      note(self.cancelTimer(second));
      note(yield* self.receiveWithin(2_000));
    });
    expect(noted[0]).toMatchObject([
      { type: 'timeout', message: 'message' },
      true,
      50,
      false,
      false,
    ]);
    expect(noted[1]).toBeGreaterThan(598);
    expect(noted[1]).toBeLessThanOrEqual(600);
    expect(noted.slice(2)).toEqual([false, undefined]);
  });

  test('timer_bif_SUITE/send_after_1: send_after delivers the plain message, once', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.sendAfter(20, self.pid, 'message');
      note([yield* self.receive(), self.now(), self.readTimer(ref)]);
      note(yield* self.receiveWithin(100));
    });
    expect(noted).toEqual([['message', 20, false], undefined]);
  });

  test('timer_bif_SUITE/send_after_2: timers deliver in the order of their moments', () => {
    const { noted } = runScript(function* (self, note) {
      const delays = Array.from({ length: 51 }, (_, index) => ((index * 37) % 51) * 100);
      for (const ms of delays) self.sendAfter(ms, self.pid, ms);
      for (let count = 0; count < 51; count++) note(yield* self.receive());
    });
    expect(noted).toEqual(Array.from({ length: 51 }, (_, index) => index * 100));
  });

  test('timer_bif_SUITE/cancel_timer_1: to cancel a reference that is no timer gives false', () => {
    const { noted } = runScript((self, note) => note(self.cancelTimer(self.monitor(self.pid))));
    expect(noted).toEqual([false]);
  });

  const REFUSED = [-1, 1.5, 'x', 2 ** 60, Number.NaN, Number.POSITIVE_INFINITY] as number[];

  test('timer_bif_SUITE/start_timer_e: start_timer refuses what is no time, and who is not of this node', () => {
    const { noted } = runScript((self, note) => {
      for (const ms of REFUSED) note(raises(() => self.startTimer(ms, self.pid, 'x')));
      for (const dest of [7, new Pid('other@host', 80, 0), ['name', self.node()]] as never[])
        note(raises(() => self.startTimer(1, dest, 'x')));
      note(raises(() => self.startTimer(1, self.pid, 'x', { absolute: true } as never)));
    });
    expect(noted).toEqual(Array.from({ length: 10 }, () => 'badarg'));
  });

  test('timer_bif_SUITE/send_after_e: so does send_after', () => {
    const { noted } = runScript((self, note) => {
      for (const ms of REFUSED) note(raises(() => self.sendAfter(ms, self.pid, 'x')));
      for (const dest of [7, new Pid('other@host', 80, 0), ['name', self.node()]] as never[])
        note(raises(() => self.sendAfter(1, dest, 'x')));
      note(raises(() => self.sendAfter(1, self.pid, 'x', { abs: 1 } as never)));
    });
    expect(noted).toEqual(Array.from({ length: 10 }, () => 'badarg'));
  });

  test('timer_bif_SUITE/cancel_timer_e: to cancel what is no reference raises', () => {
    const { noted } = runScript((self, note) => {
      for (const bad of [7, 'x', null, self.pid, []] as never[])
        note(raises(() => self.cancelTimer(bad)));
      const ref = self.sendAfter(1, self.pid, 'x');
      for (const options of [null, 'info', { async: 1 }, { info: 'x' }, { x: true }] as never[])
        note(raises(() => self.cancelTimer(ref, options)));
    });
    expect(noted).toEqual(Array.from({ length: 10 }, () => 'badarg'));
  });

  test('timer_bif_SUITE/cancel_timer_sync: without info the answer is ok, whatever became of the timer', () => {
    const { noted } = runScript(function* (self, note) {
      const refs = [10, 1_000, 1_000].map((ms) => self.sendAfter(ms, self.pid, ms)) as [
        Ref,
        Ref,
        Ref,
      ];
      note(yield* self.receive());
      note([
        self.cancelTimer(refs[1], { info: false }),
        self.cancelTimer(refs[1], { info: false }),
      ]);
      note([
        self.cancelTimer(refs[0], { info: false }),
        self.cancelTimer(self.alias(), { info: false }),
      ]);
      note([self.cancelTimer(refs[2], { async: false }), self.cancelTimer(refs[2])]);
      note(yield* self.receiveWithin(2_000));
    });
    expect(noted).toEqual([10, ['ok', 'ok'], ['ok', 'ok'], [expect.any(Number), false], undefined]);
  });

  test('timer_bif_SUITE/read_timer_trivial: to read what is no timer gives false, what is no reference raises', () => {
    const { noted } = runScript((self, note) => {
      note([self.readTimer(self.alias()), self.readTimer(self.monitor(self.pid))]);
      for (const bad of [7, 'x', null, self.pid] as never[])
        note(raises(() => self.readTimer(bad)));
    });
    expect(noted).toEqual([[false, false], 'badarg', 'badarg', 'badarg', 'badarg']);
  });

  test('timer_bif_SUITE/read_timer: to read a timer gives what is left of it, and changes nothing', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.startTimer(1_000, self.pid, 'x');
      yield* self.sleep(400);
      const left = self.readTimer(ref);
      note([
        left,
        self.readTimer(ref) === left,
        self.cancelTimer(ref) === left,
        self.readTimer(ref),
      ]);
      const fired = self.startTimer(10, self.pid, 'y');
      yield* self.receive();
      note(self.readTimer(fired));
    });
    expect(noted).toEqual([[600, true, true, false], false]);
  });

  test('timer_bif_SUITE/read_timer_async: asked asynchronously, read and cancel answer by messages, in order', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.startTimer(1_000, self.pid, 'x');
      note([
        self.readTimer(ref, { async: true }),
        self.cancelTimer(ref, { async: true }),
        self.readTimer(ref, { async: true }),
        self.cancelTimer(ref, { async: true, info: false }),
        self.cancelTimer(ref, { async: true }),
      ]);
      for (let count = 0; count < 5; count++) note(yield* self.receiveWithin(2_000));
    });
    const ref = expect.any(Ref);
    expect(noted).toEqual([
      ['ok', 'ok', 'ok', 'ok', 'ok'],
      { type: 'read_timer', ref, result: 1_000 },
      { type: 'cancel_timer', ref, result: 1_000 },
      { type: 'read_timer', ref, result: false },
      { type: 'cancel_timer', ref, result: false },
      undefined,
    ]);
  });

  test('a timer may be set for a moment; one that is past is now', () => {
    const { noted } = runScript(function* (self, note) {
      yield* self.sleep(100);
      self.sendAfter(150, self.pid, 'later', { abs: true });
      self.startTimer(-50, self.pid, 'past', { abs: true });
      note([yield* self.receive(), self.now()]);
      note([yield* self.receive(), self.now()]);
    });
    expect(noted).toMatchObject([
      [{ message: 'past' }, 100],
      ['later', 150],
    ]);
  });

  test('timer_bif_SUITE/start_timer_big: start_timer may be set for years', () => {
    const { noted } = runScript(function* (self, note) {
      const big = 2 ** 31 + 7;
      const ref = self.startTimer(big, self.pid, 'x');
      note([self.readTimer(ref), self.cancelTimer(ref), self.cancelTimer(ref)]);
      self.startTimer(big, self.pid, 'late');
      note([yield* self.receive(), self.now() - big]);
    });
    expect(noted).toMatchObject([
      [2 ** 31 + 7, 2 ** 31 + 7, false],
      [{ message: 'late' }, 0],
    ]);
  });

  test('timer_bif_SUITE/send_after_big: so may send_after', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.sendAfter(2 ** 40, self.pid, 'x');
      note([self.readTimer(ref), self.cancelTimer(ref), self.cancelTimer(ref)]);
      self.sendAfter(2 ** 31, self.pid, 'late');
      note([yield* self.receive(), self.now() - 2 ** 31]);
    });
    expect(noted).toEqual([
      [2 ** 40, 2 ** 40, false],
      ['late', 0],
    ]);
  });

  test('timer_bif_SUITE/cleanup: the timers of a process that has ended are gone', () => {
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

  test('timer_bif_SUITE/registered_process: a timer for a name finds who has it when it fires', () => {
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

  test('sleep takes the time it says', () => {
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
