import { expect, test } from 'vitest';
import { nextCard } from './keyboard.ts';
import type { SceneCard } from './scene.ts';

const card = (path: string, x: number, y: number): SceneCard => ({
  path,
  x,
  y,
  pid: 1,
  kind: 'worker',
  title: path,
  parentPath: null,
  collapsedCount: 0,
  members: [],
  depth: 0,
  lists: false,
  width: 100,
  height: 50,
});
const top = card('top', 120, 0);
const [left, middle, right] = [
  card('left', 0, 100),
  card('middle', 120, 100),
  card('right', 240, 100),
];
const cards = [top, left, middle, right];

test.each<[string, SceneCard, string, string | undefined]>([
  ['down to the nearest below', top, 'ArrowDown', 'middle'],
  ['up to the parent', left, 'ArrowUp', 'top'],
  ['right to the next sibling', left, 'ArrowRight', 'middle'],
  ['left to the one before', right, 'ArrowLeft', 'middle'],
  ['nowhere past the last', right, 'ArrowRight', undefined],
  ['not to another level by going sideways', top, 'ArrowRight', undefined],
  ['nowhere by another key', top, 'a', undefined],
])('%s', (_name, from, key, to) => expect(nextCard(cards, from, key)?.path).toBe(to));
