import { expect, test } from 'vitest';
import { EASE_MS, Easing } from './easing.ts';

const card = (path: string, x: number) => ({ path, x, y: 0, width: 10, height: 10 });

function xOf(easing: Easing, at: ReturnType<typeof card>, now: number): number {
  const point = { x: 0, y: 0 };
  easing.place(at, now, point);
  return point.x;
}

test('a card that stays where it was does not move, a new one appears in its place', () => {
  const easing = new Easing();
  expect(easing.settle([card('a', 0)], 0, false)).toBe(false);
  expect(easing.settle([card('a', 0), card('b', 50)], 10, false)).toBe(false);
  expect(xOf(easing, card('b', 50), 10)).toBe(50);
});

test('a card with a new place eases to it in 200 ms', () => {
  const easing = new Easing();
  easing.settle([card('a', 0)], 0, false);
  expect(easing.settle([card('a', 100)], 1_000, false)).toBe(true);
  expect(xOf(easing, card('a', 100), 1_000)).toBe(0);
  const half = xOf(easing, card('a', 100), 1_000 + EASE_MS / 2);
  expect(half).toBeGreaterThan(50);
  expect(half).toBeLessThan(100);
  expect(easing.moving(1_000 + EASE_MS)).toBe(false);
  expect(xOf(easing, card('a', 100), 1_000 + EASE_MS)).toBe(100);
});

test('a second move starts from where the card is drawn', () => {
  const easing = new Easing();
  easing.settle([card('a', 0)], 0, false);
  easing.settle([card('a', 100)], 0, false);
  const drawn = xOf(easing, card('a', 100), 100);
  easing.settle([card('a', 0)], 100, false);
  expect(xOf(easing, card('a', 0), 100)).toBeCloseTo(drawn);
});

test('with reduced motion nothing moves', () => {
  const easing = new Easing();
  easing.settle([card('a', 0)], 0, true);
  expect(easing.settle([card('a', 100)], 0, true)).toBe(false);
  expect(xOf(easing, card('a', 100), 0)).toBe(100);
});
