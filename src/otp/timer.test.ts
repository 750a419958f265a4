import { describe, expect, test } from 'vitest';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import { Pid, type Ref, type Term } from '../runtime/term.ts';
import { testWorld } from '../testing/run-modules.ts';
import { runScript, runScripts, type Script } from '../testing/run-script.ts';
import { type TimerResult, timer } from './timer.ts';

const forever: Script = (self) => self.receive(() => false);
/** Tells `main` what it was called with. */
const tells: Script = (self: Self, _note: unknown, ...args: Term[]) => self.send('main', args);
const refOf = (result: TimerResult): Ref => {
  if (result.type === 'error') throw new Error('the timer was refused');
  return result.ref;
};
const BADARG = { type: 'error', reason: 'badarg' };
const CANCELLED = { type: 'ok', value: 'cancel' };
const REFUSED = [-1, 1.5, 'x', Number.NaN, Number.POSITIVE_INFINITY, null] as never[];

/** The next message and when it came, in milliseconds. */
function* next(self: Self): Steps<Term> {
  const message = yield* self.receiveWithin(5_000);
  return [message ?? 'nothing', self.now()];
}

describe('apply_after', () => {
  test.each([
    ['timer_simple_SUITE/apply_after1: with no time the function is called at once', 0],
    ['timer_simple_SUITE/apply_after2: the function is called when the time is over', 500],
  ])('%s', (_name, ms) => {
    const { noted } = runScripts({
      *main(self, note) {
        self.register('main');
        note(timer.applyAfter(self, ms, 'scripts', 'tells', [1, 'two']));
        note(yield* next(self));
        note(yield* next(self));
      },
      tells,
    });
    expect(noted).toEqual([
      { type: 'ok', ref: expect.anything() },
      [[1, 'two'], ms],
      ['nothing', ms + 5_000],
    ]);
  });

  test('timer_simple_SUITE/apply_after_invalid_args: what is no time, function or list is refused', () => {
    const { noted } = runScript((self, note) => {
      for (const ms of REFUSED) note(timer.applyAfter(self, ms, 'scripts', 'tells', []));
      note(timer.applyAfter(self, 1, 1 as never, 'tells', []));
      note(timer.applyAfter(self, 1, 'scripts', 1 as never, []));
      note(timer.applyAfter(self, 1, 'scripts', 'tells', 1 as never));
    });
    expect(noted).toEqual(Array.from({ length: 9 }, () => BADARG));
  });

  test('the process it makes is seen in the trace, after the timer', () => {
    const { world } = runScripts({
      *main(self) {
        self.register('main');
        timer.applyAfter(self, 10, 'scripts', 'tells', ['x']);
        yield* self.receive();
      },
      tells,
    });
    const types = world.events.map(({ type }) => type);
    expect(types.slice(types.indexOf('timer_fired')).slice(0, 2)).toEqual([
      'timer_fired',
      'spawned',
    ]);
  });
});

describe('send_after', () => {
  const DESTS: readonly (readonly [
    string,
    number,
    (self: Self) => Pid | string | [string, string],
  ])[] = [
    ['timer_simple_SUITE/send_after1: to oneself, at once', 0, (self) => self.pid],
    ['timer_simple_SUITE/send_after2: to a name, at once', 0, () => 'main'],
    [
      'timer_simple_SUITE/send_after3: to a name on this node, at once',
      0,
      (self) => ['main', self.node()],
    ],
    ['timer_simple_SUITE/send_after4: to a pid, when the time is over', 500, (self) => self.pid],
    ['timer_simple_SUITE/send_after5: to a name, when the time is over', 500, () => 'main'],
    [
      'timer_simple_SUITE/send_after6: to a name on this node, when the time is over',
      500,
      (self) => ['main', self.node()],
    ],
  ];
  test.each(DESTS)('%s', (_name, ms, dest) => {
    const { noted } = runScript(function* (self, note) {
      self.register('main');
      note(timer.sendAfter(self, ms, dest(self), 'hello').type);
      note(yield* next(self));
      note(yield* next(self));
    });
    expect(noted).toEqual(['ok', ['hello', ms], ['nothing', ms + 5_000]]);
  });

  test('timer_simple_SUITE/send_after7: a name may get its process after the timer was set', () => {
    const { noted } = runScripts({
      *main(self) {
        timer.sendAfter(self, 100, 'later', 'hello');
        yield* self.sleep(50);
        self.spawn('scripts', 'later');
      },
      *later(self, note) {
        self.register('later');
        note(yield* next(self));
      },
    });
    expect(noted).toEqual([['hello', 100]]);
  });

  test('timer_simple_SUITE/send_after_invalid_args: what is no time or receiver is refused', () => {
    const { noted } = runScript((self, note) => {
      for (const ms of REFUSED) note(timer.sendAfter(self, ms, self.pid, 'x'));
      for (const dest of [1, null, ['a'], ['a', 'b', 'c'], {}] as never[])
        note(timer.sendAfter(self, 1, dest, 'x'));
      note(timer.sendAfter(self, -1, 'x'));
    });
    expect(noted).toEqual(Array.from({ length: 12 }, () => BADARG));
  });

  test('without a receiver it is to the caller; on another node it reaches nobody', () => {
    const { noted } = runScript(function* (self, note) {
      note(timer.sendAfter(self, 10, ['main', 'other@host'], 'lost').type);
      timer.sendAfter(self, 20, 'hello');
      note(yield* next(self));
    });
    expect(noted).toEqual(['ok', ['hello', 20]]);
  });
});

