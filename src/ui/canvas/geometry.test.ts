import { describe, expect, test } from 'vitest';
import {
  boundsOf,
  encloses,
  fitted,
  fittedTree,
  grown,
  holds,
  overlaps,
  roomOf,
  seen,
  seenFree,
} from './geometry.ts';

const unit = { x: 0, y: 0, width: 100, height: 50 };
const limits = { beside: 10, above: 10, below: 10, minZoom: 0.1, maxZoom: 1 };

test('bounds hold every rectangle', () => {
  expect(boundsOf([unit, { x: 200, y: -20, width: 10, height: 10 }])).toEqual({
    x: 0,
    y: -20,
    width: 210,
    height: 70,
  });
  expect(boundsOf([])).toBeNull();
});

test('overlap, enclosure, a point inside', () => {
  expect(overlaps(unit, { x: 99, y: 49, width: 5, height: 5 })).toBe(true);
  expect(overlaps(unit, { x: 101, y: 0, width: 5, height: 5 })).toBe(false);
  expect(encloses(grown(unit, 1), unit)).toBe(true);
  expect(encloses(unit, grown(unit, 1))).toBe(false);
  expect(holds(unit, 100, 50)).toBe(true);
  expect(holds(unit, 100, 51)).toBe(false);
});

test('what a screen shows', () => {
  expect(seen({ x: -100, y: 50, zoom: 2 }, { width: 800, height: 600 })).toEqual({
    x: 50,
    y: -25,
    width: 400,
    height: 300,
  });
});

test('fitting shows the whole tree, centred', () => {
  const viewport = fitted(
    { x: 0, y: 0, width: 1600, height: 400 },
    { width: 820, height: 600 },
    limits,
  );
  expect(viewport).toEqual({ x: 10, y: 200, zoom: 0.5 });
});

test('fitting a small tree does not blow it up', () => {
  expect(fitted(unit, { width: 820, height: 600 }, limits).zoom).toBe(1);
});

test('a tree too large to be shown whole is shown from its top', () => {
  const viewport = fitted(
    { x: 0, y: 0, width: 1000, height: 90_000 },
    { width: 820, height: 600 },
    limits,
  );
  expect(viewport.zoom).toBe(0.1);
  expect(viewport.y).toBe(10);
});

test('the room for a tree: beside the tools on a projector, above them on a phone', () => {
  expect(roomOf({ width: 768, height: 388 })).toEqual({ width: 752, height: 364 });
  expect(roomOf({ width: 390, height: 581 })).toEqual({ width: 372, height: 520 });
  expect(roomOf({ width: 0, height: 0 })).toEqual({ width: 4, height: 4 });
});

describe('the tools in the corner', () => {
  const screen = { width: 800, height: 400 };
  const top = { x: 250, y: 0, width: 100, height: 50 };
  const corner = { x: 500, y: 0, width: 100, height: 50 };
  const low = { x: 0, y: 200, width: 600, height: 50 };

  test('take no room from a tree that is narrow at the top', () => {
    const cards = [top, low];
    const { y } = fittedTree({ x: 0, y: 0, width: 600, height: 250 }, cards, screen);
    expect(y).toBeLessThan(48);
  });
  test('stand above a tree that would come under them', () => {
    const cards = [top, corner, low];
    const { y } = fittedTree({ x: 0, y: 0, width: 600, height: 250 }, cards, screen);
    expect(y).toBeGreaterThanOrEqual(48);
  });
});

test('a tree that was fitted is seen free of the tools', () => {
  for (const screen of [
    { width: 390, height: 580 },
    { width: 768, height: 388 },
  ]) {
    const tree = { x: 0, y: 0, width: 448, height: 640 };
    const free = seenFree(fittedTree(tree, [], screen), screen);
    expect(encloses(grown(free, 0.01), tree)).toBe(true);
    expect(encloses(free, grown(tree, 1))).toBe(false);
  }
});

test('the tree stands above what is kept free below', () => {
  const viewport = fitted(unit, { width: 820, height: 600 }, { ...limits, below: 110 });
  expect(viewport.y).toBe(10 + (600 - 120 - 50) / 2);
});
