import { expect, test } from 'vitest';
import { arrowLabel, causeWords, eventSign } from './machine-words.ts';

const cause = (type: string, tag: string, count = 1) => ({ type, tag, count });

test.each([
  [[cause('cast', 'button')], 'button'],
  [[cause('state_timeout', '')], 'state_timeout'],
  [[cause('cast', 'button'), cause('call', 'open')], 'button +1'],
  [[cause('cast', 'a_long_word_'), cause('call', 'open')], 'a_long_wo… +1'],
  [[], ''],
])('an arrow has its event for a label', (causes, label) => expect(arrowLabel(causes)).toBe(label));

test('a cause is told by type and tag, and how often', () => {
  expect(causeWords(cause('cast', 'button', 3))).toBe('cast button ×3');
  expect(causeWords(cause('state_timeout', ''))).toBe('state_timeout');
});

test('events have the signs of messages; those of its own have none', () => {
  expect(['call', 'timeout retry', 'state_timeout', 'internal'].map(eventSign)).toEqual([
    'call',
    'timeout',
    'timeout',
    null,
  ]);
});
