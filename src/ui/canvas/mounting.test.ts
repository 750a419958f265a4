import { expect, test } from 'vitest';
import { ALWAYS_MOUNTED, MOUNTS_A_FRAME, mountCards } from './mounting.ts';
import type { SceneCard } from './scene.ts';

const row = (count: number): SceneCard[] =>
  Array.from({ length: count }, (_, index) => ({
    path: `p/${index}`,
    pid: index,
    kind: 'worker',
    title: `${index}`,
    parentPath: 'p',
    collapsedCount: 0,
    members: [],
    depth: 0,
    lists: false,
    x: index * 100,
    y: 0,
    width: 80,
    height: 40,
  }));
const seen = (x: number) => ({ x, y: 0, width: 400, height: 300 });
const none: ReadonlySet<SceneCard> = new Set();
const pathsOf = (cards: ReadonlySet<SceneCard>) => [...cards].map(({ path }) => path);

/** As many frames as it takes. */
function settle(cards: SceneCard[], before: ReadonlySet<SceneCard>, x: number) {
  let { mounted, more } = mountCards(cards, before, seen(x), 'whole');
  while (more) ({ mounted, more } = mountCards(cards, mounted, seen(x), 'whole'));
  return mounted;
}

test('few cards are all in the DOM, wherever one looks and however small they are', () => {
  const cards = row(ALWAYS_MOUNTED);
  expect(mountCards(cards, none, seen(99_999), 'shape').mounted.size).toBe(ALWAYS_MOUNTED);
});

test('of many, those in view and a little around', () => {
  expect(pathsOf(settle(row(1_000), none, 1_000))).toEqual(
    [10, 11, 12, 13, 14].map((index) => `p/${index}`),
  );
});

test('a card stays a little longer than it takes to enter', () => {
  const cards = row(1_000);
  const mounted = settle(cards, settle(cards, none, 1_000), 1_100);
  expect(pathsOf(mounted)).toContain('p/10');
  expect(pathsOf(settle(cards, mounted, 5_000))).not.toContain('p/10');
});

test('none when they can only be shapes', () => {
  expect(mountCards(row(1_000), none, seen(0), 'shape').mounted.size).toBe(0);
});

test('not too many at once', () => {
  const wide = { x: 0, y: 0, width: 10_000, height: 300 };
  const { mounted, more } = mountCards(row(1_000), none, wide, 'name');
  expect(mounted.size).toBe(MOUNTS_A_FRAME);
  expect(more).toBe(true);
});

test('the same set as long as nothing changes', () => {
  const cards = row(1_000);
  const mounted = settle(cards, none, 1_000);
  expect(mountCards(cards, mounted, seen(1_001), 'whole').mounted).toBe(mounted);
});
