import { expect, test } from 'vitest';
import { cast, kill, toldTree } from '../../testing/told-run.ts';
import { NEXT_MS, newest } from '../../testing/why-told.ts';
import { why } from '../../view/why/why.ts';
import { whyText } from './why-text.ts';

test('a chain as text: effect first, each cause below, what stands beside it indented', () => {
  const tree = { id: 'sup', intensity: 1, children: [{ id: 'a' }] } as const;
  const script = [
    [10, cast('a', 'crash')],
    [20, kill('a')],
  ] as const;
  const run = toldTree(tree, script, NEXT_MS);
  const answer = why(run.buffer, { type: 'event', seq: newest(run, 'decided') });
  expect(answer === null ? '' : whyText(answer)).toBe(
    [
      '00:00.020  sup gives up: 2 restarts within 5 s, 1 is allowed. It stops its children in reverse order and exits shutdown.',
      '00:00.010      - sup restarts a (one_for_one, permanent; 1 of 1 in 5 s).',
      '00:00.020  because Exit signal killed travels from a <0.83.0> to sup.',
      '00:00.020  because a is ended by the exit signal kill from the outside.',
      '00:00.020  because From outside: kill a.',
      'This was done from outside, by a person or the script. Here the chain begins.',
      '',
    ].join('\n'),
  );
});