describe('exit_after and kill_after', () => {
  const dying = (make: (self: Self, victim: Pid) => void): unknown[] => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const victim = self.spawnLink('scripts', 'forever');
        self.register('victim', victim);
        make(self, victim);
        note(yield* next(self));
      },
      forever,
    });
    return [...noted];
  };
  const dyingItself = (make: (self: Self) => void): unknown[] => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        self.spawnLink('scripts', 'victim');
        note(yield* next(self));
      },
      victim(self) {
        make(self);
        return self.receive();
      },
    });
    return [...noted];
  };
  const EXIT = (reason: unknown, at: number): unknown => [
    { type: 'EXIT', from: expect.any(Pid), reason },
    at,
  ];

  test('timer_simple_SUITE/exit_after1: ends a process with the reason, when the time is over', () => {
    expect(dying((self, victim) => timer.exitAfter(self, 500, victim, ['why', 1]))).toEqual([
      EXIT(['why', 1], 500),
    ]);
    expect(dying((self, victim) => timer.exitAfter(self, 0, victim, 'why'))).toEqual([
      EXIT('why', 0),
    ]);
  });

  test('timer_simple_SUITE/exit_after2: the process may be given by its name', () => {
    expect(dying((self) => timer.exitAfter(self, 500, 'victim', 'why'))).toEqual([
      EXIT('why', 500),
    ]);
    expect(dying((self) => timer.exitAfter(self, 0, 'victim', 'why'))).toEqual([EXIT('why', 0)]);
  });

  test('timer_simple_SUITE/exit_after3: without a process it is the caller', () => {
    expect(dyingItself((self) => timer.exitAfter(self, 500, 'why'))).toEqual([EXIT('why', 500)]);
    expect(dyingItself((self) => timer.exitAfter(self, 0, 'why'))).toEqual([EXIT('why', 0)]);
  });

  test('timer_simple_SUITE/exit_after4: a name that nobody has when it is time does no harm', () => {
    const { noted, exit } = runScript(function* (self, note) {
      for (const ms of [0, 10]) note(timer.exitAfter(self, ms, 'nobody', 'why').type);
      note(timer.exitAfter(self, -1, 'nobody', 'why'));
      yield* self.sleep(100);
    });
    expect([noted, exit]).toEqual([['ok', 'ok', BADARG], 'normal']);
  });

  test('timer_simple_SUITE/kill_after1: a victim dies killed', () => {
    expect(dying((self, victim) => timer.killAfter(self, 500, victim))).toEqual([
      EXIT('killed', 500),
    ]);
  });

  test('timer_simple_SUITE/kill_after2: so does one given by its name', () => {
    expect(dying((self) => timer.killAfter(self, 500, 'victim'))).toEqual([EXIT('killed', 500)]);
  });

  test('timer_simple_SUITE/kill_after3: and the caller, when none is given', () => {
    expect(dyingItself((self) => timer.killAfter(self, 500))).toEqual([EXIT('killed', 500)]);
  });

  test('who traps exits gets the signal as a message, from nobody', () => {
    const { noted } = runScript(function* (self, note) {
      self.trapExit(true);
      timer.exitAfter(self, 10, 'why');
      note(yield* next(self));
    });
    expect(noted).toEqual([[{ type: 'EXIT', from: null, reason: 'why' }, 10]]);
  });
});

