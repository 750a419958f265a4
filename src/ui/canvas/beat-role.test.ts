import { expect, test } from 'vitest';
import type { BeatOnShow } from '../../store/playground-state.ts';
import type { Beat } from '../../view/view.ts';
import { parseRole, roleText } from './beat-role.ts';

const beat = (kind: Beat, pids: number[], paths: string[]): BeatOnShow => ({
  beat: kind,
  line: { seq: 0, at: 0, pid: 1, kind: 'beat', beat: null, text: '' },
  pids,
  paths,
  holdMs: 450,
});

test.each<[string, BeatOnShow | null, string, number, string]>([
  ['nothing between beats', null, 'a', 1, ''],
  ['nothing for those it is not about', beat('throw', [1], ['a']), 'b', 2, ''],
  ['the one that throws', beat('throw', [1], ['a']), 'a', 1, 'throws'],
  ['the sender of the exit signal', beat('exit_signal', [1, 2], ['a', 'b']), 'a', 1, 'signals'],
  ['its receiver', beat('exit_signal', [1, 2], ['a', 'b']), 'b', 2, 'hears'],
  ['the receiver of a signal from outside', beat('exit_signal', [2], ['b']), 'b', 2, 'hears'],
  ['the supervisor that decides', beat('decision', [9, 1], ['a', 'b']), 'top', 9, 'decides'],
  ['the affected, in their order', beat('decision', [9, 1], ['a', 'b']), 'b', 2, 'affected 2'],
  ['one alone has no order', beat('decision', [9, 1], ['a']), 'a', 1, 'affected'],
  ['the one that is stopped', beat('stop', [9, 1], ['a']), 'a', 1, 'stops'],
  ['the one that is started', beat('start', [9, 5], ['a']), 'a', 5, 'starts'],
  ['its supervisor does not arrive', beat('start', [9, 5], ['a']), 'top', 9, 'decides'],
  ['the supervisor that gives up', beat('give_up', [9, 1], ['a']), 'top', 9, 'gives_up'],
])('%s', (_name, shown, path, pid, role) =>
  expect(roleText(shown, { path, pid, members: [], collapsedCount: 0 })).toBe(role),
);

test('a card that stands for many has a part when one of them has', () => {
  const pool = { path: 'top/*', pid: null, members: [5, 6], collapsedCount: 2 };
  expect(roleText(beat('throw', [6], ['top/b']), pool)).toBe('throws');
  expect(roleText(beat('start', [9, 6], ['top/b']), pool)).toBe('affected');
  expect(roleText(beat('throw', [7], ['top/c']), pool)).toBe('');
  const collapsed = { path: 'top', pid: 9, members: [], collapsedCount: 3 };
  expect(roleText(beat('throw', [7], ['top/c']), collapsed)).toBe('throws');
});

test('a part is read back from its text', () => {
  expect(parseRole('')).toBeNull();
  expect(parseRole('affected 3')).toEqual({ type: 'affected', order: 3 });
  expect(parseRole('throws')).toEqual({ type: 'throws', order: 0 });
});
