import { describe, expect, test } from 'vitest';
import type { MessageView } from '../../view/view.ts';
import { type FlightLook, lookAt, paceOf } from './flight-look.ts';

const sent: MessageView = {
  seq: 1,
  from: 1,
  to: 2,
  kind: 'call',
  sentAt: 1_000,
  receivedAt: null,
  lost: false,
};
const pace = { flightUs: 100, fadeUs: 50 };

function at(now: number, message: Partial<MessageView> = {}) {
  const look: FlightLook = { part: 0, alpha: 0, waits: false };
  return lookAt({ ...sent, ...message }, now, pace, look) ? look : null;
}

describe('a message', () => {
  test('is not there before it is sent', () => expect(at(999)).toBeNull());
  test('is on its way', () => expect(at(1_025)).toEqual({ part: 0.25, alpha: 1, waits: false }));
  test('waits until it is taken', () => expect(at(9_000)?.waits).toBe(true));
  test('fades when it was taken', () => {
    expect(at(1_225, { receivedAt: 1_200 })).toEqual({ part: 1, alpha: 0.5, waits: false });
    expect(at(1_250, { receivedAt: 1_200 })).toBeNull();
  });
  test('taken before it has landed on screen, it flies on and fades then', () => {
    expect(at(1_050, { receivedAt: 1_010 })).toEqual({ part: 0.5, alpha: 1, waits: false });
    expect(at(1_125, { receivedAt: 1_010 })?.alpha).toBe(0.5);
  });
  test('lost, it fades before it arrives', () => {
    expect(at(1_075, { receivedAt: 1_010, lost: true })?.part).toBe(0.5);
    expect(at(2_000, { receivedAt: 1_010, lost: true })).toBeNull();
  });
});

describe('the pace', () => {
  test('at rest it is that of the run', () => expect(paceOf([40, 60], 1, false).flightUs).toBe(40));
  test('playing slowly, too', () => expect(paceOf([40, 60], 0.0001, true).flightUs).toBe(40));
  test('playing fast, a flight is long enough to be seen', () =>
    expect(paceOf([40, 60], 1, true).flightUs).toBeGreaterThan(100_000));
  test('at one step a second things still fade', () =>
    expect(paceOf([40, 60], 0, true).fadeUs).toBeGreaterThan(0));
  test('as fast as possible is no number to reckon with', () =>
    expect(paceOf([40, 60], Infinity, true).flightUs).toBeLessThan(Infinity));
});
