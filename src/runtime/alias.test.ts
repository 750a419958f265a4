import { describe, expect, test } from 'vitest';
import { testWorld } from '../testing/run-modules.ts';
import { raises, runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Steps } from './activation.ts';
import type { Self } from './self.ts';
import type { Pid, Ref, Term } from './term.ts';

const forever: Script = (self) => self.receive();
const DOWN = (reason: unknown): object => ({
  type: 'DOWN',
  ref: expect.anything(),
  object: expect.anything(),
  reason,
});

/** Sends what it is asked to, `[to, message]`, and ends with the reason of `['end', reason]`. */
const helper: Script = function* (self) {
  for (;;) {
    const [to, message] = (yield* self.receive()) as [Ref | string, Term];
    if (to === 'end') self.exit(self.pid, message);
    else self.send(to, message);
  }
};

/** All that comes within a moment. */
function* mail(self: Self): Steps<Term[]> {
  const all: Term[] = [];
  for (;;) {
    const message = yield* self.receiveWithin(1);
    if (message === undefined) return all;
    all.push(message);
  }
}

describe('an alias', () => {
  test('process_SUITE/alias_bif: takes messages until it is deactivated, with reply the first one alone', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const other = self.spawn('scripts', 'helper');
        const ref = self.alias();
        for (const message of [1, 2]) self.send(other, [ref, message]);
        note(yield* mail(self));
        note([self.unalias(ref), self.unalias(ref)]);
        self.send(other, [ref, 3]);
        note(yield* mail(self));
        const once = self.alias({ reply: true });
        for (const message of [4, 5]) self.send(other, [once, message]);
        note(yield* mail(self));
        note(self.unalias(once));
        self.exit(other, 'kill');
      },
      helper,
    });
    expect(noted).toEqual([[1, 2], [true, false], [], [4], false]);
  });

  test('drops what is under way when it is deactivated', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.alias();
      self.send(ref, 'under way');
      note([self.unalias(ref), yield* mail(self)]);
    });
    expect(noted).toEqual([[true, []]]);
  });

  test("is its process's: another's can't be deactivated, a dead one's reaches nobody", () => {
    const { noted, world } = runScripts({
      *main(self, note) {
        const ref = self.alias();
        const { pid } = self.spawnMonitor('scripts', 'thief', [ref]);
        note([yield* self.receive(), yield* self.receive()]);
        self.send(pid, 'x');
      },
      thief(self: Self, note: (value: unknown) => void, ref: Ref) {
        note(self.unalias(ref));
        self.alias();
        self.send(ref, 'still there');
      },
    });
    expect(noted).toEqual([false, ['still there', DOWN('normal')]]);
    expect(world.node.aliases.all.size).toBe(0);
  });

  test('takes no call and no cast, and no other options', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.alias() as never;
      note(raises(() => self.cast(ref, 'x')));
      note(raises(() => self.call(ref, 'x').next()));
      note(raises(() => self.alias({ explicit: true } as never)));
      note(raises(() => self.unalias('x' as never)));
      yield* self.sleep(1);
    });
    expect(noted).toEqual(['badarg', 'badarg', 'badarg', 'badarg']);
  });

  test('is there in a fork, and what is under way to it', () => {
    const world = testWorld({
      scripts: {
        *main(self: Self) {
          self.register('main');
          const ref = self.alias({ reply: true });
          self.spawn('scripts', 'child', [ref]);
          self.work(5);
          yield* self.sleep(1);
          return self.exit(self.pid, (yield* mail(self)) as Term);
        },
        child(self: Self, ref: Ref) {
          for (const message of ['first', 'second']) self.send(ref, message);
        },
      },
    });
    world.spawn('scripts', 'main');
    world.run(2);
    const fork = world.fork();
    for (const each of [world, fork]) {
      expect(each.run().exits()).toMatchObject([{ reason: 'normal' }, { reason: ['first'] }]);
      expect(each.node.aliases.all.size).toBe(0);
    }
    expect(fork.world.hash()).toBe(world.world.hash());
  });
});

const MODES = ['explicit_unalias', 'demonitor', 'reply_demonitor'] as const;

