import { expect, test } from 'vitest';
import { AS_FAST_AS_POSSIBLE, holdMs, paceOf, toSpeed } from './speed.ts';

test.each([
  [0, { type: 'steps', everyMs: 1_000 }],
  [1, { type: 'rate', usPerMs: 1_000 }],
  [0.25, { type: 'rate', usPerMs: 250 }],
  [1_000, { type: 'rate', usPerMs: 1_000_000 }],
  [AS_FAST_AS_POSSIBLE, { type: 'max' }],
])('at speed %d the pace is %j', (speed, pace) => expect(paceOf(speed)).toEqual(pace));

test.each([
  [-3, 0],
  [Number.NaN, 0],
  [0.000_01, 0.001],
  [2, 2],
  [1_000_000, AS_FAST_AS_POSSIBLE],
])('%d is taken as %d', (given, speed) => expect(toSpeed(given)).toBe(speed));

test.each([
  [1, 450],
  [2, 225],
  [19, 80],
  [0.5, 900],
  [0.001, 900],
  [0, 900],
])('a beat of 450 ms is held at speed %d for %d ms', (speed, ms) =>
  expect(holdMs(450, speed)).toBe(ms),
);
