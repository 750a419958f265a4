import { expect, test } from 'vitest';
import type { Command } from '../../scenario/scenario.ts';
import { type Branch, FIRST_BRANCH } from '../../store/branches.ts';
import { branchRows } from './branch-rows.ts';

const kill = (at: number): Command => ({ at, type: 'exit', target: 'kv', reason: 'kill' });

const branch = (
  id: number,
  parent: number | null,
  at: number,
  commands: Command[] = [],
): Branch => ({
  ...FIRST_BRANCH,
  id,
  name: `b${id}`,
  parent,
  from: { at, step: 0, seq: 0 },
  commands,
});

const names = (branches: readonly Branch[]) =>
  branchRows(branches).map(({ branch, depth }) => `${'-'.repeat(depth)}${branch.name}`);

test('each stands below the one it left, who left last first', () =>
  expect(
    names([
      branch(1, null, 0),
      branch(2, 1, 20),
      branch(3, 1, 50),
      branch(4, 2, 30),
      branch(5, 2, 25),
    ]),
  ).toEqual(['b1', '-b3', '-b2', '--b4', '--b5']));

test('the way down to who left earlier passes the others', () => {
  const rows = branchRows([
    branch(1, null, 0),
    branch(2, 1, 20),
    branch(3, 1, 50),
    branch(4, 3, 60),
  ]);
  expect(rows.map(({ branch, leaves, through }) => [branch.name, leaves, through])).toEqual([
    ['b1', [50, 20], []],
    ['b3', [60], [20]],
    ['b4', [], [20]],
    ['b2', [], []],
  ]);
});

test('who left a branch before that one had left its own parent stands below the parent', () => {
  const rows = branchRows([branch(1, null, 0), branch(2, 1, 40), branch(3, 2, 10)]);
  expect(rows.map(({ branch, parent }) => [branch.name, parent?.name])).toEqual([
    ['b1', undefined],
    ['b2', 'b1'],
    ['b3', 'b1'],
  ]);
});

test('what was done before it left is not its own', () => {
  const rows = branchRows([
    branch(1, null, 0, [kill(10), kill(40)]),
    branch(2, 1, 20, [{ ...kill(10) }, kill(30)]),
    branch(3, 1, 15, [kill(10)]),
  ]);
  expect(rows.map(({ own }) => own.map(({ at }) => at))).toEqual([[10, 40], [30], []]);
});