describe('a monitor that is an alias too', () => {
  /** What comes through the alias: sent before the process ends, after, and after demonitor. */
  const story = (
    make: (self: Self, mode: (typeof MODES)[number]) => { pid: Pid; ref: Ref },
  ): Script =>
    function* (self, note) {
      const other = self.spawn('scripts', 'helper');
      for (const mode of MODES) {
        const died = make(self, mode);
        self.send(died.pid, [died.ref, 'before']);
        self.send(died.pid, ['end', 'over']);
        yield* self.sleep(1);
        self.send(other, [died.ref, 'after']);
        note([mode, yield* mail(self)]);
        const left = make(self, mode);
        note(self.demonitor(left.ref, { info: true }));
        self.send(other, [left.ref, 'left']);
        note(yield* mail(self));
        self.exit(left.pid, 'kill');
      }
      self.exit(other, 'kill');
    };
  const TOLD = [
    ['explicit_unalias', ['before', DOWN('over'), 'after']],
    true,
    ['left'],
    ['demonitor', ['before', DOWN('over')]],
    true,
    [],
    ['reply_demonitor', ['before']],
    true,
    [],
  ];

  test('process_SUITE/monitor_alias: lasts as its mode says, beyond the DOWN, until it, or for one answer', () => {
    const { noted } = runScripts({
      main: story((self, alias) => {
        const pid = self.spawn('scripts', 'helper');
        return { pid, ref: self.monitor(pid, { alias }) };
      }),
      helper,
    });
    expect(noted).toEqual(TOLD);
  });

  test('process_SUITE/spawn_monitor_alias: so does one that was made with the process', () => {
    const { noted } = runScripts({
      main: story((self, alias) => self.spawnMonitor('scripts', 'helper', [], { alias })),
      helper,
    });
    expect(noted).toEqual(TOLD);
  });

  test('monitor_SUITE/unexpected_alias_at_demonitor_gh5310: after demonitor nothing comes through the alias of an answer', () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const { noted } = runScripts(
        {
          *main(self, note) {
            const child = self.spawn('scripts', 'forever');
            const ref = self.monitor(child, { alias: 'reply_demonitor' });
            self.spawn('scripts', 'answers', [ref]);
            yield* self.sleep(0);
            const before = yield* self.receiveWithin(0);
            self.demonitor(ref, { flush: true });
            note([before ?? 'nothing', yield* mail(self)]);
            self.exit(child, 'kill');
          },
          answers: (self: Self, _note: unknown, ref: Ref) => self.send(ref, 'answer'),
          forever,
        },
        {},
        seed,
      );
      outcomes.add(JSON.stringify(noted[0]));
    }
    expect([...outcomes].sort()).toEqual(['["answer",[]]', '["nothing",[]]']);
  });

  test('monitor_SUITE/down_on_alias_gh5310: after demonitor with flush no DOWN comes, though the alias lasts', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { noted } = runScripts(
        {
          *main(self, note) {
            const { ref } = self.spawnMonitor('scripts', 'brief', [], {
              alias: 'explicit_unalias',
            });
            yield* self.sleep(0);
            self.demonitor(ref, { flush: true });
            note(yield* mail(self));
            self.send(ref, 'hello');
            note(yield* mail(self));
          },
          brief: () => 'done',
        },
        {},
        seed,
      );
      expect(noted).toEqual([[], ['hello']]);
    }
  });

  test('monitor_SUITE/gh_5225_demonitor_alias: demonitor of what is only an alias, or of a monitor that is over, gives true', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const alias = self.alias();
        note([self.demonitor(alias), self.demonitor(alias, { info: true })]);
        self.send(alias, 'hello');
        note(yield* mail(self));
        const { ref } = self.spawnMonitor('scripts', 'brief', [], { alias: 'explicit_unalias' });
        note(yield* mail(self));
        note([self.demonitor(ref), self.demonitor(ref, { info: true })]);
        self.send(ref, 'hello');
        note(yield* mail(self));
      },
      brief: () => 'done',
    });
    expect(noted).toEqual([[true, false], ['hello'], [DOWN('normal')], [true, false], ['hello']]);
  });

  test('monitor_SUITE/monitor_3_noproc_gh6185: of who is not there it gives a DOWN with its tag, and lasts as its mode says', () => {
    const { noted } = runScript(function* (self, note) {
      for (const alias of MODES) {
        const ref = self.monitor('nobody', { alias, tag: ['down', alias] });
        self.send(ref, 'early');
        note(yield* mail(self));
        self.send(ref, 'late');
        note(yield* mail(self));
      }
    });
    const down = (mode: string): object => ({ ...DOWN('noproc'), type: ['down', mode] });
    expect(noted).toEqual([
      [down('explicit_unalias'), 'early'],
      ['late'],
      [down('demonitor')],
      [],
      [down('reply_demonitor')],
      [],
    ]);
  });

  test('of oneself it is neither', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.monitor(self.pid, { alias: 'explicit_unalias' });
      self.send(ref, 'x');
      note([self.demonitor(ref, { info: true }), yield* mail(self)]);
    });
    expect(noted).toEqual([[false, []]]);
  });
});
