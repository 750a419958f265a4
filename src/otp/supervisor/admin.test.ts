import { describe, expect, test } from 'vitest';
import { startTree, type Worker } from '../../testing/supervisor-tree.ts';
import { supervisor } from './api.ts';

/** The functions of the API in every state, named as the cases of OTP's supervisor_SUITE. */
const failed = (reason: unknown) => ({ type: 'error', reason });
const started = expect.objectContaining({ type: 'ok' });

test('supervisor_SUITE/child_adm: the functions for children answer in every state', () => {
  const child = { id: 'a' };
  const tree = startTree({}, [child]);
  expect(tree.startChild(child)).toEqual(failed(['already_started', tree.pid('a')]));
  expect(tree.restartChild('a')).toEqual(failed('running'));
  expect(tree.deleteChild('a')).toEqual(failed('running'));
  expect(tree.terminateChild(tree.pid('a'))).toEqual(failed('not_found'));
  expect([tree.list(), tree.counts()]).toEqual([['a pid'], [1, 1, 0, 1]]);

  expect(tree.terminateChild('a')).toBe('ok');
  expect(tree.terminateChild('a')).toBe('ok');
  expect([tree.list(), tree.counts()]).toEqual([['a undefined'], [1, 0, 0, 1]]);
  expect(tree.startChild(child)).toEqual(failed('already_present'));
  expect(tree.restartChild('a')).toEqual(started);
  expect(tree.list()).toEqual(['a pid']);

  tree.terminateChild('a');
  expect(tree.deleteChild('a')).toBe('ok');
  expect([tree.list(), tree.counts()]).toEqual([[], [0, 0, 0, 0]]);
  for (const answer of [
    tree.terminateChild('a'),
    tree.restartChild('a'),
    tree.deleteChild('a'),
    tree.getChildspec('a'),
  ]) {
    expect(answer).toEqual(failed('not_found'));
  }
});

test('supervisor_SUITE/child_adm: to ask a supervisor that is not there exits with noproc', () => {
  const tree = startTree();
  const reason = tree.ask(function* (self) {
    try {
      return yield* supervisor.countChildren(self, 'nobody');
    } catch (error) {
      return (error as { reason: unknown }).reason;
    }
  });
  expect(reason).toMatchObject(['noproc', ['gen_server', 'call', expect.anything()]]);
});

test('supervisor_SUITE/child_adm_simple: the functions for instances take pids, and no ids', () => {
  const tree = startTree({ strategy: 'simple_one_for_one' }, [{ id: 't' }]);
  expect([tree.list(), tree.counts()]).toEqual([[], [1, 0, 0, 0]]);
  expect(tree.startChild(['x'])).toEqual(started);
  const x = tree.pid('x');
  for (const answer of [tree.terminateChild('t'), tree.restartChild('t'), tree.deleteChild('t')])
    expect(answer).toEqual(failed('simple_one_for_one'));
  const badarg = failed(['EXIT', ['badarg', expect.anything()]]);
  expect(tree.startChild({ id: 'u' })).toEqual(badarg);
  expect([tree.list(), tree.counts()]).toEqual([['undefined pid'], [1, 1, 0, 1]]);

  expect(tree.terminateChild(x)).toBe('ok');
  expect(tree.isAlive('x')).toBe(false);
  expect(tree.terminateChild(x)).toBe('ok');
  expect(tree.terminateChild(tree.pid('top'))).toEqual(failed('not_found'));
  expect([tree.list(), tree.counts()]).toEqual([[], [1, 0, 0, 0]]);
});

describe('counts', () => {
  test.each([
    ['count_children', 'worker', [1, 1_000, 0, 1_000]],
    ['count_children_supervisor', 'supervisor', [1, 1_000, 1_000, 0]],
  ] as const)(
    'supervisor_SUITE/%s: instances are counted by their type, %s',
    (_name, type, counts) => {
      const template: Worker = { id: 't', restart: 'temporary', type };
      const tree = startTree({ strategy: 'simple_one_for_one' }, [template]);
      const names = Array.from({ length: 1_000 }, (_, index) => `x${index}`);
      for (const name of names) tree.startChild([name]);
      expect(tree.counts()).toEqual(counts);
      for (const name of names) tree.startChild([`${name}b`]);
      expect(tree.counts()).toEqual([1, ...counts.slice(1).map((count) => 2 * count)]);
      for (const name of names) {
        tree.signal(name, 'kill');
        tree.signal(`${name}b`, 'kill');
      }
      expect(tree.rest().counts()).toEqual([1, 0, 0, 0]);
    },
  );
});

describe('what is kept of a child that ended', () => {
  const ends = [
    ['kill', (tree: Tree) => tree.exit('a')],
    ['normal', (tree: Tree) => tree.stop('a', 'normal')],
    ['abnormal', (tree: Tree) => tree.crash('a')],
    ['terminate_child', (tree: Tree) => tree.terminateChild('a')],
  ] as const;
  type Tree = ReturnType<typeof startTree>;
  const strategies = ['one_for_one', 'one_for_all', 'rest_for_one'] as const;

  test.each(strategies.flatMap((strategy) => ends.map(([name, end]) => ({ strategy, name, end }))))(
    'supervisor_SUITE/do_not_save_child_specs_for_temporary_children: what start_child says under $strategy after $name',
    ({ strategy, name, end }) => {
      const afterIt = (restart: Worker['restart'] & string): unknown => {
        const child: Worker = { id: 'a', restart };
        const tree = startTree({ strategy }, [child]);
        end(tree);
        const answer = tree.startChild(child) as { reason?: unknown };
        const { reason } = answer;
        return Array.isArray(reason) ? reason[0] : (reason ?? 'started');
      };
      const isOver = name === 'terminate_child';
      expect(afterIt('permanent')).toBe(isOver ? 'already_present' : 'already_started');
      expect(afterIt('transient')).toBe(
        isOver || name === 'normal' ? 'already_present' : 'already_started',
      );
      expect(afterIt('temporary')).toBe('started');
    },
  );

  test('supervisor_SUITE/do_not_save_start_parameters_for_temporary_children: the arguments of a temporary child are not kept', () => {
    const tree = startTree();
    tree.startChild({ id: 'a', restart: 'temporary' });
    expect(tree.getChildspec('a')).toMatchObject({
      spec: { start: ['worker', 'start_link', 'undefined'] },
    });
  });
});
