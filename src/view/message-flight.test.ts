import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Flight, flightAt, flightUsOf } from './message-flight.ts';
import type { MessageView } from './view.ts';

const message = (receivedAt: number | null, lost = false): MessageView => ({
  seq: 1,
  from: 2,
  to: 3,
  kind: 'call',
  sentAt: 1_000,
  receivedAt,
  lost,
});

/** How far along a message is to the eye: 0 to 1. */
function way(flight: Flight): number {
  switch (flight.type) {
    case 'ahead':
      return 0;
    case 'flying':
    case 'lost':
      return flight.progress;
    default:
      return 1;
  }
}

describe('a message', () => {
  test.each([
    ['before it is sent', null, 999, { type: 'ahead' }],
    ['as it is sent', null, 1_000, { type: 'flying', progress: 0 }],
    ['half way', null, 1_025, { type: 'flying', progress: 0.5 }],
    ['there, not taken', null, 1_050, { type: 'waiting' }],
    ['in the mailbox for long', 9_000, 5_000, { type: 'waiting' }],
    ['taken', 9_000, 9_000, { type: 'received', agoUs: 0 }],
    ['taken a while ago', 9_000, 9_500, { type: 'received', agoUs: 500 }],
    ['taken sooner than usual', 1_010, 1_005, { type: 'flying', progress: 0.5 }],
    ['taken at the moment of sending', 1_000, 1_000, { type: 'received', agoUs: 0 }],
  ] as const)('%s', (_name, receivedAt, now, flight) => {
    expect(flightAt(message(receivedAt), now, 50)).toEqual(flight);
  });

  test('never arrives after it was received, and never goes back', () => {
    const times = fc.record({
      delay: fc.integer({ min: 0, max: 300 }),
      flightUs: fc.integer({ min: 1, max: 200 }),
      now: fc.integer({ min: 900, max: 1_400 }),
      later: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(times, ({ delay, flightUs, now, later }) => {
        const sent = message(1_000 + delay);
        const before = flightAt(sent, now, flightUs);
        const after = flightAt(sent, now + later, flightUs);
        expect(way(after)).toBeGreaterThanOrEqual(way(before));
        if (now >= 1_000 + delay) expect(before.type).toBe('received');
      }),
    );
  });

  test('is where it was before its receipt was known, as a rule', () => {
    const times = fc.record({
      delay: fc.integer({ min: 50, max: 300 }),
      now: fc.integer({ min: 900, max: 1_400 }),
    });
    fc.assert(
      fc.property(times, ({ delay, now }) => {
        fc.pre(now < 1_000 + delay);
        expect(flightAt(message(1_000 + delay), now, 50)).toEqual(flightAt(message(null), now, 50));
      }),
    );
  });
});

describe('a lost message', () => {
  test.each([
    ['to nobody, flies half its way', 1_000, 1_020, { type: 'flying', progress: 0.4 }],
    ['and fades there', 1_000, 1_035, { type: 'lost', progress: 0.5, agoUs: 10 }],
    ['in a mailbox, fades where it lay', 2_000, 2_010, { type: 'lost', progress: 1, agoUs: 10 }],
  ] as const)('%s', (_name, lostAt, now, flight) => {
    expect(flightAt(message(lostAt, true), now, 50)).toEqual(flight);
  });
});

test('the flight takes the shortest scheduling delay', () => {
  expect(flightUsOf([50, 200])).toBe(50);
  expect(flightUsOf([0, 0])).toBe(1);
});
