import { describe, expect, test } from 'vitest';
import { startTree, type Worker } from '../../testing/supervisor-tree.ts';

/** Restarts, named as the cases of OTP's supervisor_SUITE. */
const WORKERS = [{ id: 'a' }, { id: 'b' }, { id: 'c' }] as const;
const permanent: Worker = { id: 'a' };
const transient: Worker = { id: 'a', restart: 'transient' };
const temporary: Worker = { id: 'a', restart: 'temporary' };

describe('which ends call for a restart', () => {
  test.each([
    ['permanent_normal', permanent, ['normal']],
    ['permanent_shutdown', permanent, ['shutdown', ['shutdown', 'x']]],
    ['permanent_abnormal', permanent, ['boom']],
    ['transient_abnormal', transient, ['boom']],
  ] as const)(
    'supervisor_SUITE/%s: a child that ends so is started again',
    (_name, worker, reasons) => {
      const tree = startTree({ intensity: 5 }, [worker]);
      for (const reason of reasons) {
        const before = tree.pid('a');
        tree.stop('a', reason);
        expect(tree.pid('a')).not.toBeNull();
        expect(tree.pid('a')).not.toEqual(before);
      }
    },
  );

  test('supervisor_SUITE/transient_normal: a transient child that ends normally is left alone', () => {
    const tree = startTree({}, [transient]).stop('a', 'normal');
    expect(tree.list()).toEqual(['a undefined']);
    expect(tree.counts()).toEqual([1, 0, 0, 1]);
  });

  test('supervisor_SUITE/transient_shutdown: a transient child that ends with shutdown is left alone', () => {
    const tree = startTree({}, [transient]).stop('a', 'shutdown');
    expect(tree.list()).toEqual(['a undefined']);
    expect(tree.restartChild('a')).toMatchObject({ type: 'ok' });
    tree.stop('a', ['shutdown', 'x']);
    expect(tree.list()).toEqual(['a undefined']);
  });

  test.each([
    ['temporary_normal', 'normal'],
    ['temporary_shutdown', ['shutdown', 'x']],
    ['temporary_abnormal', 'boom'],
  ] as const)('supervisor_SUITE/%s: a temporary child that ends is forgotten', (_name, reason) => {
    const tree = startTree({}, [temporary]).stop('a', reason);
    expect(tree.list()).toEqual([]);
    expect(tree.counts()).toEqual([0, 0, 0, 0]);
    expect(tree.startChild(temporary)).toMatchObject({ type: 'ok' });
  });
});

describe('one_for_one', () => {
  test('supervisor_SUITE/one_for_one: one_for_one restarts the one that crashed', () => {
    const tree = startTree({ intensity: 2 }, [{ id: 'a' }, { id: 'b' }]).forget();
    const [a, b] = [tree.pid('a'), tree.pid('b')];
    tree.exit('a');
    expect(tree.pid('a')).not.toEqual(a);
    expect(tree.pid('b')).toEqual(b);
    expect(tree.counts()).toEqual([2, 2, 0, 2]);
    tree.exit('a').exit('a');
    expect(tree.story('exit').slice(2)).toEqual([
      'exit a killed',
      'exit b shutdown',
      'exit top shutdown',
    ]);
  });

  test('supervisor_SUITE/one_for_one_escalation: one_for_one gives up when the child does not start', () => {
    const tree = startTree({ intensity: 4 }, [{ id: 'a' }, { id: 'b' }]).forget();
    tree.outcomes = { a: { error: 'no' } };
    tree.exit('a');
    expect(tree.story('failed', 'exit')).toEqual([
      'exit a killed',
      'failed a',
      'failed a',
      'failed a',
      'failed a',
      'exit b shutdown',
      'exit top shutdown',
    ]);
  });

  test('supervisor_SUITE/multiple_restarts: crashes that are far enough apart are all survived', () => {
    const tree = startTree({ intensity: 1, period: 1 }, [permanent]);
    for (let crash = 0; crash < 4; crash++) tree.crash('a').sleep(2_100);
    expect(tree.isAlive('top')).toBe(true);
  });
});

