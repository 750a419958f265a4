import { describe, expect, test } from 'vitest';
import { actionWords, howFor, messageAction, payloadOf, resultWords } from './message.ts';

describe('what is sent', () => {
  test.each(['call', 'cast', 'info', 'notify'] as const)('a %s carries the term', (kind) => {
    expect(payloadOf(messageAction(kind, 'kv', ['a'], 100))).toEqual(['a']);
  });
  test('a call has its timeout', () =>
    expect(messageAction('call', 'kv', 'a', 100)).toMatchObject({ timeoutMs: 100 }));
  test('a plain process understands info only', () => expect(howFor('process')).toEqual(['info']));
  test('reads as one line', () =>
    expect(
      actionWords(
        { type: 'call', target: 'kv', request: { type: 'lookup', key: 'x' }, timeoutMs: 1 },
        'erlang',
      ),
    ).toBe('call kv: {lookup,x}'));
});

test.each([
  ['pending', 'waits for an answer'],
  [{ type: 'reply', reply: ['ok', 3] }, '{ok,3}'],
  [{ type: 'exit', reason: 'badarith' }, 'exit: badarith'],
  [{ type: 'timeout' }, 'timeout: no reply in time'],
  [{ type: 'ok' }, 'ok'],
  [{ type: 'noproc' }, 'noproc: no such process'],
] as const)('result %j reads as %s', (result, words) =>
  expect(resultWords(result, 'erlang')).toBe(words),
);
