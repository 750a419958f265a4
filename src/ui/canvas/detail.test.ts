import { expect, test } from 'vitest';
import { CARDS_IN_DOM, type Detail, detailAt, FULL_ZOOM, NAME_ZOOM } from './detail.ts';

test.each<[number, number, Detail]>([
  [1, 20, 'full'],
  [FULL_ZOOM, 20, 'full'],
  [0.5, 20, 'name'],
  [NAME_ZOOM, 20, 'name'],
  [0.2, 20, 'shape'],
  [1, CARDS_IN_DOM + 1, 'shape'],
])('at zoom %d with %d cards in view: %s', (zoom, cards, detail) => {
  expect(detailAt(zoom, cards, 'shape')).toBe(detail);
});

test('a level is kept a little past its border', () => {
  expect(detailAt(FULL_ZOOM * 0.97, 20, 'full')).toBe('full');
  expect(detailAt(FULL_ZOOM * 0.97, 20, 'name')).toBe('name');
  expect(detailAt(NAME_ZOOM * 0.97, 20, 'name')).toBe('name');
  expect(detailAt(NAME_ZOOM * 0.97, 20, 'shape')).toBe('shape');
  expect(detailAt(1, CARDS_IN_DOM, 'shape')).toBe('shape');
});
