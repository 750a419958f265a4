import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import { specOf, startTop, startTree } from '../../testing/supervisor-tree.ts';
import { error, ignore, ok } from '../results.ts';
import { supervisor } from './api.ts';
import type { ChildSpec } from './child-spec.ts';

/** Starting, named as the cases of OTP's supervisor_SUITE. */
const MFA = ['worker', 'start_link', []] as const;
const failed = (reason: unknown) => ({ type: 'error', reason });

describe('the start of the supervisor', () => {
  test('supervisor_SUITE/sup_start_normal: a supervisor without children starts, and ends with its parent', () => {
    const tree = startTree();
    expect(tree.started).toMatchObject({ type: 'ok' });
    tree.parentExit('shutdown');
    expect(tree.story()).toEqual(['exit top shutdown']);
  });

  test('supervisor_SUITE/sup_start_ignore_init: an init may ignore', () => {
    const tree = startTop(() => ignore());
    expect(tree.started).toEqual({ type: 'ignore' });
    expect(tree.story()).toEqual(['exit top normal']);
  });

  test('supervisor_SUITE/sup_start_error_return: an init that gives junk fails the start', () => {
    const tree = startTop(() => 'junk');
    expect(tree.started).toEqual(failed(['bad_return', ['top', 'init', 'junk']]));
    expect(tree.story()).toEqual(['exit top ["bad_return",["top","init","junk"]]']);
  });

  test('supervisor_SUITE/sup_start_fail: an init that crashes fails the start', () => {
    const tree = startTop(() => error('broken'));
    expect(tree.started).toEqual(failed(['broken', [['top', 'init']]]));
    expect(tree.story()).toEqual(['exit top ["broken",[["top","init"]]]']);
  });

  test('EXTRA/sup_init_failure_order: a child that does not start stops those before it, newest first', () => {
    const children = ['e1', 'e2', 'e3', 'e4'].map((id) => ({ id }));
    const tree = startTree({}, children, { e3: { error: 'no' } });
    expect(tree.story()).toEqual([
      'start e1',
      'start e2',
      'failed e3',
      'report start_error e3',
      'stop e2',
      'exit e2 shutdown',
      'stop e1',
      'exit e1 shutdown',
      'exit top ["shutdown",["failed_to_start_child","e3","no"]]',
    ]);
    expect(tree.started).toEqual(failed(['shutdown', ['failed_to_start_child', 'e3', 'no']]));
  });
});

