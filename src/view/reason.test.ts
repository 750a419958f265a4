import { describe, expect, test } from 'vitest';
import { formatTerm, type TermStyle } from '../runtime/format-term.ts';
import type { Term } from '../runtime/term.ts';
import { reasonOfReport, withoutStack } from './reason.ts';

const CALLBACK = ['kv', 'handleCall'];
const sends = (...args: Term[]): Term => ['erlang', 'send', args];

describe.each<TermStyle>(['erlang', 'javascript'])('%s', (style) => {
  const shown = (term: Term, limit?: number): string =>
    withoutStack(formatTerm(term, style, limit));

  test.each<[string, Term]>([
    ['the callback', [CALLBACK]],
    ['a built-in function and the callback', [['erlang', 'div', [1, 0]], CALLBACK]],
    ['a built-in function alone', [['erlang', 'exit', ['a', 'b']]]],
    ['a built-in function without arguments', [['erlang', 'link', []], CALLBACK]],
    ['arguments that look like a stack', [sends('x', [['a', 'b']]), CALLBACK]],
    ['arguments with the marks of terms', [sends('x', ']},{a]}', { '[': ']}]}' }), CALLBACK]],
  ])('a reason is told without its stack: %s', (_what, stack) => {
    for (const reason of ['badarg', ['badmatch', ['a', 1]], { a: [] }] as Term[])
      expect(shown([reason, stack])).toBe(formatTerm(reason, style));
  });

  test('a reason is told without a stack that was cut', () => {
    expect(shown(['badarg', [sends('x', 'y'.repeat(100)), CALLBACK]], 60)).toBe(
      formatTerm('badarg', style),
    );
  });

  test.each(['lastMessage', 'lastEvent', 'initialCall', 'handler'])(
    'of a report that goes on with %s its reason is told',
    (next) => {
      const report = (reason: Term): string =>
        reasonOfReport(formatTerm({ reason, [next]: ['a', 1], state: 'b' }, style, 80));
      expect(report(['badarith', [['erlang', 'div', [1, 0]], CALLBACK]])).toBe(
        formatTerm('badarith', style),
      );
      expect(report({ what: ['a', 1] })).toBe(formatTerm({ what: ['a', 1] }, style));
      expect(report('y'.repeat(100))).toMatch(/^"?y+…$/);
      expect(reasonOfReport(formatTerm({ child: 'c', reason: 'r' }, style))).toContain('child');
    },
  );

  test.each<[Term]>([
    ['normal'],
    [['shutdown', 'x']],
    [['bad_return_value', [1, 2]]],
    [['noproc', ['gen_server', 'call', ['kv', 'a']]]],
  ])('a reason without a stack is told as it is: %j', (reason) => {
    expect(shown(reason)).toBe(formatTerm(reason, style));
  });
});