describe('one_for_all', () => {
  test('supervisor_SUITE/one_for_all: one_for_all restarts all', () => {
    const tree = startTree({ strategy: 'one_for_all', intensity: 2 }, [{ id: 'a' }, { id: 'b' }]);
    const [a, b] = [tree.pid('a'), tree.pid('b')];
    tree.forget().exit('a');
    expect(tree.story('exit', 'start')).toEqual([
      'exit a killed',
      'exit b shutdown',
      'start a',
      'start b',
    ]);
    expect([tree.pid('a'), tree.pid('b')]).not.toContainEqual(a);
    expect([tree.pid('a'), tree.pid('b')]).not.toContainEqual(b);
    tree.exit('b').exit('a');
    expect(tree.isAlive('top')).toBe(false);
  });

  test('supervisor_SUITE/one_for_all_escalation: one_for_all gives up when a sibling does not start', () => {
    const tree = startTree({ strategy: 'one_for_all', intensity: 4 }, [{ id: 'a' }, { id: 'b' }]);
    tree.outcomes = { b: { error: 'no' } };
    tree.exit('a');
    expect(tree.isAlive('top')).toBe(false);
    expect(tree.story('failed')).toHaveLength(4);
  });

  test('supervisor_SUITE/one_for_all_other_child_fails_restart: one_for_all starts all again when one fails', () => {
    const tree = startTree({ strategy: 'one_for_all', intensity: 3 }, [{ id: 'a' }, { id: 'b' }]);
    let failures = 1;
    tree.outcomes = {
      get b() {
        return failures-- > 0 ? ({ error: 'no' } as const) : 'ok';
      },
    };
    tree.forget().exit('a');
    expect(tree.story('exit', 'start', 'failed')).toEqual([
      'exit a killed',
      'exit b shutdown',
      'start a',
      'failed b',
      'exit a shutdown',
      'start a',
      'start b',
    ]);
  });

  test('supervisor_SUITE/temporary_bystander: a temporary child that is stopped for a group restart is gone', () => {
    for (const strategy of ['one_for_all', 'rest_for_one'] as const) {
      const tree = startTree({ strategy }, [{ id: 'p' }, temporary]).exit('p');
      expect(tree.list()).toEqual(['p pid']);
    }
  });

  test('EXTRA/sup_group_starts_stopped_sibling: a group restart also starts a sibling that was stopped by hand', () => {
    const tree = startTree({ strategy: 'one_for_all' }, WORKERS);
    tree.terminateChild('a');
    expect(tree.list()).toEqual(['c pid', 'b pid', 'a undefined']);
    tree.exit('c');
    expect(tree.list()).toEqual(['c pid', 'b pid', 'a pid']);
  });
});

describe('rest_for_one', () => {
  test('supervisor_SUITE/rest_for_one: rest_for_one restarts the one that crashed and those after it', () => {
    const tree = startTree({ strategy: 'rest_for_one', intensity: 2 }, WORKERS).forget();
    const a = tree.pid('a');
    tree.exit('b');
    expect(tree.story('exit', 'start')).toEqual([
      'exit b killed',
      'exit c shutdown',
      'start b',
      'start c',
    ]);
    expect(tree.pid('a')).toEqual(a);
    expect(tree.list()).toEqual(['c pid', 'b pid', 'a pid']);
    tree.exit('b').exit('b');
    expect(tree.isAlive('top')).toBe(false);
  });

  test('supervisor_SUITE/rest_for_one_escalation: rest_for_one gives up when a later child does not start', () => {
    const tree = startTree({ strategy: 'rest_for_one', intensity: 4 }, WORKERS);
    tree.outcomes = { c: { error: 'no' } };
    tree.exit('b');
    expect(tree.isAlive('top')).toBe(false);
  });

  test('supervisor_SUITE/rest_for_one_other_child_fails_restart: rest_for_one goes on from the child that failed', () => {
    const children = [{ id: 'a' }, { id: 'b' }];
    const tree = startTree({ strategy: 'rest_for_one', intensity: 3 }, children).forget();
    let failures = 1;
    tree.outcomes = {
      get b() {
        return failures-- > 0 ? ({ error: 'no' } as const) : 'ok';
      },
    };
    tree.exit('a');
    expect(tree.story('exit', 'start', 'failed')).toEqual([
      'exit a killed',
      'exit b shutdown',
      'start a',
      'failed b',
      'start b',
    ]);
  });

  test('supervisor_SUITE/order_of_children: children start in the order of their specs and stop in reverse', () => {
    const children = ['d', 'a', 'e', 'c', 'b'].map((id) => ({ id }));
    const tree = startTree({ strategy: 'rest_for_one' }, children);
    expect(tree.story('start')).toEqual(['start d', 'start a', 'start e', 'start c', 'start b']);
    tree.exit('e');
    expect(tree.story('stop', 'start')).toEqual([
      'stop b',
      'stop c',
      'start e',
      'start c',
      'start b',
    ]);
    tree.parentExit('shutdown');
    expect(tree.story('stop')).toEqual(['stop b', 'stop c', 'stop e', 'stop a', 'stop d']);
  });
});

