import { expect, test } from 'vitest';
import { Counter } from '../../view/tally.ts';
import { TraceBuffer } from '../../view/trace-buffer.ts';
import { diedWords } from './summary-rows.ts';

const died = (deaths: Readonly<Record<string, number>>) =>
  diedWords({ ...new Counter(new TraceBuffer()).at(0), deaths: new Map(Object.entries(deaths)) });

test('who died and how often, the most often first', () => {
  expect(died({})).toBe('nobody');
  expect(died({ kv: 1, logger: 3 })).toBe('logger 3, kv 1');
  expect(died({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 2 })).toBe('f 2, a 1, b 1, c 1 and 2 more');
});
