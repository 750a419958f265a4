import { expect, test } from 'vitest';
import { HOLD_MS, Hold } from './hold.ts';

test('a calm card is shown as it is', () => {
  const hold = new Hold();
  expect(hold.show('a', 'running', '', 0).tone).toBe('running');
  expect(hold.show('a', 'busy', 'handle_call', 1).word).toBe('handle_call');
  expect(hold.busy).toBe(false);
});

test('a crash stays in sight for a moment, with its reason', () => {
  const hold = new Hold();
  hold.show('a', 'crashed', 'badarith', 0);
  expect(hold.show('a', 'running', '', HOLD_MS - 1)).toMatchObject({
    tone: 'crashed',
    word: 'badarith',
  });
  expect(hold.remaining('a', HOLD_MS - 1)).toBe(1);
  expect(hold.show('a', 'running', '', HOLD_MS).tone).toBe('running');
  expect(hold.busy).toBe(false);
});

test('in a storm the card stays marked: at most three changes a second', () => {
  const hold = new Hold();
  let changes = 0;
  let shown = 'running';
  for (let ms = 0; ms < 1_000; ms += 16) {
    const tone = hold.show('a', ms % 100 < 50 ? 'crashed' : 'running', 'badarith', ms).tone;
    if (tone !== shown) changes++;
    shown = tone;
  }
  expect(changes).toBe(1);
});

test('a crash that no frame saw is shown all the same', () => {
  const hold = new Hold();
  hold.mark('a', 'badarith', 0);
  expect(hold.show('a', 'running', '', 10).tone).toBe('crashed');
});
