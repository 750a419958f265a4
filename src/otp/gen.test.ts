import { describe, expect, test } from 'vitest';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Pid, Term } from '../runtime/term.ts';
import { caught, runScripts, type Script, type ScriptRun } from '../testing/run-script.ts';
import { genServer } from './gen-server-api.ts';
import type { GenServer } from './gen-server-module.ts';
import { error, exit, ok, stop } from './results.ts';

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
  const result = runScripts({ main: script }, { child: { default: child } });
  const { events } = result.world;
  const reports = events.filter(({ type }) => type === 'reported').map(({ payload }) => payload);
  return { ...result, reports };
}

function* start(self: Self, args: Term, timeoutMs = Number.POSITIVE_INFINITY): Steps<Pid> {
  const started = yield* genServer.start(self, 'child', args, { timeoutMs });
  return started.type === 'ok' ? started.pid : (started as never);
}

const EXIT = (reason: Term): object => ({ type: 'EXIT', from: expect.anything(), reason });
const failed = (reason: Term): object => ({ type: 'error', reason });

describe('proc_lib', () => {
  test('an end with shutdown is reported to links, and as no crash (proc_lib_SUITE/crash#1)', () => {
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

  test('an abnormal end is reported as a crash (proc_lib_SUITE/crash#2)', () => {
    const { noted, reports } = run(function* (self, note) {
      yield* genServer.startLink(self, 'child', null, { name: 'child' });
      self.cast('child', 'die');
      note(yield* self.receive());
    });
    expect(noted).toEqual([EXIT('die')]);
    expect(reports).toEqual(['die']);
  });

  test('error, exit and throw each give their own reason (proc_lib_SUITE/stacktrace)', () => {
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

  test('a start returns when init is done (proc_lib_SUITE/sync_start_nolink, sync_start_link, sync_start_monitor)', () => {
    const { noted } = run(function* (self, note) {
      for (const how of [genServer.start, genServer.startLink, genServer.startMonitor]) {
        const before = self.now();
        note((yield* how(self, 'child', ['slow', 50], { name: 'child' })).type);
        note(self.now() - before);
        yield* genServer.stop(self, 'child', 'over');
        note(yield* self.receiveWithin(10));
      }
    });
    const down = {
      type: 'DOWN',
      ref: expect.anything(),
      object: expect.anything(),
      reason: 'over',
    };
    expect(noted).toEqual(['ok', 50, undefined, 'ok', 50, EXIT('over'), 'ok', 50, down]);
  });

  test('a start that takes too long is given up (proc_lib_SUITE/sync_start_timeout, sync_start_link_timeout, sync_start_monitor_link_timeout)', () => {
    const { noted, world } = run(function* (self, note) {
      for (const how of [genServer.start, genServer.startLink, genServer.startMonitor]) {
        note(yield* how(self, 'child', ['slow', 1_000], { timeoutMs: 100, name: 'child' }));
        yield* self.sleep(1);
        note(self.whereis('child'));
        note(yield* self.receiveWithin(10));
      }
      note(self.now());
    });
    const one = [failed('timeout'), undefined, undefined];
    expect(noted.slice(0, 9)).toEqual([...one, ...one, ...one]);
    expect(noted[9]).toBeLessThan(350);
    expect(world.exits().map(({ reason }) => reason)).toEqual([
      'killed',
      'killed',
      'killed',
      'normal',
    ]);
  });

  test('a start whose process crashes gives the error and does not hang (proc_lib_SUITE/init_dont_hang)', () => {
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

  test('stop ends a process with normal, and then there is none to stop (proc_lib_SUITE/stop#1)', () => {
    const { noted } = run(function* (self, note) {
      const { pid } = (yield* genServer.startMonitor(self, 'child')) as { pid: Pid };
      note(yield* genServer.stop(self, pid));
      note(((yield* self.receive()) as { reason: Term }).reason);
      note(yield* caught(genServer.stop(self, pid)));
    });
    expect(noted).toEqual([undefined, 'normal', 'noproc']);
  });

  test('stop gives another reason than asked for as an exit (proc_lib_SUITE/stop#2, stop#4)', () => {
    const { noted } = run(function* (self, note) {
      note(yield* caught(genServer.stop(self, yield* start(self, null), 'crash')));
      note(yield* caught(genServer.stop(self, yield* start(self, null), ['my', 'reason'])));
    });
    expect(noted).toEqual([['in_terminate', [['child', 'terminate']]], undefined]);
  });

  test('stop gives up after its timeout, the process ends later all the same (proc_lib_SUITE/stop#3)', () => {
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

  test('stop takes a name (proc_lib_SUITE/stop#5)', () => {
    const { noted } = run(function* (self, note) {
      yield* genServer.start(self, 'child', null, { name: 'child' });
      note(yield* genServer.stop(self, 'child'));
      note(yield* caught(genServer.stop(self, 'child')));
    });
    expect(noted).toEqual([undefined, 'noproc']);
  });

  test('a value that init throws is the value it returned', () => {
    const { noted } = run(function* (self, note) {
      note((yield* genServer.start(self, 'child', ['throw'])).type);
    });
    expect(noted).toEqual(['ok']);
  });
});
