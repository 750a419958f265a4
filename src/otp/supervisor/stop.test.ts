import { describe, expect, test } from 'vitest';
import type { RestartType } from '../../runtime/trace-event.ts';
import { startTree, type Worker } from '../../testing/supervisor-tree.ts';
import { exit } from '../results.ts';

/** Stopping, named as the cases of OTP's supervisor_SUITE. */
const RESTARTS: readonly RestartType[] = ['permanent', 'transient', 'temporary'];

describe('a child that is told to stop', () => {
  test('supervisor_SUITE/sup_stop_infinity: a child under infinity is waited for', () => {
    const children = [
      { id: 'a', shutdown: 'infinity', trapExit: true, terminateMs: 60_000 },
      { id: 's', shutdown: 'infinity', flags: {}, children: [] },
    ] as const;
    const tree = startTree({}, children).forget().parentExit('shutdown');
    expect(tree.story('exit')).toEqual(['exit s shutdown', 'exit a shutdown', 'exit top shutdown']);
    expect(tree.nowMs).toBeGreaterThan(60_000);
  });

  test('supervisor_SUITE/sup_stop_timeout: a child that takes too long to stop is killed', () => {
    const tree = startTree({}, [
      { id: 'good', shutdown: 1_000, trapExit: true },
      { id: 'hangs', shutdown: 1_000, trapExit: true, terminateMs: 5_000 },
    ]);
    tree.forget().parentExit('shutdown');
    expect(tree.story('exit', 'report')).toEqual([
      'exit hangs killed',
      'report shutdown_error hangs',
      'exit good shutdown',
      'exit top shutdown',
    ]);
  });

  test('supervisor_SUITE/sup_stop_brutal_kill: a child under brutal_kill is killed at once', () => {
    const tree = startTree({}, [
      { id: 'asked', trapExit: true },
      { id: 'killed', shutdown: 'brutal_kill', trapExit: true },
    ]);
    tree.forget().parentExit('shutdown');
    expect(tree.story('exit', 'report')).toEqual([
      'exit killed killed',
      'exit asked shutdown',
      'exit top shutdown',
    ]);
  });

  test('supervisor_SUITE/child_unlink: a child that has unlinked can be terminated', () => {
    const tree = startTree({}, [{ id: 'a' }])
      .cast('a', 'unlink')
      .forget();
    expect(tree.terminateChild('a')).toBe('ok');
    expect(tree.story('exit')).toEqual(['exit a shutdown']);
  });

  test('an end other than the expected is reported, of a permanent child also normal', () => {
    const ends = [
      { id: 'a', exits: 'normal' },
      { id: 'b', exits: 'normal', restart: 'transient' },
      { id: 'c', exits: 'boom', restart: 'temporary' },
    ] as const;
    const tree = startTree(
      {},
      ends.map((end) => ({ ...end, trapExit: true })),
    );
    tree.forget().parentExit('shutdown');
    expect(tree.story('report')).toEqual(['report shutdown_error c', 'report shutdown_error a']);
  });
});

describe('the supervisor stops', () => {
  test('supervisor_SUITE/sup_stop_race: children that end during the shutdown are not started again', () => {
    const reasons = ['normal', 'shutdown', ['shutdown', 'x'], 'boom'] as const;
    const racers = RESTARTS.flatMap((restart) =>
      reasons.map((reason, index) => ({ worker: { id: `${restart}${index}`, restart }, reason })),
    );
    const tree = startTree({}, [
      { id: 'oldest', trapExit: true },
      ...racers.map(({ worker }) => worker),
      { id: 'newest', trapExit: true, terminateMs: 1_000 },
    ]);
    tree.forget().signalParentExit('shutdown');
    tree.sleep(10);
    for (const { worker, reason } of racers) tree.post(worker.id, ['stop', reason]);
    tree.sleep(10);
    const text = (reason: unknown) => (typeof reason === 'string' ? reason : '["shutdown","x"]');
    const ends = racers.map(({ worker, reason }) => `exit ${worker.id} ${text(reason)}`);
    expect(tree.story('exit').sort()).toEqual(ends.sort());
    tree.rest();
    expect(tree.story('exit', 'start')).toEqual([
      'exit newest shutdown',
      'exit oldest shutdown',
      'exit top shutdown',
    ]);
  });

  test.each(['normal', 'shutdown', 'boom'])(
    'EXTRA/sup_parent_normal: an exit signal of the parent ends it, also %s',
    (reason) => {
      const tree = startTree({}, [{ id: 'a' }])
        .forget()
        .parentExit(reason);
      expect(tree.story('exit')).toEqual(['exit a shutdown', `exit top ${reason}`]);
    },
  );

  test("EXTRA/sup_unknown_exit_vs_message: a stranger's exit signal is ignored, any other message is reported", () => {
    const tree = startTree({}, [{ id: 'a' }]).forget();
    const linkAndDie = () =>
      tree.ask(function* (self) {
        self.link(self.whereis('top') as never);
        yield* self.sleep(1);
        exit('boom');
      });
    expect(linkAndDie).toThrow();
    tree.exit('top', 'shutdown');
    expect(tree.story()).toEqual([]);
    tree.send('top', 'hello');
    expect(tree.story()).toEqual(['report unexpected_message null']);
    expect(tree.list()).toEqual(['a pid']);
  });

  test('an unknown cast crashes it, as in OTP, which has no clause for it', () => {
    const tree = startTree({}, [{ id: 'a' }])
      .forget()
      .cast('top', 'hello');
    expect(tree.story('exit')[0]).toBe('exit a shutdown');
    expect(tree.isAlive('top')).toBe(false);
  });
});

