import { expect, test } from 'vitest';
import { LINK_KINDS } from '../../view/why/link-kind.ts';
import { DOINGS, SIGNS } from '../shared/picture-data.ts';
import { whyLook } from './why-look.ts';

test('a message bears the sign of its kind, as on the canvas', () => {
  expect(whyLook({ kind: 'message', message: 'call' }).sign).toBe(SIGNS.call);
  expect(whyLook({ kind: 'message', message: 'reply' }).sign).toBe(SIGNS.reply);
  expect(whyLook({ kind: 'message', message: 'timeout' }).sign).toBe(SIGNS.timer);
});

test('a wait and a callback bear the bars of the cards', () => {
  expect(whyLook({ kind: 'wait', message: null }).sign).toBe(DOINGS.waits);
  expect(whyLook({ kind: 'callback', message: null }).sign).toBe(DOINGS.busy);
});

test('each kind has a word of its own', () => {
  const words = LINK_KINDS.map((kind) => whyLook({ kind, message: null }).word);
  expect(new Set(words).size).toBe(LINK_KINDS.length);
});
