import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import { Pid, type Ref, type Term } from '../../runtime/term.ts';
import { testWorld } from '../../testing/run-modules.ts';
import { caught, runScripts, type Script, type ScriptRun } from '../../testing/run-script.ts';
import { EXIT } from '../../testing/with-server.ts';
import { div, exit, ok } from '../results.ts';
import { supervisor } from '../supervisor/api.ts';
import { procLib } from './proc-lib.ts';

/** Acknowledges `[ok, Value]` after some time, and ends with a reason when it is told to. */
const child: Script = function* (self, _note, ms: number, value: Term) {
  yield* self.sleep(ms);
  procLib.initAck(self, ['ok', value]);
  procLib.initAck(self, 'again');
  exit((yield* self.receive()) as Term);
};
const crashes: Script = () => exit('early');

function run(
  main: (self: Self, note: (value: unknown) => void) => Steps<unknown>,
  others: Readonly<Record<string, Script>> = {},
): ScriptRun {
  return runScripts({
    ...others,
    child,
    crashes,
    *main(self, note) {
      self.trapExit(true);
      self.register('main');
      yield* main(self, note);
    },
  });
}

const failed = (reason: Term): object => ({ type: 'error', reason });
const DOWN = (ref: Ref, reason: Term): object => ({
  type: 'DOWN',
  ref,
  object: expect.anything(),
  reason,
});

/** The one process that `main` spawned. */
const childOf = (world: ScriptRun['world']): unknown =>
  world.events.filter(({ type }) => type === 'spawned').at(-1)?.pid;

const reportsOf = (world: ScriptRun['world']): unknown[] =>
  world.events
    .filter(({ type }) => type === 'reported')
    .map(({ a, payload }) => [world.string(a), payload]);

/** Of `child`, by an exit. */
const crashReport = (reason: unknown, ancestors: readonly unknown[]): object => ({
  reason,
  class: 'exit',
  initialCall: ['scripts', 'child', 2],
  ancestors,
  pid: expect.any(Pid),
  name: null,
});