describe('a child that ignores its start', () => {
  test('supervisor_SUITE/sup_start_ignore_child: a child that ignores its start is kept without a process', () => {
    const tree = startTree({}, [{ id: 'a' }]);
    tree.outcomes = { b: 'ignore' };
    expect(tree.startChild({ id: 'b' })).toEqual({ type: 'ok', pid: 'undefined' });
    expect(tree.list()).toEqual(['b undefined', 'a pid']);
    expect(tree.counts()).toEqual([2, 1, 0, 2]);
  });

  test('supervisor_SUITE/sup_start_ignore_temporary_child: a temporary child that ignores its start is not kept', () => {
    const children = [{ id: 'a', restart: 'temporary' as const }, { id: 'b' }];
    const tree = startTree({}, children, { a: 'ignore' });
    expect(tree.list()).toEqual(['b pid']);
    expect(tree.counts()).toEqual([1, 1, 0, 1]);
  });

  test('supervisor_SUITE/sup_start_ignore_temporary_child_start_child: a temporary child that start_child adds and that ignores is not kept', () => {
    const tree = startTree({}, [{ id: 'b' }], { a: 'ignore' });
    const started = tree.startChild({ id: 'a', restart: 'temporary' });
    expect(started).toEqual({ type: 'ok', pid: 'undefined' });
    expect(tree.list()).toEqual(['b pid']);
  });

  test.each([
    ['sup_start_ignore_temporary_child_start_child_simple', 'temporary'],
    ['sup_start_ignore_permanent_child_start_child_simple', 'permanent'],
  ] as const)(
    'supervisor_SUITE/%s: an instance that ignores its start is not kept',
    (_name, restart) => {
      const tree = startTree({ strategy: 'simple_one_for_one' }, [{ id: 't', restart }]);
      tree.outcomes = { x: 'ignore' };
      expect(tree.startChild(['x'])).toEqual({ type: 'ok', pid: 'undefined' });
      tree.startChild(['y']);
      expect(tree.list()).toEqual(['undefined pid']);
      expect(tree.counts()).toEqual([1, 1, 0, 1]);
      tree.forget().parentExit('shutdown');
      expect(tree.story('exit')).toEqual(['exit y shutdown', 'exit top shutdown']);
    },
  );

  describe('an instance that ignores its restart stays as a phantom, which counts as active', () => {
    const withPhantom = () => {
      const tree = startTree({ strategy: 'simple_one_for_one', intensity: 9 }, [{ id: 't' }]);
      for (const name of ['x', 'y', 'z']) tree.startChild([name]);
      const dead = tree.pid('x');
      tree.outcomes = { x: 'ignore', y: 'ignore' };
      tree.exit('x');
      return { tree, dead };
    };

    test('one, however many ignore', () => {
      const { tree } = withPhantom();
      expect(tree.list()).toEqual(['undefined undefined', 'undefined pid', 'undefined pid']);
      expect(tree.counts()).toEqual([1, 3, 0, 3]);
      tree.exit('y');
      expect(tree.list()).toEqual(['undefined undefined', 'undefined pid']);
    });

    test('to terminate any dead pid takes it away', () => {
      const { tree, dead } = withPhantom();
      expect(tree.terminateChild(dead)).toBe('ok');
      expect(tree.counts()).toEqual([1, 2, 0, 2]);
    });

    test('the supervisor fails to terminate with it: its crash ends the instances', () => {
      const { tree } = withPhantom();
      tree.forget().parentExit('shutdown');
      const ends = ['top', 'z', 'y'].map((name) =>
        expect.stringContaining(`exit ${name} ["function_clause"`),
      );
      expect(tree.story('exit')).toEqual(ends);
    });
  });
});

describe('a child that fails to start', () => {
  test('supervisor_SUITE/sup_start_child_returns_error: a child that start_child could not start is not kept', () => {
    const outcomes = { a: { error: 'reason' }, b: { returns: 'term' } };
    const tree = startTree({}, [], outcomes);
    const record = ['child', expect.objectContaining({ type: 'worker' })];
    expect(tree.startChild({ id: 'a' })).toEqual(failed(['reason', record]));
    expect(tree.startChild({ id: 'b' })).toEqual(failed(['term', record]));
    expect(tree.list()).toEqual([]);
  });

  test('supervisor_SUITE/sup_start_restart_child_returns_error: a child that restart_child could not start stays', () => {
    const tree = startTree({}, [{ id: 'a' }]);
    tree.terminateChild('a');
    tree.outcomes = { a: { error: 'reason' } };
    expect(tree.restartChild('a')).toEqual(failed('reason'));
    expect(tree.list()).toEqual(['a undefined']);
  });

  test('supervisor_SUITE/sup_start_child_returns_error_simple: an instance that could not be started gives the bare reason', () => {
    const outcomes = { a: { error: 'reason' }, b: { returns: 'term' } };
    const tree = startTree({ strategy: 'simple_one_for_one' }, [{ id: 't' }], outcomes);
    expect(tree.startChild(['a'])).toEqual(failed('reason'));
    expect(tree.startChild(['b'])).toEqual(failed('term'));
    expect(tree.list()).toEqual([]);
  });

  test("a start function's crash is the value 'EXIT', as of Erlang's catch", () => {
    const tree = startTree({}, [{ id: 't' }]);
    tree.terminateChild('t');
    tree.outcomes = { t: 'crash' };
    const stack = [['worker', 'start_link']];
    expect(tree.restartChild('t')).toEqual(failed(['EXIT', ['start_crashed', stack]]));
  });

  test('supervisor_SUITE/extra_return: what a start function gives beside the pid is passed on', () => {
    const tree = startTree({ intensity: 5 }, [], { a: 'extra' });
    expect(tree.startChild({ id: 'a' })).toMatchObject({ type: 'ok', extra: 'extra' });
    tree.exit('a');
    expect(tree.list()).toEqual(['a pid']);
    tree.terminateChild('a');
    expect(tree.restartChild('a')).toMatchObject({ type: 'ok', extra: 'extra' });
  });
});

