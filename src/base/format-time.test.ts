import { expect, test } from 'vitest';
import { formatTime } from './format-time.ts';

test.each([
  [0, '00:00.000'],
  [12_480_000, '00:12.480'],
  [12_480_999, '00:12.480'],
  [61_000_000, '01:01.000'],
  [3_661_005_000, '1:01:01.005'],
])('%d µs is %s', (at, text) => expect(formatTime(at)).toBe(text));
