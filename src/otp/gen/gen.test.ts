import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import { Pid, type Term } from '../../runtime/term.ts';
import { caught, runScripts, type Script, type ScriptRun } from '../../testing/run-script.ts';
import { DOWN, EXIT } from '../../testing/with-server.ts';
import { genEvent } from '../gen-event/api.ts';
import { genServer } from '../gen-server/api.ts';
import type { GenServer } from '../gen-server/module.ts';
import { genStatem } from '../gen-statem/api.ts';
import { error, exit, ok, stop } from '../results.ts';
import { procLib } from './proc-lib.ts';
import { sys } from './sys.ts';

/** Starting and stopping, which all behaviours share; seen through gen_server. */
const child: GenServer = {
  *init(args, self) {
    const [how, value] = Array.isArray(args) ? (args as Term[]) : [args];
    if (how === 'slow') yield* self.sleep(Number(value));
    if (how === 'exit') exit(value as Term);
    if (how === 'error') error(value as Term);
    if (how === 'throw') throw ok('thrown');
    if (how === 'refuse') return stop(value as Term);
    if (how === 'trap') self.trapExit(true);
    return ok(null);
  },
  handleCast: (reason) => exit(reason),
  *terminate(reason, _state, self) {
    if (reason === 'crash') error('in_terminate');
    if (reason === 'hang') yield* self.sleep(5_000);
  },
};

function run(main: Script, trap = true): ScriptRun & { readonly reports: readonly unknown[] } {
  const script: Script = function* (self, note) {
    self.trapExit(trap);
    yield* main(self, note) as Steps<unknown>;
  };
  const result = runScripts({ main: script, kills }, { child: { default: child } });
  const { events } = result.world;
  const reports = events
    .filter(({ type }) => type === 'reported')
    .map(({ a, payload }) => [result.world.string(a), payload]);
  return { ...result, reports };
}

const kills: Script = function* (self, _note, pid: Pid) {
  yield* self.sleep(100);
  self.exit(pid, 'kill');
};

function* start(self: Self, args: Term, timeoutMs = Number.POSITIVE_INFINITY): Steps<Pid> {
  const started = yield* genServer.start(self, 'child', args, { timeoutMs });
  return started.type === 'ok' ? started.pid : (started as never);
}

const failed = (reason: Term): object => ({ type: 'error', reason });