describe('child specs', () => {
  test('supervisor_SUITE/sup_start_map: specs get their defaults', () => {
    const start = specOf({ id: 'a' }).start;
    const children = [
      { id: 'a', start },
      { id: 's', start: ['worker', 'start_link', [{}, 's']], type: 'supervisor' },
    ];
    const tree = startTop(() => ok({ flags: {}, children }));
    const spec = {
      id: 'a',
      start,
      restart: 'permanent',
      shutdown: 5_000,
      type: 'worker',
      modules: ['worker'],
      significant: false,
    };
    expect(tree.getChildspec('a')).toEqual({ type: 'ok', spec });
    expect(tree.getChildspec('s')).toMatchObject({ spec: { shutdown: 'infinity' } });
    expect(tree.getChildspec('nobody')).toEqual(failed('not_found'));
  });

  test('any term is an id, and different terms are different ids', () => {
    const ids: Term[] = ['1', 1, 1n, '1n', null, 'null', ['a'], '["a"]', { a: 1 }, true, 'true'];
    const children = ids.map((id) => ({ ...specOf({ id: 'a' }), id, start: ['none', 'f', []] }));
    const { started } = startTop(() => ok({ flags: {}, children: children as never }));
    // It is the start of the first one that fails.
    expect(started).toMatchObject(failed(['shutdown', ['failed_to_start_child', '1', {}]]));
    expect(supervisor.checkChildspecs(children as never)).toBe('ok');
    const twice = [...children, children[6]] as never;
    expect(supervisor.checkChildspecs(twice)).toEqual(failed(['duplicate_child_name', ['a']]));
  });

  test("supervisor_SUITE/sup_start_map_simple: an instance's spec is the template", () => {
    const tree = startTree({ strategy: 'simple_one_for_one' }, [{ id: 't' }]);
    const template = { id: 't', restart: 'permanent', shutdown: 5_000, type: 'worker' };
    for (const name of ['x', 'y', 'z']) {
      tree.startChild([name]);
      expect(tree.getChildspec(tree.pid(name))).toMatchObject({ type: 'ok', spec: template });
    }
    expect(tree.getChildspec(tree.pid('top'))).toEqual(failed('not_found'));
    // OTP: by its id, the template itself.
    expect(tree.getChildspec('t')).toMatchObject({ type: 'ok', spec: template });
  });

  test.each([
    [{ start: MFA }, 'missing_id'],
    [{ id: 'a' }, 'missing_start'],
    ['faulty', ['invalid_child_spec', 'faulty']],
  ] as const)('supervisor_SUITE/sup_start_map_faulty_specs: %j is refused', (spec, reason) => {
    const { started } = startTop(() => ok({ flags: {}, children: [spec] as never }));
    expect(started).toEqual(failed(['start_spec', reason]));
  });

  test('supervisor_SUITE/sup_start_map_faulty_specs: keys that are not known are ignored', () => {
    const spec = { ...specOf({ id: 'a' }), colour: 'red' };
    expect(startTop(() => ok({ flags: {}, children: [spec] })).started?.type).toBe('ok');
  });

  const tuple = (change: Record<number, Term>): Term => {
    const spec: Term[] = ['a', MFA, 'permanent', 1_000, 'worker', ['worker']];
    for (const [index, value] of Object.entries(change)) spec[Number(index)] = value;
    return spec;
  };
  const combination = (left: Term, right: Term): Term => ['bad_combination', [left, right]];
  const noShutdown = combination(['auto_shutdown', 'never'], ['significant', true]);
  const map = (change: object): Term => ({ id: 'a', start: MFA, ...change });

  test.each([
    ['child_specs', tuple({ 1: ['worker', 'start_link'] }), 'invalid_mfa'],
    ['child_specs', tuple({ 2: 'prmanent' }), 'invalid_restart_type'],
    ['child_specs', tuple({ 3: -1 }), 'invalid_shutdown'],
    ['child_specs', tuple({ 4: 'wrker' }), 'invalid_child_type'],
    ['child_specs', tuple({ 5: 'dyn' }), 'invalid_modules'],
    ['child_specs_map', map({ start: 'worker' }), 'invalid_mfa'],
    ['child_specs_map', map({ restart: 'prmanent' }), 'invalid_restart_type'],
    ['child_specs_map', map({ shutdown: 'brutal' }), 'invalid_shutdown'],
    ['child_specs_map', map({ type: 'wrker' }), 'invalid_child_type'],
    ['child_specs_map', map({ modules: 'dyn' }), 'invalid_modules'],
    ['child_specs_map', map({ significant: 'yes', restart: 'temporary' }), 'invalid_significant'],
  ] as const)('supervisor_SUITE/%s: %j is refused', (_name, spec, what) => {
    const culprit = expect.anything();
    const reason = [what, culprit];
    expect(startTree().startChild(spec as ChildSpec & readonly Term[])).toEqual(failed(reason));
    expect(supervisor.checkChildspecs([spec as never])).toEqual(failed(reason));
    const { started } = startTop(() => ok({ flags: {}, children: [spec as never] }));
    expect(started).toEqual(failed(['start_spec', reason]));
  });

  test.each([
    ['child_specs', [tuple({ 5: [1] })], ['invalid_module', 1]],
    ['child_specs', [tuple({}), tuple({})], ['duplicate_child_name', 'a']],
    ['child_specs_map', [map({}), map({ shutdown: 1 })], ['duplicate_child_name', 'a']],
    ['child_specs_map', [map({ significant: true, restart: 'transient' })], noShutdown],
  ] as const)('supervisor_SUITE/%s: %j is refused', (_name, specs, reason) => {
    const children = specs as unknown as ChildSpec[];
    expect(supervisor.checkChildspecs(children, 'never')).toEqual(failed(reason));
    const { started } = startTop(() => ok({ flags: {}, children }));
    expect(started).toEqual(failed(['start_spec', reason]));
  });

  test.each([{}, { restart: 'permanent' }])(
    'supervisor_SUITE/child_specs_map: significant does not go with permanent: %j',
    (restart) => {
      const spec = map({ ...restart, significant: true }) as unknown as ChildSpec;
      const reason = combination(['restart', 'permanent'], ['significant', true]);
      expect(supervisor.checkChildspecs([spec], 'any_significant')).toEqual(failed(reason));
      expect(supervisor.checkChildspecs([spec])).toEqual(failed(reason));
    },
  );

  test('supervisor_SUITE/child_specs: all that is legal is accepted', () => {
    const legal = [1_000, 0, 'infinity', 'brutal_kill'].flatMap((shutdown) =>
      ['permanent', 'transient', 'temporary'].flatMap((restart) =>
        ['worker', 'supervisor'].map((type) => tuple({ 2: restart, 3: shutdown, 4: type })),
      ),
    );
    for (const spec of [...legal, tuple({ 5: 'dynamic' }), tuple({ 5: [] })])
      expect(supervisor.checkChildspecs([spec as never])).toBe('ok');
  });

  test('supervisor_SUITE/child_specs: simple_one_for_one takes exactly one', () => {
    const flags = { strategy: 'simple_one_for_one' } as const;
    for (const children of [[], [specOf({ id: 'a' }), specOf({ id: 'b' })]]) {
      const { started } = startTop(() => ok({ flags, children }));
      expect(started).toEqual(failed(['bad_start_spec', children]));
    }
  });
});

describe('flags', () => {
  test.each([
    [
      ['none_for_one', 2, 5],
      ['invalid_strategy', 'none_for_one'],
    ],
    [{ intensity: -1 }, ['invalid_intensity', -1]],
    [{ period: 0 }, ['invalid_period', 0]],
    [{ period: 'infinity' }, ['invalid_period', 'infinity']],
    [{ autoShutdown: 'maybe' }, ['invalid_auto_shutdown', 'maybe']],
    ['flags', ['invalid_type', 'flags']],
  ] as const)('supervisor_SUITE/sup_flags: %j is refused', (flags, reason) => {
    const { started } = startTop(() => ok({ flags: flags as never, children: [] }));
    expect(started).toEqual(failed(['supervisor_data', reason]));
  });

  test('supervisor_SUITE/sup_flags: flags that are not known are ignored', () => {
    const { started } = startTop(() => ok({ flags: { colour: 'red' } as never, children: [] }));
    expect(started).toMatchObject({ type: 'ok' });
  });
});