describe('simple_one_for_one', () => {
  const simple = (intensity: number) =>
    startTree({ strategy: 'simple_one_for_one', intensity }, [{ id: 'template' }]);

  test('supervisor_SUITE/simple_one_for_one: an instance that crashes is replaced', () => {
    const tree = simple(2);
    tree.startChild(['x']);
    tree.startChild(['y']);
    const y = tree.pid('y');
    tree.exit('x');
    expect(tree.isAlive('x')).toBe(true);
    expect(tree.pid('y')).toEqual(y);
    expect(tree.counts()).toEqual([1, 2, 0, 2]);
    tree.exit('x').exit('x');
    expect(tree.story('exit').slice(-2)).toEqual(['exit y shutdown', 'exit top shutdown']);
  });

  test('supervisor_SUITE/simple_one_for_one_extra: what an instance gives beside its pid is ignored at a restart', () => {
    const tree = simple(2);
    tree.outcomes = { x: 'extra' };
    expect(tree.startChild(['x'])).toMatchObject({ type: 'ok', extra: 'extra' });
    const before = tree.pid('x');
    tree.exit('x');
    expect(tree.pid('x')).not.toEqual(before);
    expect(tree.counts()).toEqual([1, 1, 0, 1]);
  });

  test('supervisor_SUITE/simple_one_for_one_escalation: instances that cannot be replaced end the supervisor', () => {
    const tree = simple(4);
    tree.startChild(['x']);
    tree.startChild(['y']);
    tree.forget();
    tree.outcomes = { x: { error: 'no' } };
    tree.exit('x');
    expect(tree.story('failed')).toHaveLength(4);
    expect([tree.isAlive('y'), tree.isAlive('top')]).toEqual([false, false]);
  });
});

describe('a restart that keeps failing', () => {
  const FOREVER = { intensity: 1_000_000, period: 1_000 };

  test('supervisor_SUITE/hanging_restart_loop: a child whose restart fails is tried again, and can be terminated meanwhile', () => {
    const tree = startTree(FOREVER, [permanent]);
    tree.outcomes = { a: { error: 'no' } };
    tree.signal('a', 'kill');
    tree.sleep(5);
    expect(tree.startChild(permanent)).toEqual({ type: 'error', reason: 'already_present' });
    expect(tree.restartChild('a')).toEqual({ type: 'error', reason: 'restarting' });
    expect(tree.deleteChild('a')).toEqual({ type: 'error', reason: 'restarting' });
    expect(tree.list()).toEqual(['a restarting']);
    expect(tree.counts()).toEqual([1, 0, 0, 1]);
    expect(tree.terminateChild('a')).toBe('ok');
    expect(tree.list()).toEqual(['a undefined']);
    tree.outcomes = {};
    expect(tree.restartChild('a')).toMatchObject({ type: 'ok' });
    tree.outcomes = { a: { error: 'no' } };
    tree.signal('a', 'kill');
    tree.sleep(5).parentExit('shutdown');
    expect(tree.isAlive('top')).toBe(false);
  });

  test('supervisor_SUITE/hanging_restart_loop_rest_for_one: under rest_for_one the later ones wait for the retry', () => {
    const tree = startTree({ ...FOREVER, strategy: 'rest_for_one' }, WORKERS);
    tree.outcomes = { b: { error: 'no' } };
    tree.signal('b', 'kill');
    tree.sleep(5);
    const [b] = WORKERS.slice(1);
    expect(tree.startChild(b as Worker)).toEqual({ type: 'error', reason: 'already_present' });
    expect(tree.restartChild('b')).toEqual({ type: 'error', reason: 'restarting' });
    expect(tree.deleteChild('b')).toEqual({ type: 'error', reason: 'restarting' });
    expect(tree.list()).toEqual(['c undefined', 'b restarting', 'a pid']);
    expect(tree.counts()).toEqual([3, 1, 0, 3]);
    expect(tree.terminateChild('b')).toBe('ok');
    expect(tree.rest().list()).toEqual(['c undefined', 'b undefined', 'a pid']);
  });

  test('supervisor_SUITE/hanging_restart_loop_simple: an instance that is tried again goes by its old pid', () => {
    const tree = startTree({ ...FOREVER, strategy: 'simple_one_for_one' }, [{ id: 'template' }]);
    tree.startChild(['x']);
    const old = tree.pid('x');
    tree.outcomes = { x: { error: 'no' } };
    tree.signal('x', 'kill');
    tree.sleep(5);
    expect(tree.list()).toEqual(['undefined restarting']);
    expect(tree.counts()).toEqual([1, 0, 0, 1]);
    expect(tree.terminateChild('x')).toEqual({ type: 'error', reason: 'simple_one_for_one' });
    expect(tree.terminateChild(old)).toBe('ok');
    expect(tree.rest().list()).toEqual([]);
    tree.outcomes = {};
    tree.startChild(['x']);
    tree.outcomes = { x: { error: 'no' } };
    tree.signal('x', 'kill');
    tree.sleep(5).parentExit('shutdown');
    expect(tree.isAlive('top')).toBe(false);
  });

  test('supervisor_SUITE/count_restarting_children: children that are being restarted are counted', () => {
    const tree = startTree({ ...FOREVER, strategy: 'simple_one_for_one' }, [{ id: 'template' }]);
    for (const name of ['x', 'y', 'z']) tree.startChild([name]);
    const old = tree.pid('y');
    tree.outcomes = { y: { error: 'no' }, z: { error: 'no' } };
    tree.signal('y', 'kill');
    tree.signal('z', 'kill');
    tree.sleep(5);
    expect(tree.counts()).toEqual([1, 1, 0, 3]);
    tree.outcomes = {};
    expect(tree.rest().counts()).toEqual([1, 3, 0, 3]);
    tree.outcomes = { y: { error: 'no' } };
    const young = tree.pid('y');
    tree.signal('y', 'kill');
    tree.sleep(5);
    for (const pid of [old, young, tree.pid('x'), tree.pid('z')])
      expect(tree.terminateChild(pid)).toBe('ok');
    expect(tree.rest().counts()).toEqual([1, 0, 0, 0]);
  });

  test('EXTRA/sup_retry_cancel: to terminate a child that is to be retried ends the retry', () => {
    const tree = startTree({ ...FOREVER, strategy: 'one_for_all' }, WORKERS);
    tree.outcomes = { a: { error: 'no' } };
    tree.signal('a', 'kill');
    tree.sleep(5);
    expect(tree.list()).toEqual(['c undefined', 'b undefined', 'a restarting']);
    expect(tree.terminateChild('a')).toBe('ok');
    tree.outcomes = {};
    tree.rest();
    expect(tree.list()).toEqual(['c undefined', 'b undefined', 'a undefined']);
  });
});

