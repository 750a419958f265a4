import { expect, test } from 'vitest';
import { demoManyView } from '../../testing/demo-view.ts';
import type { ProcessView, View } from '../../view/view.ts';
import { CELLS, poolKey, poolPicture } from './pool-picture.ts';

const membersOf = (view: View) => [...view.processes.keys()].slice(1);
const withStatus = (view: View, pid: number, status: ProcessView['status']): View => ({
  ...view,
  processes: new Map(view.processes).set(pid, {
    ...(view.processes.get(pid) as ProcessView),
    status,
  }),
});
const crash = { type: 'exited', reason: 'badarith', how: 'crashed', at: 0 } as const;

test('a cell for each of few', () => {
  const view = demoManyView(20);
  const { cells } = poolPicture(view, membersOf(view), 0);
  expect(cells.map(({ tone }) => tone)).toEqual(['running']);
  expect(cells[0]?.path.split('M')).toHaveLength(21);
});

test('one crash among a thousand is seen', () => {
  const view = demoManyView(1_000);
  const members = membersOf(view);
  const picture = poolPicture(withStatus(view, members[500] as number, crash), members, 0);
  expect(picture.crashed).toBe(1);
  expect(picture.cells.find(({ tone }) => tone === 'crashed')?.path).toMatch(/^M\d+ \d+l5 5/);
  const cells = picture.cells.reduce(
    (sum, { tone, path }) => sum + (path.split('M').length - 1) / (tone === 'crashed' ? 2 : 1),
    0,
  );
  expect(cells).toBe(CELLS.columns * CELLS.rows);
});

test('equal pictures have equal keys', () => {
  const view = demoManyView(20);
  const members = membersOf(view);
  const key = (of: View) => poolKey(poolPicture(of, members, 0));
  expect(key(view)).toBe(key({ ...view }));
  expect(key(view)).not.toBe(key(withStatus(view, members[3] as number, crash)));
});
