import { describe, expect, test } from 'vitest';
import { along, barOf, ROUTE_LENGTH, writeCurve, writeElbow, writeFromAbove } from './route.ts';

const parent = { x: 200, y: 0, width: 100, height: 50, lists: false };
const child = { x: 0, y: 150, width: 100, height: 50 };

function pointsOf(write: (out: Float32Array) => void, ...ts: number[]): string[] {
  const out = new Float32Array(ROUTE_LENGTH);
  write(out);
  return ts.map((t) => {
    const point = { x: 0, y: 0 };
    along(out, 0, t, point);
    return `${Math.round(point.x)},${Math.round(point.y)}`;
  });
}

describe('along a supervision edge', () => {
  test('down: from below the parent to the top of the child', () =>
    expect(pointsOf((out) => writeElbow(out, 0, parent, child, false), 0, 1)).toEqual([
      '250,50',
      '50,150',
    ]));
  test('up: the same way back', () =>
    expect(pointsOf((out) => writeElbow(out, 0, parent, child, true), 0, 1)).toEqual([
      '50,150',
      '250,50',
    ]));
  test('its level part is at the height of the bar', () =>
    expect(pointsOf((out) => writeElbow(out, 0, parent, child, false), 0.6)[0]).toMatch(
      `,${barOf(child.y, child.height)}`,
    ));
  test('speed is the same all along', () => {
    const [a, b, c] = pointsOf(
      (out) => writeElbow(out, 0, { ...parent, x: 0 }, child, false),
      0.25,
      0.5,
      0.75,
    );
    expect([a, b, c]).toEqual(['50,75', '50,100', '50,125']);
  });
});

describe('to a child that is listed below', () => {
  const above = { x: 0, y: 0, width: 100, height: 50, lists: true };
  const listed = { x: 28, y: 150, width: 100, height: 50 };

  test('down the line they share, and into its side', () =>
    expect(pointsOf((out) => writeElbow(out, 0, above, listed, false), 0, 0.5, 1)).toEqual([
      '14,50',
      '14,120',
      '28,175',
    ]));
  test('up: the same way back', () =>
    expect(pointsOf((out) => writeElbow(out, 0, above, listed, true), 0, 0.5, 1)).toEqual([
      '28,175',
      '14,120',
      '14,50',
    ]));
});

describe('a curve', () => {
  const right = { x: 400, y: 0, width: 100, height: 50 };
  const left = { x: 0, y: 0, width: 100, height: 50 };
  const heightAtHalf = (from: typeof left, to: typeof left) =>
    Number(pointsOf((out) => writeCurve(out, 0, from, to), 0.5)[0]?.split(',')[1]);

  test('starts and ends at the borders', () => {
    const [start, end] = pointsOf((out) => writeCurve(out, 0, left, right), 0, 1);
    expect(start).toMatch(/^100,/);
    expect(end).toMatch(/^400,/);
  });
  test('there and back are two lanes', () => {
    expect(heightAtHalf(left, right)).toBeGreaterThan(25);
    expect(heightAtHalf(right, left)).toBeLessThan(25);
  });
  test('to itself it comes from above', () =>
    expect(pointsOf((out) => writeCurve(out, 0, left, left), 1)).toEqual(
      pointsOf((out) => writeFromAbove(out, 0, left), 1),
    ));
});