describe('proc_lib', () => {
  test('proc_lib_SUITE/crash#1: an end with shutdown is reported to links, and as no crash', () => {
    const { noted, reports } = run(function* (self, note) {
      for (const reason of ['shutdown', ['shutdown', 'now'], 'normal']) {
        yield* genServer.startLink(self, 'child', null, { name: 'child' });
        self.cast('child', reason);
        note(yield* self.receive());
      }
    });
    expect(noted).toEqual([EXIT('shutdown'), EXIT(['shutdown', 'now']), EXIT('normal')]);
    expect(reports).toEqual([]);
  });

  test('proc_lib_SUITE/crash#2: an abnormal end is reported as a crash', () => {
    const { noted, reports } = run(function* (self, note) {
      yield* genServer.startLink(self, 'child', null, { name: 'child' });
      self.cast('child', 'die');
      note(yield* self.receive());
    });
    expect(noted).toEqual([EXIT('die')]);
    expect(reports).toEqual([
      ['error_report', expect.anything()],
      [
        'crash_report',
        {
          reason: 'die',
          class: 'exit',
          initialCall: ['child', 'init', 1],
          ancestors: [expect.any(Pid)],
          pid: expect.any(Pid),
          name: 'child',
        },
      ],
    ]);
  });

  test('proc_lib_SUITE/stacktrace: error, exit and throw each give their own reason', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        for (const name of ['errs', 'exits', 'throws']) {
          self.spawnLink('scripts', name);
          note(yield* self.receive());
        }
      },
      errs: () => error(['badmatch', 2]),
      exits: () => exit('bye'),
      throws() {
        throw 'ball';
      },
    });
    expect(noted).toEqual([
      EXIT([['badmatch', 2], [['scripts', 'errs']]]),
      EXIT('bye'),
      EXIT([['nocatch', 'ball'], [['scripts', 'throws']]]),
    ]);
  });

  test.each([
    ['proc_lib_SUITE/sync_start_nolink', genServer.start, undefined],
    ['proc_lib_SUITE/sync_start_link', genServer.startLink, EXIT('over')],
    ['proc_lib_SUITE/sync_start_monitor', genServer.startMonitor, DOWN('over')],
  ])('%s: a start returns when init is done', (_row, how, end) => {
    const { noted } = run(function* (self, note) {
      note((yield* how(self, 'child', ['slow', 50], { name: 'child' })).type);
      note(self.now());
      yield* genServer.stop(self, 'child', 'over');
      note([yield* self.receiveWithin(10), yield* self.receiveWithin(10)]);
    });
    expect(noted).toEqual(['ok', 50, [end, undefined]]);
  });

  test.each([
    ['proc_lib_SUITE/sync_start_timeout', genServer.start],
    ['proc_lib_SUITE/sync_start_link_timeout', genServer.startLink],
    ['a start with a monitor', genServer.startMonitor],
  ])('%s: what takes too long is given up and killed, and leaves no message', (_row, how) => {
    const { noted, world } = run(function* (self, note) {
      note(yield* how(self, 'child', ['slow', 1_000], { timeoutMs: 100, name: 'child' }));
      note(self.now());
      yield* self.sleep(1);
      note(self.whereis('child'));
      note(yield* self.receiveWithin(10));
    });
    expect(noted).toEqual([failed('timeout'), 100, undefined, undefined]);
    expect(world.exits().map(({ reason }) => reason)).toEqual(['killed', 'normal']);
  });

  test('proc_lib_SUITE/init_dont_hang: a start whose process crashes gives the error and does not hang', () => {
    const { noted } = run(function* (self, note) {
      for (const args of [
        ['error', 'bad'],
        ['exit', 'bad'],
        ['refuse', 'bad'],
      ]) {
        note(yield* genServer.start(self, 'child', args));
        note(yield* genServer.start(self, 'child', args, { timeoutMs: 1_000 }));
        note(yield* genServer.startMonitor(self, 'child', args));
        note(yield* self.receiveWithin(5));
        note(yield* genServer.startLink(self, 'child', args));
        note(yield* self.receiveWithin(5));
      }
    });
    const each = (reason: Term): unknown[] => {
      const result = failed(reason);
      return [result, result, result, undefined, result, EXIT(reason)];
    };
    expect(noted).toEqual([...each(['bad', [['child', 'init']]]), ...each('bad'), ...each('bad')]);
  });

  test('a child killed before its acknowledgement: the start fails, without a stray EXIT', () => {
    const { noted } = runScripts(
      {
        *main(self, note) {
          self.trapExit(true);
          self.spawn('scripts', 'killer');
          note(yield* genServer.startLink(self, 'child', ['slow', 1_000], { name: 'child' }));
          note(yield* self.receiveWithin(10));
        },
        *killer(self) {
          yield* self.sleep(10);
          self.exit(self.whereis('child') as Pid, 'kill');
        },
      },
      { child: { default: child } },
    );
    expect(noted).toEqual([failed('killed'), undefined]);
  });

  test('proc_lib_SUITE/stop#1: stop ends a process with normal, and then there is none to stop', () => {
    const { noted } = run(function* (self, note) {
      const { pid } = (yield* genServer.startMonitor(self, 'child')) as { pid: Pid };
      note(yield* genServer.stop(self, pid));
      note(((yield* self.receive()) as { reason: Term }).reason);
      note(yield* caught(genServer.stop(self, pid)));
    });
    expect(noted).toEqual([undefined, 'normal', 'noproc']);
  });

  test('proc_lib_SUITE/stop#2: stop gives another reason than asked for as an exit', () => {
    const { noted } = run(function* (self, note) {
      const hanging = yield* start(self, null);
      self.spawn('scripts', 'kills', [hanging]);
      note(yield* caught(genServer.stop(self, hanging, 'hang')));
    });
    expect(noted).toEqual(['killed']);
  });

  test('proc_lib_SUITE/stop#4: a reason of one’s own is the reason of the end, unless terminate crashes', () => {
    const { noted } = run(function* (self, note) {
      const pid = yield* start(self, null);
      self.monitor(pid);
      note(yield* caught(genServer.stop(self, pid, ['my', 'reason'])));
      note(yield* self.receive());
      note(yield* caught(genServer.stop(self, yield* start(self, null), 'crash')));
    });
    const crash = ['in_terminate', [['child', 'terminate']]];
    expect(noted).toEqual([undefined, DOWN(['my', 'reason']), crash]);
  });

  test('proc_lib_SUITE/stop#3: stop gives up after its timeout, the process ends later all the same', () => {
    const { noted } = run(function* (self, note) {
      const hanging = yield* start(self, null);
      note(yield* caught(genServer.stop(self, hanging, 'hang', 1_000)));
      note([self.now(), self.isAlive(hanging)]);
      yield* self.sleep(5_000);
      note(self.isAlive(hanging));
      const other = yield* start(self, null);
      note(yield* caught(genServer.stop(self, other, 'normal', 0)));
      yield* self.sleep(1);
      note(self.isAlive(other));
    });
    expect(noted).toEqual(['timeout', [1_000, true], false, 'timeout', false]);
  });

  test('proc_lib_SUITE/stop#5: stop takes a name, and a name on a node', () => {
    const { noted } = run(function* (self, note) {
      for (const dest of ['child', ['child', self.pid.node] as const]) {
        yield* genServer.start(self, 'child', null, { name: 'child' });
        note(yield* genServer.stop(self, dest));
        note(yield* caught(genServer.stop(self, dest)));
      }
    });
    expect(noted).toEqual([undefined, 'noproc', undefined, 'noproc']);
  });

  const far = ['foo', 'bar@nohost'] as const;
  const asks = (module: string, name: string, ...args: Term[]): Term => [
    ['nodedown', 'bar@nohost'],
    [module, name, [far, ...args]],
  ];
  test.each<[string, (self: Self) => Steps<unknown>, unknown]>([
    ['gen_server:stop', (self) => genServer.stop(self, far), ['nodedown', 'bar@nohost']],
    ['gen_statem:stop', (self) => genStatem.stop(self, far), ['nodedown', 'bar@nohost']],
    ['gen_event:stop', (self) => genEvent.stop(self, far), ['nodedown', 'bar@nohost']],
    ['proc_lib:stop', (self) => procLib.stop(self, far), 'badarg'],
    ['gen_server:call', (self) => genServer.call(self, far, 'x'), asks('gen_server', 'call', 'x')],
    [
      'gen_statem:call',
      (self) => genStatem.call(self, far, 'x'),
      asks('gen_statem', 'call', 'x', 'infinity'),
    ],
    [
      'gen_event:call',
      (self) => genEvent.call(self, far, 'h', 'x'),
      asks('gen_event', 'call', 'h', 'x'),
    ],
    [
      'gen_event:sync_notify',
      (self) => genEvent.syncNotify(self, far, 'x'),
      ['nodedown', 'bar@nohost'],
    ],
    [
      'gen_event:which_handlers',
      (self) => genEvent.whichHandlers(self, far),
      ['nodedown', 'bar@nohost'],
    ],
    ['sys:get_state', (self) => sys.getState(self, far), asks('sys', 'get_state')],
    ['sys:suspend', (self) => sys.suspend(self, far), asks('sys', 'suspend')],
    ['sys:terminate', (self) => sys.terminate(self, far, 'bye'), asks('sys', 'terminate', 'bye')],
  ])(
    'proc_lib_SUITE/stop#5: a node without distribution reaches no other: %s',
    (_name, ask, reason) => {
      const { noted } = run(function* (self, note) {
        note(yield* caught(ask(self)));
      });
      expect(noted).toEqual([reason]);
    },
  );

  test.each([
    ['gen_server', genServer.sendRequest, genServer.receiveResponse],
    ['gen_statem', genStatem.sendRequest, genStatem.receiveResponse],
  ])('nor does a request of %s: that is its response', (_name, send, receive) => {
    const { noted } = run(function* (self, note) {
      note(yield* receive(self, send(self, far, 'x'), 1_000));
    });
    expect(noted).toEqual([{ type: 'error', reason: [['nodedown', 'bar@nohost'], far] }]);
  });

  test('a value that init throws is the value it returned', () => {
    const { noted } = run(function* (self, note) {
      note((yield* genServer.start(self, 'child', ['throw'])).type);
    });
    expect(noted).toEqual(['ok']);
  });
});
