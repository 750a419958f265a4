import { expect, test } from 'vitest';
import { kill, toldTree } from '../../testing/told-run.ts';
import { changeOf, supervisorChoices } from './supervisors.ts';

const root = {
  id: 'root',
  intensity: 5,
  children: [{ id: 'a' }, { id: 'inner', children: [{ id: 'b' }] }],
};

test('supervisors that share a module can be set one by one, or all together; the dead do not count', () => {
  const flags = { strategy: 'one_for_one', intensity: 5, period: 5 };
  const inner = { ...flags, intensity: 1 };
  const { view } = toldTree(root, [], 50);
  expect(supervisorChoices(view)).toEqual([
    { module: 'tree', only: 'root', names: ['root'], flags },
    { module: 'tree', only: 'inner', names: ['inner'], flags: inner },
    { module: 'tree', only: null, names: ['root', 'inner'], flags },
  ]);
  const dead = toldTree(root, [[10, kill('root')]], 50);
  expect(supervisorChoices(dead.view)).toEqual([]);
});

test('one that has its module alone is one choice', () => {
  const { view } = toldTree({ id: 'root', children: [{ id: 'a' }] }, [], 50);
  expect(supervisorChoices(view)).toMatchObject([{ module: 'tree', only: null, names: ['root'] }]);
});

test('only what is another one is a change', () => {
  const flags = { strategy: 'one_for_one', intensity: 5, period: 5 } as const;
  expect(changeOf(flags, flags)).toBeNull();
  expect(changeOf(flags, { ...flags, intensity: 1 })).toEqual({ intensity: 1 });
  expect(changeOf(flags, { strategy: 'one_for_all', intensity: 5, period: 9 })).toEqual({
    strategy: 'one_for_all',
    period: 9,
  });
});