describe('restart intensity', () => {
  test.each([
    ['gives up', [500, 1_100, 1_500, 1_850], false],
    ['survives', [2_050], true],
  ] as const)(
    'EXTRA/sup_window: two crashes within the period count together, counted in whole seconds: it %s',
    (_what, gapsMs, survives) => {
      for (const gapMs of gapsMs) {
        const tree = startTree({ intensity: 1, period: 1 }, [permanent]);
        // The first right after a whole second.
        tree.world.run(1_010 - tree.world.world.now / 1_000);
        tree.crash('a').sleep(gapMs).crash('a');
        expect(tree.isAlive('top'), `${gapMs} ms`).toBe(survives);
      }
    },
  );

  test('EXTRA/sup_reports: the end of a child, each failed start and the giving up are reported', () => {
    const tree = startTree({ intensity: 0 }, [permanent]).forget().exit('a', 'boom');
    expect(tree.story('report')).toEqual(['report child_terminated a', 'report shutdown a']);
    const failing = startTree({ intensity: 2 }, [permanent]).forget();
    failing.outcomes = { a: { error: 'no' } };
    failing.exit('a', 'boom');
    expect(failing.story('report')).toEqual([
      'report child_terminated a',
      'report start_error a',
      'report start_error a',
      'report shutdown a',
    ]);
  });
});

test('supervisor_SUITE/tree: a supervisor that gives up is restarted by the one above, with what its specs say', () => {
  const subtree = (id: string, children: Worker[]) => ({ id, flags: { intensity: 1 }, children });
  const tree = startTree({ strategy: 'one_for_all' }, [
    subtree('left', [{ id: 'l1' }, { id: 'l2' }]),
    subtree('right', [{ id: 'r1' }]),
    subtree('dynamic', []),
  ]);
  tree.startChild({ id: 'd1' }, 'dynamic');
  const right = tree.pid('right');
  tree.crash('l1');
  expect(tree.pid('right')).toEqual(right);

  tree.terminateChild('dynamic');
  tree.outcomes = { r1: { error: 'no' } };
  tree.signal('r1', 'kill');
  while (tree.isAlive('right')) tree.world.world.advance(Number.POSITIVE_INFINITY, 1);
  tree.outcomes = {};
  tree.rest();
  expect(tree.list()).toEqual(['dynamic pid', 'right pid', 'left pid']);
  expect(tree.list('left')).toEqual(['l2 pid', 'l1 pid']);
  expect(tree.list('right')).toEqual(['r1 pid']);
  expect(tree.list('dynamic')).toEqual([]);
});