describe('apply_interval', () => {
  test('timer_simple_SUITE/apply_interval1: calls the function every so often, until it is cancelled', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.register('main');
        const ref = refOf(timer.applyInterval(self, 1_000, 'scripts', 'tells', ['tick']));
        for (let count = 0; count < 4; count++) note(yield* next(self));
        note(timer.cancel(self, ref));
        note(yield* next(self));
      },
      tells,
    });
    expect(noted).toEqual([
      ...[1_000, 2_000, 3_000, 4_000].map((at) => [['tick'], at]),
      CANCELLED,
      ['nothing', 9_000],
    ]);
  });

  test('timer_simple_SUITE/apply_interval_invalid_args: what is no time, function or list is refused', () => {
    const { noted } = runScript((self, note) => {
      for (const ms of REFUSED) note(timer.applyInterval(self, ms, 'scripts', 'tells', []));
      note(timer.applyInterval(self, 1, 1 as never, 'tells', []));
      note(timer.applyInterval(self, 1, 'scripts', 1 as never, []));
      note(timer.applyInterval(self, 1, 'scripts', 'tells', 1 as never));
    });
    expect(noted).toEqual(Array.from({ length: 9 }, () => BADARG));
  });

  test('it ends with its caller', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.register('main');
        self.spawn('scripts', 'caller');
        for (let count = 0; count < 3; count++) note(yield* next(self));
      },
      *caller(self) {
        timer.applyInterval(self, 100, 'scripts', 'tells', ['tick']);
        yield* self.sleep(250);
      },
      tells,
    });
    expect(noted).toEqual([
      [['tick'], 100],
      [['tick'], 200],
      ['nothing', 5_200],
    ]);
  });
});

describe('send_interval', () => {
  const five = [1, 2, 3, 4, 5].map((tick) => ['tick', tick * 100]);
  const DESTS: readonly (readonly [string, (self: Self) => TimerResult])[] = [
    [
      'timer_simple_SUITE/send_interval1: to oneself, until it is cancelled',
      (self) => timer.sendInterval(self, 100, 'tick'),
    ],
    [
      'timer_simple_SUITE/send_interval2: to a pid',
      (self) => timer.sendInterval(self, 100, self.pid, 'tick'),
    ],
    [
      'timer_simple_SUITE/send_interval3: to a name',
      (self) => timer.sendInterval(self, 100, 'main', 'tick'),
    ],
    [
      'timer_simple_SUITE/send_interval4: to a name on this node',
      (self) => timer.sendInterval(self, 100, ['main', self.node()], 'tick'),
    ],
  ];
  test.each(DESTS)('%s', (_name, begin) => {
    const { noted } = runScript(function* (self, note) {
      self.register('main');
      const ref = refOf(begin(self));
      for (let count = 0; count < 5; count++) note(yield* next(self));
      note(timer.cancel(self, ref));
      note(yield* next(self));
    });
    expect(noted).toEqual([...five, CANCELLED, ['nothing', 5_500]]);
  });

  test.each(['pid', 'name'])(
    'timer_simple_SUITE/send_interval5: it ends with the process it is for, given by its %s',
    (how) => {
      const { noted, world } = runScripts({
        *main(self, note) {
          const { pid } = self.spawnMonitor('scripts', 'ticked');
          self.register('ticked', pid);
          timer.sendInterval(self, 100, how === 'pid' ? pid : 'ticked', 'tick');
          yield* self.receive();
          note([self.now(), self.whereis('ticked') ?? 'free']);
          self.register('ticked');
          note(yield* next(self));
        },
        *ticked(self) {
          for (let count = 0; count < 3; count++) yield* self.receive();
        },
      });
      expect(noted).toEqual([
        [300, 'free'],
        ['nothing', 5_300],
      ]);
      expect(world.node.timers.all.size).toBe(0);
    },
  );

  test('timer_simple_SUITE/send_interval_invalid_args: what is no time or receiver is refused', () => {
    const { noted } = runScript((self, note) => {
      for (const ms of REFUSED) note(timer.sendInterval(self, ms, self.pid, 'x'));
      for (const dest of [1, null, ['a'], ['a', 'b', 'c'], ['a', 'other@host']] as never[])
        note(timer.sendInterval(self, 1, dest, 'x'));
      note(timer.sendInterval(self, -1, 'x'));
    });
    expect(noted).toEqual(Array.from({ length: 12 }, () => BADARG));
  });

  test('to a name that nobody has it never sends', () => {
    const { noted, world } = runScript(function* (self, note) {
      note(timer.sendInterval(self, 100, 'later', 'tick').type);
      self.register('later');
      note(yield* next(self));
    });
    expect(noted).toEqual(['ok', ['nothing', 5_000]]);
    expect(world.node.timers.all.size).toBe(0);
  });

  test('each time is a step of its own, so a moment and a number of steps name one state', () => {
    const world = testWorld({
      scripts: {
        *main(self: Self) {
          for (const tick of [1, 2]) timer.sendInterval(self, 10, tick);
          yield* self.receive(() => false);
        },
      },
    });
    world.spawn('scripts', 'main');
    world.run(5);
    const { steps } = world.world;
    world.world.advance(Number.POSITIVE_INFINITY, 1);
    world.node.doWhatIsDue();
    world.node.trace.flush();
    expect(world.world.steps).toBe(steps + 1);
    expect(world.events.filter(({ type }) => type === 'timer_fired')).toHaveLength(1);
  });

  test('it goes on in a fork; one that nobody minds leaves time to others, and steps come to an end', () => {
    const world = testWorld({
      scripts: {
        *main(self: Self) {
          timer.sendInterval(self, 0, 'tick');
          yield* self.receive(() => false);
        },
      },
    });
    const main = world.spawn('scripts', 'main');
    expect(world.world.advance(Number.POSITIVE_INFINITY, 1_000)).toBe('reached');
    const fork = world.fork();
    for (const each of [world, fork]) each.run(100);
    expect(fork.world.hash()).toBe(world.world.hash());
    expect(fork.node.find(main.pid)?.queued).toBe(main.queued);
    expect(world.world.next()).toBeLessThanOrEqual(world.world.now + 1_000);
  });
});

