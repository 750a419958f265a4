import { expect, test } from 'vitest';
import type { Look } from '../shared/process-look.ts';
import { HOLD_MS, Hold } from './hold.ts';

const running: Look = { tone: 'running', word: '' };
const crashed: Look = { tone: 'crashed', word: 'badarith' };

test('a calm card is shown as it is', () => {
  const hold = new Hold();
  expect(hold.show('a', running, 0)).toBe(running);
  expect(hold.busy(HOLD_MS)).toBe(false);
});

test('a crash stays in sight for a moment, with its reason', () => {
  const hold = new Hold();
  hold.show('a', crashed, 0);
  expect(hold.show('a', running, HOLD_MS - 1)).toBe(crashed);
  expect(hold.remaining('a', HOLD_MS - 1)).toBe(1);
  expect(hold.show('a', running, HOLD_MS)).toBe(running);
  expect(hold.busy(HOLD_MS)).toBe(false);
});

test('in a storm the card stays marked: it changes once, not ten times a second', () => {
  const hold = new Hold();
  let changes = 0;
  let shown = running;
  for (let ms = 0; ms < 1_000; ms += 16) {
    const look = hold.show('a', ms % 100 < 50 ? crashed : running, ms);
    if (look !== shown) changes++;
    shown = look;
  }
  expect(changes).toBe(1);
});

test('a crash that no frame saw is shown all the same', () => {
  const hold = new Hold();
  hold.mark('a', crashed, 0);
  expect(hold.show('a', running, 10)).toBe(crashed);
});

test('a card that is never drawn again is forgotten', () => {
  const hold = new Hold();
  hold.mark('a', crashed, 0);
  expect(hold.busy(HOLD_MS - 1)).toBe(true);
  expect(hold.busy(HOLD_MS)).toBe(false);
});