describe('proc_lib', () => {
  test.each([
    ['proc_lib_SUITE/sync_start_nolink', procLib.start, undefined],
    ['proc_lib_SUITE/sync_start_link', procLib.startLink, EXIT('over')],
  ])('%s: a start gives what the process acknowledges, when it does', (_row, start, end) => {
    const { noted } = run(function* (self, note) {
      note(yield* start(self, 'scripts', 'child', [50, 'ready']));
      note(self.now());
      self.send(self.processes().at(-1) as Pid, 'over');
      note([yield* self.receiveWithin(10), yield* self.receiveWithin(10)]);
    });
    expect(noted).toEqual([['ok', 'ready'], 50, [end, undefined]]);
  });

  test('proc_lib_SUITE/sync_start_monitor: with a monitor the DOWN comes at the end, and no EXIT', () => {
    const { noted } = run(function* (self, note) {
      const started = yield* procLib.startMonitor(self, 'scripts', 'child', [50, 'ready']);
      note(started.result);
      self.send(self.processes().at(-1) as Pid, 'over');
      note(yield* self.receive());
      note(yield* self.receiveWithin(10));
      note(started.ref);
    });
    expect(noted.slice(0, 3)).toEqual([['ok', 'ready'], DOWN(noted[3] as Ref, 'over'), undefined]);
  });

  test('proc_lib_SUITE/sync_start_monitor_link: with a link as well, both come', () => {
    const { noted } = run(function* (self, note) {
      const options = { link: true };
      yield* procLib.startMonitor(self, 'scripts', 'child', [50, 'ready'], options);
      self.send(self.processes().at(-1) as Pid, 'over');
      const ends = [yield* self.receive(), yield* self.receive()] as { type: string }[];
      note(ends.map(({ type }) => type).sort());
      note(yield* self.receiveWithin(10));
    });
    expect(noted).toEqual([['DOWN', 'EXIT'], undefined]);
  });

  test.each([
    ['proc_lib_SUITE/sync_start_timeout', procLib.start, {}],
    ['proc_lib_SUITE/sync_start_timeout', procLib.start, { link: true }],
    ['proc_lib_SUITE/sync_start_link_timeout', procLib.startLink, {}],
  ])('%s: what takes too long is killed, and leaves no message', (_row, start, options) => {
    const { noted, world } = run(function* (self, note) {
      const settings = { ...options, timeoutMs: 100 };
      note(yield* start(self, 'scripts', 'child', [1_000, 'ready'], settings));
      note(self.now());
      note(yield* self.receiveWithin(2_000));
    });
    expect(noted).toEqual([failed('timeout'), 100, undefined]);
    expect(world.exits()[0]).toEqual({ pid: childOf(world), reason: 'killed' });
  });

  test('proc_lib_SUITE/sync_start_monitor_link_timeout: with a monitor the DOWN tells that it was killed; no EXIT comes', () => {
    const { noted } = run(function* (self, note) {
      const options = { link: true, timeoutMs: 100 };
      const args = [1_000, 'ready'];
      const started = yield* procLib.startMonitor(self, 'scripts', 'child', args, options);
      note(started.result);
      note(yield* self.receive());
      note(yield* self.receiveWithin(2_000));
      note(started.ref);
    });
    const down = DOWN(noted[3] as Ref, 'killed');
    expect(noted.slice(0, 3)).toEqual([failed('timeout'), down, undefined]);
  });

  test.each([
    ['start', procLib.start],
    ['startLink', procLib.startLink],
  ])(
    'proc_lib_SUITE/init_dont_hang: a process that ends before gives its reason, by %s, with and without a timeout',
    (_name, start) => {
      const { noted } = run(function* (self, note) {
        note(yield* start(self, 'scripts', 'crashes'));
        note(yield* start(self, 'scripts', 'crashes', [], { timeoutMs: 1_000 }));
      });
      expect(noted).toEqual([failed('early'), failed('early')]);
    },
  );

  test('a monitored start that fails leaves its DOWN', () => {
    const { noted } = run(function* (self, note) {
      const { result, ref } = yield* procLib.startMonitor(self, 'scripts', 'crashes');
      note(result);
      note(yield* self.receive());
      note(ref);
    });
    expect(noted.slice(0, 2)).toEqual([failed('early'), DOWN(noted[2] as Ref, 'early')]);
  });

  test('proc_lib_SUITE/spawn_opt: its initial call is the function it runs', () => {
    const { noted } = run(function* (self, note) {
      yield* procLib.start(self, 'scripts', 'child', [0, 'ready'], { link: true });
      const pid = self.processes().at(-1) as Pid;
      note(self.processInfo(pid, 'initial_call'));
      note(self.processInfo(pid, 'links'));
      note(self.pid);
    });
    expect(noted.slice(0, 2)).toMatchObject([
      ['initial_call', ['scripts', 'child', 2]],
      ['links', [noted[2]]],
    ]);
  });

  test('proc_lib_SUITE/otp_6345: a monitor is no option of a start', () => {
    const { noted } = run(function* (self, note) {
      const options = { monitor: true } as object;
      for (const start of [procLib.start, procLib.startLink])
        note(yield* caught(start(self, 'scripts', 'child', [0, 'ready'], options)));
    });
    expect(noted).toEqual(['badarg', 'badarg']);
  });

  test('proc_lib_SUITE/crash#2: an abnormal end is reported as a crash', () => {
    const { world } = run(function* (self) {
      yield* procLib.start(self, 'scripts', 'child', [0, 'ready']);
      self.send(self.processes().at(-1) as Pid, 'die');
      yield* procLib.start(self, 'scripts', 'child', [0, 'ready']);
      self.send(self.processes().at(-1) as Pid, 'shutdown');
    });
    expect(reportsOf(world)).toEqual([['crash_report', crashReport('die', ['main'])]]);
  });

  test('proc_lib_SUITE/crash#2: the report tells the first function, the stack of an error, and all ancestors that proc_lib knows', () => {
    const { world } = runScripts({
      child,
      *main(self) {
        self.trapExit(true);
        self.spawn('scripts', 'plain');
        yield* self.sleep(10);
      },
      *plain(self) {
        yield* procLib.start(self, 'scripts', 'starter');
      },
      *starter(self) {
        self.register('starter');
        yield* procLib.start(self, 'scripts', 'errs', [1]);
        procLib.initAck(self, 'ready');
        yield* self.sleep(10);
      },
      errs(self) {
        procLib.initAck(self, 'ready');
        return self.tailCall('fails', 1, 2);
      },
      fails: () => div(1, 0),
    });
    const stack = [
      ['erlang', 'div', [1, 0]],
      ['scripts', 'fails'],
    ];
    const report = {
      ...crashReport(['badarith', stack], ['starter', expect.any(Pid)]),
      class: 'error',
      initialCall: ['scripts', 'errs', 1],
    };
    expect(reportsOf(world)).toEqual([['crash_report', report]]);
  });

  test('proc_lib_SUITE/crash#3: the report tells of those who are linked to it and do not trap exits, and so on from them', () => {
    const { world, noted } = runScripts({
      child,
      *main(self) {
        self.register('main');
        self.trapExit(true);
        yield* procLib.startLink(self, 'scripts', 'linked');
        yield* self.sleep(10);
      },
      *linked(self, note) {
        const options = { link: true };
        const near = procLib.spawnOpt(self, 'scripts', 'near', [1], options) as Pid;
        note(near);
        self.link(self.spawn('scripts', 'traps'));
        procLib.initAck(self, 'ready');
        yield* self.sleep(5);
        exit('die');
      },
      *near(self, note) {
        note(self.spawnLink('scripts', 'far', [1]));
        self.register('near');
        yield* self.receive();
      },
      far: (self) => self.receive(),
      *traps(self) {
        self.trapExit(true);
        yield* self.receiveWithin(10);
      },
    });
    const [near, far] = noted;
    const [, report] = reportsOf(world)[0] as [string, { neighbours: unknown }];
    expect(report.neighbours).toEqual([
      { pid: far, name: null, initialCall: ['scripts', 'far', 1], ancestors: [] },
      {
        pid: near,
        name: 'near',
        initialCall: ['scripts', 'near', 1],
        ancestors: [expect.any(Pid), 'main'],
      },
    ]);
  });

  test('proc_lib_SUITE/crash#4: the report comes also of a process that has erased its dictionary', () => {
    const { world } = runScripts({
      *main(self) {
        self.trapExit(true);
        for (const clears of [false, true]) {
          yield* procLib.start(self, 'scripts', 'erases', [clears]);
          yield* self.sleep(1);
        }
      },
      erases(self, _note, clears: boolean) {
        self.put('key', ['value']);
        procLib.initAck(self, 'ready');
        if (clears) self.erase();
        exit('die');
      },
    });
    const call = ['scripts', 'erases', 1];
    const { initialCall: _none, ...cleared } = crashReport('die', []) as Record<string, unknown>;
    expect(reportsOf(world)).toEqual([
      [
        'crash_report',
        {
          ...crashReport('die', [expect.any(Pid)]),
          initialCall: call,
          dictionary: [['key', ['value']]],
        },
      ],
      ['crash_report', cleared],
    ]);
  });

  test('ancestors are told also when they have ended', () => {
    const { world } = run(
      function* (self) {
        self.spawn('scripts', 'parent');
        yield* self.sleep(10);
      },
      {
        *parent(self) {
          self.register('parent');
          procLib.spawnOpt(self, 'scripts', 'orphan');
          yield* self.sleep(1);
        },
        *orphan(self) {
          yield* procLib.start(self, 'scripts', 'late', []);
        },
        *late(self) {
          procLib.initAck(self, 'ready');
          yield* self.sleep(5);
          exit('die');
        },
      },
    );
    const [, { ancestors }] = reportsOf(world)[0] as [string, { ancestors: unknown }];
    expect(ancestors).toEqual([expect.any(Pid), 'parent']);
  });

  test('an acknowledgement to another than the starter is a message', () => {
    const { noted } = run(
      function* (self, note) {
        const other = self.spawn('scripts', 'other');
        note(yield* procLib.start(self, 'scripts', 'tells', [other], { timeoutMs: 10 }));
        note(yield* procLib.start(self, 'scripts', 'tells', [self.pid], { timeoutMs: 10 }));
        self.spawn('scripts', 'tells', [self.pid]);
        note(yield* self.receive());
      },
      {
        *other(self, note) {
          note(yield* self.receive());
        },
        *tells(self, _note, to: Pid) {
          procLib.initAck(self, to, 'ready');
          yield* self.sleep(20);
        },
      },
    );
    const ack = { type: 'ack', pid: expect.any(Pid), result: 'ready' };
    expect(noted).toEqual([ack, failed('timeout'), 'ready', ack]);
  });

  test('a process that hibernates goes on with a function when there is a message', () => {
    const scripts = {
      *main(self: Self): Steps<void> {
        const pid = self.spawn('scripts', 'begin');
        yield* self.sleep(10);
        self.send(pid, 'late');
        yield* self.sleep(10);
      },
      begin: (self: Self) => procLib.hibernate(self, 'others', 'wakes', ['first']),
    };
    const others = {
      *wakes(self: Self, word: Term): Steps<unknown> {
        const message = yield* self.receive();
        if (word === 'second') exit([word, message, self.now()]);
        self.send(self.pid, message);
        return procLib.hibernate(self, 'others', 'wakes', ['second']);
      },
    };
    const world = testWorld({ scripts, others });
    world.spawn('scripts', 'main');
    const fork = world.run(5).fork().run();
    expect(fork.exits()[0]?.reason).toEqual(['second', 'late', 10]);
    expect(world.run().world.hash()).toBe(fork.world.hash());
  });

  test('a special process under a supervisor is started, found and stopped as any other child', () => {
    const { noted, world } = runScripts(
      {
        *main(self, note) {
          self.trapExit(true);
          yield* supervisor.startLink(self, 'sup', null, { name: 'sup' });
          const [child] = yield* supervisor.whichChildren(self, 'sup');
          note([child?.id, child?.child === self.whereis('special')]);
          yield* supervisor.terminateChild(self, 'sup', 'special');
          note(self.whereis('special'));
        },
      },
      {
        sup: {
          default: {
            init: () =>
              ok({ flags: {}, children: [{ id: 'special', start: ['special', 'start', []] }] }),
          },
        },
        special: {
          start: (self: Self) => procLib.startLink(self, 'special', 'run'),
          *run(self: Self): Steps<unknown> {
            yield* self.sleep(10);
            self.register('special');
            procLib.initAck(self, { type: 'ok', pid: self.pid });
            return yield* self.receive();
          },
        },
      },
    );
    expect(noted).toEqual([['special', true], undefined]);
    expect(world.exits()[0]?.reason).toBe('shutdown');
  });

  test('a fork goes on with a start', () => {
    const world = testWorld({
      scripts: {
        *main(self: Self) {
          const result = yield* procLib.startLink(self, 'scripts', 'child');
          exit(result);
        },
        *child(self: Self) {
          yield* self.sleep(100);
          procLib.initAck(self, 'ready');
          yield* self.sleep(100);
        },
      },
    });
    const main = world.spawn('scripts', 'main');
    const fork = world.run(50).fork().run();
    expect(fork.exits()[0]).toEqual({ pid: main.pid.id, reason: 'ready' });
  });
});
