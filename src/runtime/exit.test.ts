import { describe, expect, test } from 'vitest';
import { div, exit, rem } from '../otp/results.ts';
import { raises, runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Steps } from './activation.ts';
import type { Self } from './self.ts';
import type { Pid, Term } from './term.ts';

const forever: Script = (self) => self.receive();
const EXIT = (reason: unknown): object => ({ type: 'EXIT', reason });

/** Waits for the EXIT message of a process that dies. */
function* nextMessage(self: Self): Steps<Term | undefined> {
  return yield* self.receiveWithin(100);
}

describe('exit/1 and exit/2', () => {
  test('process_SUITE/t_exit_1: an exit gives its links the very reason', () => {
    const term = { big: Array.from({ length: 100 }, (_, index) => [index, `${index}`]) };
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        self.spawnLink('scripts', 'child');
        note(yield* nextMessage(self));
        note(yield* nextMessage(self));
      },
      child: () => exit(term),
    });
    expect(noted).toEqual([{ type: 'EXIT', from: expect.anything(), reason: term }, undefined]);
  });

  test('process_SUITE/t_exit_2_other: exit/2 ends another process with the reason given', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const child = self.spawnLink('scripts', 'forever');
        self.exit(child, ['kill', 'not']);
        note(yield* nextMessage(self));
        note(self.isAlive(child));
      },
      forever,
    });
    expect(noted).toMatchObject([EXIT(['kill', 'not']), false]);
  });

  test('process_SUITE/t_exit_2_other_normal: exit/2 with normal leaves another process alive', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const child = self.spawnLink('scripts', 'forever');
        self.exit(child, 'normal');
        note(yield* nextMessage(self));
        note(self.isAlive(child));
        self.exit(child, 'kill');
      },
      forever,
    });
    expect(noted).toEqual([undefined, true]);
  });

  test('process_SUITE/self_exit: an exit signal to oneself is a message to who traps exits', () => {
    const { noted, main } = runScript(function* (self, note) {
      self.trapExit(true);
      for (const reason of ['one', ['two', 2], 'normal']) {
        self.exit(self.pid, reason);
        note(yield* self.receive());
      }
    });
    const from = main.pid;
    expect(noted).toEqual(
      ['one', ['two', 2], 'normal'].map((reason) => ({ type: 'EXIT', from, reason })),
    );
  });

  test.each([
    [
      'process_SUITE/normal_suicide_exit: who does not trap exits and sends itself normal, ends',
      'normal',
    ],
    [
      'process_SUITE/abnormal_suicide_exit: who does not trap exits and sends itself another reason, ends with it',
      ['die', 1],
    ],
  ])('%s', (_name, reason) => {
    const { noted, exit } = runScript(function* (self, note) {
      note('before');
      self.exit(self.pid, reason);
      yield* self.sleep(1);
      note('after');
    });
    expect(noted).toEqual(['before']);
    expect(exit).toEqual(reason);
  });

  test('process_SUITE/t_exit_2_catch: no catch helps against an exit signal to oneself', () => {
    const { noted, exit } = runScript(function* (self, note) {
      try {
        self.exit(self.pid, 'die');
        yield* self.sleep(1);
      } catch {
        yield* self.sleep(1);
      } finally {
        yield* self.sleep(1);
      }
      note('survived');
    });
    expect(noted).toEqual([]);
    expect(exit).toBe('die');
  });

  test('after exit(self(), …) nothing that is done has an effect', () => {
    const { noted, exit, world } = runScripts({
      *main(self) {
        self.register('main');
        const other = self.spawn('scripts', 'other');
        self.exit(self.pid, 'die');
        self.send(other, 'hello');
        try {
          self.spawn('scripts', 'other');
        } catch {
          yield* self.call(other, 'hello');
        }
      },
      *other(self, note) {
        note(yield* self.receiveWithin(10));
      },
    });
    expect(noted).toEqual([undefined]);
    expect(exit).toBe('die');
    expect(world.exits()).toHaveLength(2);
  });

  test('process_SUITE/exit_and_timeout: an exit signal comes before a timeout that is over too', () => {
    const scripts: { main: Script } & Record<string, Script> = {
      *main(self, note) {
        self.trapExit(true);
        const child = self.spawnLink('scripts', 'timid');
        yield* self.sleep(10);
        self.exit(child, 'die');
        note(((yield* self.receive()) as { reason: Term }).reason);
      },
      *timid(self, note) {
        yield* self.receiveWithin(10);
        note('timed out');
      },
    };
    const runs = Array.from({ length: 40 }, (_, seed) =>
      runScripts(scripts, {}, seed).noted.join(),
    );
    // The seed decides which comes first; a process never acts on its timeout and then dies of the signal.
    expect([...new Set(runs)].sort()).toEqual(['die', 'timed out,normal']);
  });

  test('process_SUITE/exit_twice: of two exit signals the first one gives the reason', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const child = self.spawnLink('scripts', 'forever');
        self.exit(child, 'first');
        self.exit(child, 'second');
        note(yield* nextMessage(self));
        note(yield* nextMessage(self));
      },
      forever,
    });
    expect(noted).toMatchObject([EXIT('first'), undefined]);
  });

  test('a process whose first function is not there is spawned and ends', () => {
    const { noted } = runScript(function* (self, note) {
      self.trapExit(true);
      self.spawnLink('scripts', 'no_such_function');
      note(yield* nextMessage(self));
      self.spawnLink('no_such_module', 'run');
      note(yield* nextMessage(self));
    });
    const undef = (module: string, name: string) => EXIT(['undef', [[module, name]]]);
    expect(noted).toMatchObject([
      undef('scripts', 'no_such_function'),
      undef('no_such_module', 'run'),
    ]);
  });

  test('process_SUITE/trap_exit_badarg_in_bif: a function of ours may be the first one, and ends its process if it is called wrongly', () => {
    const { noted } = runScript(function* (self, note) {
      self.trapExit(true);
      for (const [name, args] of [
        ['register', ['undefined', self.pid]],
        ['register', ['name', 'no pid']],
        ['exit', ['no pid', 'reason']],
        ['send', [1, 'message']],
      ] as [string, Term[]][]) {
        self.spawnLink('erlang', name, args);
        note(yield* nextMessage(self));
      }
    });
    const badarg = (name: string, args: unknown) => EXIT(['badarg', [['erlang', name, args]]]);
    expect(noted).toMatchObject([
      badarg('register', ['undefined', expect.anything()]),
      badarg('register', ['name', 'no pid']),
      badarg('exit', ['no pid', 'reason']),
      badarg('send', [1, 'message']),
    ]);
  });

  const ref = expect.anything();
  test.each<[string, (self: Self) => unknown, unknown[]]>([
    ['link', (self) => self.link('foo' as never), ['foo']],
    ['unlink', (self) => self.unlink('foo' as never), ['foo']],
    ['monitor', (self) => self.monitor(['a', 'b@c']), ['process', ['a', 'b@c']]],
    [
      'monitor',
      (self) => self.monitor('a', { alias: 'x' as never }),
      ['process', 'a', { alias: 'x' }],
    ],
    ['demonitor', (self) => self.demonitor(3 as never), [3]],
    ['demonitor', (self) => self.demonitor(3 as never, { flush: true }), [3, { flush: true }]],
    ['register', (self) => self.register('scripts', 'no pid' as never), ['scripts', 'no pid']],
    ['unregister', (self) => self.unregister('nobody'), ['nobody']],
    ['send', (self) => self.send('nobody', { type: 'x' }), ['nobody', { type: 'x' }]],
    ['send', (self) => self.send(3 as never, 'x'), [3, 'x']],
    ['exit', (self) => self.exit('nobody' as never, 'x'), ['nobody', 'x']],
    ['process_flag', (self) => self.processFlag('x' as never, true), ['x', true]],
    ['process_flag', (self) => self.trapExit('x' as never), ['trap_exit', 'x']],
    ['cancel_timer', (self) => self.cancelTimer('x' as never), ['x']],
    [
      'cancel_timer',
      (self) => self.cancelTimer(self.alias(), { info: 1 as never }),
      [ref, { info: 1 }],
    ],
    ['read_timer', (self) => self.readTimer('x' as never), ['x']],
    ['send_after', (self) => self.sendAfter(-1, 'main', 'm'), [-1, 'main', 'm']],
    [
      'start_timer',
      (self) => self.startTimer(1.5, 'main', 'm', { abs: true }),
      [1.5, 'main', 'm', { abs: true }],
    ],
    ['is_process_alive', (self) => self.isAlive('x' as never), ['x']],
    ['process_info', (self) => self.processInfo('x' as never), ['x']],
    ['process_info', (self) => self.processInfo('x' as never, 'links'), ['x', 'links']],
    ['alias', (self) => self.alias({ reply: 1 as never }), [{ reply: 1 }]],
    ['unalias', (self) => self.unalias('x' as never), ['x']],
    [
      'spawn_opt',
      (self) => self.spawnOpt('m', 'f', [], { link: 1 as never }),
      ['m', 'f', [], { link: 1 }],
    ],
    [
      'spawn_request',
      (self) => self.spawnRequest('m', 1 as never, [], { link: true }),
      ['m', 1, [], { link: true }],
    ],
  ])(
    'process_SUITE/trap_exit_badarg: the stack of a badarg begins with %s and its arguments',
    (name, wrong, args) => {
      const { noted } = runScripts({
        *main(self, note) {
          self.trapExit(true);
          self.spawnLink('scripts', 'child');
          note(yield* nextMessage(self));
        },
        child: (self) => void wrong(self),
      });
      const stack = [
        ['erlang', name, args],
        ['scripts', 'child'],
      ];
      expect(noted).toMatchObject([EXIT(['badarg', stack])]);
    },
  );

  test('so does that of a link to nobody, and of a division by zero; arguments that are no terms are left out', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        for (const name of ['links', 'divides', 'waits', 'confused']) {
          self.spawnLink('scripts', name);
          note(yield* nextMessage(self));
        }
      },
      *links(self) {
        const dead = self.spawn('scripts', 'dead');
        yield* self.sleep(10);
        self.link(dead);
      },
      dead: () => undefined,
      divides: () => void rem(1, 0),
      *waits(self) {
        yield* self.sleep(10);
        div(1.5, 0);
      },
      confused: (self) => self.register('name', (() => 1) as never),
    });
    const raised = (reason: string, name: string, args: unknown, callback: string): object =>
      EXIT([
        reason,
        [
          ['erlang', name, args],
          ['scripts', callback],
        ],
      ]);
    expect(noted).toMatchObject([
      raised('noproc', 'link', [expect.anything()], 'links'),
      raised('badarith', 'rem', [1, 0], 'divides'),
      raised('badarith', 'div', [1.5, 0], 'waits'),
      raised('badarg', 'register', ['name'], 'confused'),
    ]);
  });

  test('signal_SUITE/kill2killed: kill becomes killed for the links, and raised stays kill', () => {
    function* chain(self: Self, _note: unknown, length: number, how: string): Steps<void> {
      if (length > 0) self.spawnLink('scripts', 'chain', [length - 1, how]);
      else if (how === 'signal') self.exit(self.pid, 'kill');
      else if (how === 'raised') exit('kill');
      else self.send('main', self.pid);
      yield* self.receive();
    }
    const { noted } = runScripts({
      *main(self, note) {
        self.register('main');
        self.trapExit(true);
        for (const length of [0, 1, 5]) {
          for (const how of ['signal', 'raised', 'asked']) {
            self.spawnLink('scripts', 'chain', [length, how]);
            if (how === 'asked') self.exit((yield* self.receive()) as Pid, 'kill');
            note([how, ((yield* self.receive()) as { reason: Term }).reason]);
          }
        }
      },
      chain,
    });
    const each = [
      ['signal', 'killed'],
      ['raised', 'kill'],
      ['asked', 'killed'],
    ];
    expect(noted).toEqual([...each, ...each, ...each]);
  });

  test('a process that is busy is killed all the same, at once', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const child = self.spawnLink('scripts', 'busy');
        yield* self.sleep(1);
        self.exit(child, 'kill');
        note(yield* self.receive());
        note(self.now());
      },
      *busy(self) {
        self.work(10_000);
        yield* self.sleep(0);
      },
    });
    expect(noted).toMatchObject([EXIT('killed'), 1]);
  });

  test.each(['call', 'receive', 'sleep'])(
    'an exit signal ends a process that waits in %s',
    (how) => {
      const { noted } = runScripts({
        *main(self, note) {
          self.trapExit(true);
          const deaf = self.spawn('scripts', 'deaf');
          const child = self.spawnLink('scripts', 'waits', [deaf]);
          yield* self.sleep(1);
          self.exit(child, 'enough');
          note(yield* self.receive());
          self.exit(deaf, 'kill');
        },
        deaf: (self) => self.receive(() => false),
        *waits(self: Self, _note: unknown, deaf: Pid) {
          if (how === 'call') yield* self.call(deaf, 'hello', Number.POSITIVE_INFINITY);
          if (how === 'receive') yield* self.receive();
          yield* self.sleep(1_000);
        },
      });
      expect(noted).toMatchObject([EXIT('enough')]);
    },
  );

  test('process_flag/2 gives the old flag', () => {
    const { noted } = runScript((self, note) => {
      note([self.trapExit(true), self.processFlag('trap_exit', false), self.trapExit(false)]);
    });
    expect(noted).toEqual([[false, true, false]]);
  });

  test('process_SUITE/process_flag_badarg: a flag that is none, or not true or false, changes nothing', () => {
    const { noted } = runScript((self, note) => {
      self.trapExit(true);
      for (const value of ['yes', 1, null, undefined, []] as never[]) {
        note(raises(() => self.trapExit(value)));
        note(raises(() => self.processFlag('trap_exit', value)));
      }
      for (const flag of ['nope', 'trap_exits', 1, null] as never[])
        note(raises(() => self.processFlag(flag, false)));
      note(self.processInfo(self.pid, 'trap_exit'));
    });
    expect(new Set(noted.slice(0, -1))).toEqual(new Set(['badarg']));
    expect(noted.at(-1)).toEqual(['trap_exit', true]);
  });
});