describe('cancel', () => {
  const cancelled = (begin: (self: Self) => TimerResult, waitMs: number): unknown[] => {
    const { noted } = runScripts({
      *main(self, note) {
        self.register('main');
        const ref = refOf(begin(self));
        if (waitMs > 0) yield* self.sleep(waitMs);
        note(timer.cancel(self, ref));
        const all: Term[] = [];
        for (;;) {
          const message = yield* self.receiveWithin(1_000);
          if (message === undefined) return note(all);
          all.push(message);
        }
      },
      tells,
    });
    return [...noted];
  };

  test('timer_simple_SUITE/cancel1: a message with no time has gone when its timer is cancelled', () => {
    expect(cancelled((self) => timer.sendAfter(self, 0, 'x'), 0)).toEqual([CANCELLED, ['x']]);
  });

  test('timer_simple_SUITE/cancel2: a message whose timer is cancelled never comes', () => {
    expect(cancelled((self) => timer.sendAfter(self, 100, 'x'), 10)).toEqual([CANCELLED, []]);
    expect(cancelled((self) => timer.sendAfter(self, 100, 'main', 'x'), 10)).toEqual([
      CANCELLED,
      [],
    ]);
  });

  test('timer_simple_SUITE/cancel3: a function whose timer is cancelled is never called', () => {
    const begin = (self: Self) => timer.applyAfter(self, 100, 'scripts', 'tells', []);
    expect(cancelled(begin, 10)).toEqual([CANCELLED, []]);
  });

  test('timer_simple_SUITE/cancel4: an interval that is cancelled sends no more', () => {
    expect(cancelled((self) => timer.sendInterval(self, 100, 'x'), 250)).toEqual([
      CANCELLED,
      ['x', 'x'],
    ]);
  });

  test('timer_simple_SUITE/cancel5: an interval that is cancelled calls no more', () => {
    const begin = (self: Self) => timer.applyInterval(self, 100, 'scripts', 'tells', ['y']);
    expect(cancelled(begin, 250)).toEqual([CANCELLED, [['y'], ['y']]]);
  });

  test('timer_simple_SUITE/cancel6: to cancel what is no timer, or none any more, does no harm', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = refOf(timer.sendAfter(self, 10, 'x'));
      note([timer.cancel(self, self.alias()), timer.cancel(self, ref), timer.cancel(self, ref)]);
      timer.sendAfter(self, 10, 'y');
      note(yield* next(self));
    });
    expect(noted).toEqual([
      [CANCELLED, CANCELLED, CANCELLED],
      ['y', 10],
    ]);
  });

  test('timer_simple_SUITE/cancel_invalid_args: what is no reference is refused', () => {
    const { noted } = runScript((self, note) => {
      for (const bad of ['x', 1, null, self.pid, []] as never[]) note(timer.cancel(self, bad));
    });
    expect(noted).toEqual(Array.from({ length: 5 }, () => BADARG));
  });
});

describe('sleep', () => {
  test('timer_simple_SUITE/sleep1: takes the time it says', () => {
    const { noted } = runScript(function* (self, note) {
      yield* timer.sleep(self, 1_000);
      note(self.now());
    });
    expect(noted).toEqual([1_000]);
  });

  test('timer_simple_SUITE/sleep2: sleeps for ever, if it is to, and can be killed', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const { pid } = self.spawnMonitor('scripts', 'sleeper');
        yield* self.sleep(2 ** 31);
        note(self.isAlive(pid));
        self.exit(pid, 'kill');
        note(((yield* self.receive()) as { reason: Term }).reason);
      },
      *sleeper(self, note) {
        yield* timer.sleep(self, Number.POSITIVE_INFINITY);
        note('woke');
      },
    });
    expect(noted).toEqual([true, 'killed']);
  });
});