describe('instances stop all at once', () => {
  const simple = (template: Omit<Worker, 'id'>, names: readonly string[]) => {
    const tree = startTree({ strategy: 'simple_one_for_one' }, [{ id: 't', ...template }]);
    for (const name of names) tree.startChild([name]);
    return tree.forget();
  };

  test('supervisor_SUITE/sup_stop_timeout_dynamic: instances that take too long to stop are killed', () => {
    const tree = simple({ shutdown: 1_000, trapExit: true, terminateMs: 5_000 }, ['x', 'y']);
    const before = tree.nowMs;
    tree.parentExit('shutdown');
    expect(tree.story('exit', 'report').sort()).toEqual([
      'exit top shutdown',
      'exit x killed',
      'exit y killed',
      'report shutdown_error t',
    ]);
    expect(Math.floor(tree.nowMs - before)).toBe(1_000);
  });

  test('supervisor_SUITE/sup_stop_brutal_kill_dynamic: instances under brutal_kill are killed at once', () => {
    const names = Array.from({ length: 10 }, (_, index) => `x${index}`);
    const tree = simple({ shutdown: 'brutal_kill', trapExit: true }, names);
    tree.parentExit('shutdown');
    expect(tree.story('exit', 'report').sort()).toEqual([
      'exit top shutdown',
      ...names.map((name) => `exit ${name} killed`),
    ]);
  });

  test('supervisor_SUITE/sup_stop_non_shutdown_exit_dynamic: however its instances end, the supervisor ends with shutdown', () => {
    for (const restart of RESTARTS) {
      for (const exits of ['normal', 'shutdown', ['shutdown', 'x'], 'boom'] as const) {
        const tree = simple({ restart, exits, trapExit: true }, ['x', 'y']);
        tree.parentExit('shutdown');
        expect(tree.story('exit').at(-1)).toBe('exit top shutdown');
      }
    }
  });

  test('supervisor_SUITE/simple_one_for_one_shutdown: instances are stopped all at once', () => {
    const tree = startTree({ strategy: 'simple_one_for_one' }, [
      { id: 't', shutdown: 2_000, trapExit: true, terminateMs: 1_000 },
    ]);
    for (const name of ['x', 'y', 'z']) tree.startChild([name]);
    tree.cast('z', 'slow');
    const before = tree.nowMs;
    tree.forget().parentExit('shutdown');
    // One after the other it would take four seconds.
    expect(Math.floor(tree.nowMs - before)).toBe(2_000);
    expect(tree.story('exit').slice(-2)).toEqual(['exit z killed', 'exit top shutdown']);
  });

  test('one that died a moment before keeps its reason', () => {
    const tree = simple({ restart: 'temporary', trapExit: true }, ['x', 'y']);
    tree.post('x', ['stop', 'normal']);
    while (tree.isAlive('x')) tree.world.world.advance(Number.POSITIVE_INFINITY, 1);
    tree.signalParentExit('shutdown');
    tree.rest();
    expect(tree.story('report')).toEqual([]);
  });
});
