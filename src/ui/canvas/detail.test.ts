import { describe, expect, test } from 'vitest';
import { CARDS, type CardSize, readableFrom } from '../../view/card-size.ts';
import { CARDS_IN_DOM, type Detail, detailAt, textScale } from './detail.ts';

const { whole } = CARDS;
const WHOLE = readableFrom('whole');

test.each<[number, number, Detail]>([
  [1, 20, 'whole'],
  [WHOLE, 20, 'whole'],
  [0.7, 20, 'brief'],
  [0.5, 20, 'name'],
  [0.3, 20, 'tag'],
  [0.2, 20, 'shape'],
  [1, CARDS_IN_DOM + 1, 'shape'],
])('at zoom %d with %d cards in view: %s', (zoom, cards, detail) => {
  expect(detailAt(zoom, whole, cards, 'shape')).toBe(detail);
});

test.each<CardSize>(['whole', 'brief', 'name'])(
  'cards for %s show that as soon as they can be read',
  (size) => {
    expect(detailAt(readableFrom(size), CARDS[size], 20, 'shape')).toBe(size);
    expect(detailAt(readableFrom(size) * 0.96, CARDS[size], 20, size)).not.toBe(size);
  },
);

describe('no text is smaller on screen than it is written', () => {
  test.each([0.24, 0.35, 0.5, 0.63, 0.71, 0.84, 1, 1.25])('at zoom %d', (zoom) => {
    for (const card of Object.values(CARDS)) {
      const detail = detailAt(zoom, card, 20, 'shape');
      if (detail !== 'shape') expect(zoom * textScale(detail, card)).toBeGreaterThanOrEqual(0.999);
    }
  });
});

test('a level is kept a little past its border', () => {
  expect(detailAt(WHOLE * 0.98, whole, 20, 'whole')).toBe('whole');
  expect(detailAt(WHOLE * 0.98, whole, 20, 'brief')).toBe('brief');
  expect(detailAt(1, whole, CARDS_IN_DOM, 'shape')).toBe('shape');
});
