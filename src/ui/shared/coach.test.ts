import { describe, expect, test } from 'vitest';
import type { PlaygroundState } from '../../store/playground-state.ts';
import { isDone } from './coach.ts';

const commands = [{ at: 0, type: 'exit', target: 'kv', reason: 'kill' }];
const state = (changes: object = {}) =>
  ({
    run: { type: 'paused' },
    selection: { path: null, pid: null, seq: null },
    commands: [],
    view: { step: 10 },
    ...changes,
  }) as unknown as PlaygroundState;
const before = state();

describe('a coach mark goes away', () => {
  test('by selecting a card', () =>
    expect(
      isDone('select', before, state({ selection: { path: 'sup/kv', pid: 82, seq: null } })),
    ).toBe(true));
  test('by killing', () => expect(isDone('kill', before, state({ commands }))).toBe(true));
  test('by stepping', () =>
    expect(isDone('step', before, state({ commands: before.commands, view: { step: 11 } }))).toBe(
      true,
    ));
});

describe('a coach mark stays', () => {
  test('when a line of the log is selected', () =>
    expect(isDone('select', before, state({ selection: { path: null, pid: null, seq: 4 } }))).toBe(
      false,
    ));
  test('when something is sent', () =>
    expect(isDone('kill', before, state({ commands: [{ at: 0, type: 'cast' }] }))).toBe(false));
  test('when steps go by while playing', () => {
    const playing = { run: { type: 'playing' }, commands: before.commands };
    expect(isDone('step', state(playing), state({ ...playing, view: { step: 11 } }))).toBe(false);
  });
  test('when it goes back to the start', () =>
    expect(isDone('step', before, state({ commands: before.commands, view: { step: 0 } }))).toBe(
      false,
    ));
});
