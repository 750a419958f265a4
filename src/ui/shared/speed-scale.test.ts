import { describe, expect, test } from 'vitest';
import { AS_FAST_AS_POSSIBLE, ONE_STEP_A_SECOND } from '../../store/speed.ts';
import { formatSpeed, POSITION_MAX, positionOf, speedAt } from './speed-scale.ts';

describe('the speed scale', () => {
  test('ends in one step a second and in as fast as possible', () => {
    expect(speedAt(0)).toBe(ONE_STEP_A_SECOND);
    expect(speedAt(POSITION_MAX)).toBe(AS_FAST_AS_POSSIBLE);
  });

  test('has real time in its middle', () => expect(speedAt(POSITION_MAX / 2)).toBe(1));

  test('comes back to where it was, from every position', () => {
    const positions = Array.from({ length: POSITION_MAX + 1 }, (_, position) => position);
    expect(positions.map((position) => positionOf(speedAt(position)))).toEqual(positions);
  });

  test('only rises', () => {
    const speeds = Array.from({ length: POSITION_MAX + 1 }, (_, position) => speedAt(position));
    expect(speeds).toEqual([...speeds].sort((left, right) => left - right));
    expect(new Set(speeds).size).toBe(speeds.length);
  });

  test.each([
    [0, '1 step/s'],
    [0.001, '×0.001'],
    [1, '×1'],
    [20, '×20'],
    [AS_FAST_AS_POSSIBLE, 'max'],
  ])('%d reads as %s', (speed, text) => expect(formatSpeed(speed)).toBe(text));
});
