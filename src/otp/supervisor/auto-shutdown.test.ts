import { describe, expect, test } from 'vitest';
import { type SupervisorTree, startTree, type Worker } from '../../testing/supervisor-tree.ts';
import type { AutoShutdown, SupFlags } from './child-spec.ts';

/** Automatic shutdown, named as the cases of OTP's supervisor_SUITE. */
const MODES: readonly AutoShutdown[] = ['never', 'any_significant', 'all_significant'];
const flags = (autoShutdown: AutoShutdown): Partial<SupFlags> => ({ autoShutdown, intensity: 5 });
const temporary = (id: string, significant = true): Worker => ({
  id,
  restart: 'temporary',
  significant,
});
const transient = (id: string, significant = true): Worker => ({
  id,
  restart: 'transient',
  significant,
});

type End = (tree: SupervisorTree, id: string) => unknown;
const byApi: End = (tree, id) => tree.terminateChild(id);
const killed: End = (tree, id) => tree.exit(id);
const crashed: End = (tree, id) => tree.crash(id);
const normal: End = (tree, id) => tree.stop(id, 'normal');

/** Is the supervisor still there when its child `a`, and then perhaps `b`, has ended so? */
function survives(
  mode: AutoShutdown,
  children: readonly Worker[],
  end: End,
  ...ids: string[]
): boolean {
  const tree = startTree(flags(mode), children);
  for (const id of ids) end(tree, id);
  return tree.isAlive('top');
}

describe('a child that is not significant', () => {
  test.each(MODES)(
    'supervisor_SUITE/nonsignificant_temporary: one that is not significant ends nothing, %s',
    (mode) => {
      for (const end of [byApi, killed, crashed, normal])
        expect(survives(mode, [temporary('a', false)], end, 'a')).toBe(true);
    },
  );

  test.each(MODES)(
    'supervisor_SUITE/nonsignificant_transient: one that is not significant ends nothing, %s',
    (mode) => {
      for (const end of [byApi, normal])
        expect(survives(mode, [transient('a', false)], end, 'a')).toBe(true);
      for (const end of [killed, crashed]) {
        const tree = startTree(flags(mode), [transient('a', false)]);
        end(tree, 'a');
        expect(tree.list()).toEqual(['a pid']);
      }
    },
  );
});

describe('a significant child', () => {
  const pair = [temporary('a'), temporary('b')];

  test('supervisor_SUITE/significant_temporary: under any_significant the first end is the end of all', () => {
    expect(survives('any_significant', pair, byApi, 'a')).toBe(true);
    for (const end of [killed, crashed, normal]) {
      const tree = startTree(flags('any_significant'), pair).forget();
      end(tree, 'a');
      expect(tree.story('exit').slice(1)).toEqual(['exit b shutdown', 'exit top shutdown']);
    }
  });

  test('supervisor_SUITE/significant_temporary: under all_significant the last end is the end of all', () => {
    expect(survives('all_significant', pair, byApi, 'a', 'b')).toBe(true);
    for (const end of [killed, crashed, normal]) {
      expect(survives('all_significant', pair, end, 'a')).toBe(true);
      expect(survives('all_significant', pair, end, 'a', 'b')).toBe(false);
    }
  });

  test('supervisor_SUITE/significant_temporary: one that is added again is the last', () => {
    const tree = startTree(flags('all_significant'), pair).stop('a', 'normal');
    tree.startChild(temporary('a'));
    expect(tree.list()).toEqual(['a pid', 'b pid']);
  });

  test('supervisor_SUITE/significant_transient: a significant transient child ends its supervisor by a normal end only', () => {
    const children = [transient('a'), transient('b')];
    for (const end of [byApi, killed, crashed]) {
      expect(survives('any_significant', children, end, 'a')).toBe(true);
      expect(survives('all_significant', children, end, 'a', 'b')).toBe(true);
    }
    expect(survives('any_significant', children, normal, 'a')).toBe(false);
    expect(survives('all_significant', children, normal, 'a')).toBe(true);
    expect(survives('all_significant', children, normal, 'a', 'b')).toBe(false);
  });

  test.each([
    ['any_significant', 'temporary', false],
    ['any_significant', 'transient', false],
    ['all_significant', 'temporary', true],
    ['all_significant', 'transient', true],
  ] as const)(
    'supervisor_SUITE/significant_simple: instances count as one child each, %s and %s',
    (mode, restart, survivesFirst) => {
      const template: Worker = { id: 't', restart, significant: true };
      const tree = startTree({ ...flags(mode), strategy: 'simple_one_for_one' }, [template]);
      tree.startChild(['x']);
      tree.startChild(['y']);
      tree.stop('x', 'normal');
      expect([tree.isAlive('top'), tree.isAlive('y')]).toEqual([survivesFirst, survivesFirst]);
      if (survivesFirst) tree.stop('y', 'normal');
      expect(tree.isAlive('top')).toBe(false);
    },
  );

  test('supervisor_SUITE/significant_bystander: a significant child that is stopped for a group restart ends nothing', () => {
    for (const strategy of ['one_for_all', 'rest_for_one'] as const) {
      for (const mode of ['any_significant', 'all_significant'] as const) {
        const children = [{ id: 'p' }, temporary('a'), transient('b')];
        const tree = startTree({ ...flags(mode), strategy }, children).exit('p');
        expect(tree.list()).toEqual(['b pid', 'p pid']);
      }
    }
  });

  test.each([
    [true, ['exit w normal', 'exit b shutdown', 'exit top shutdown']],
    [false, ['exit w normal', 'exit b shutdown']],
  ])(
    'supervisor_SUITE/significant_escalation: an automatic shutdown goes up if the supervisor is significant, %s',
    (significant, story) => {
      const b = {
        id: 'b',
        restart: 'transient' as const,
        significant,
        flags: flags('any_significant'),
        children: [temporary('w')],
      };
      const tree = startTree(flags('any_significant'), [b]).forget().stop('w', 'normal');
      expect(tree.story('exit')).toEqual(story);
    },
  );
});
