import { describe, expect, test } from 'vitest';
import { commandOf, KEYMAP, type Key } from './keymap.ts';

const press = (key: string, held: Partial<Key> = {}) =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test('no key does two things', () => {
  const keys = KEYMAP.flatMap(({ keys }) => keys as readonly string[]);
  expect(keys).toHaveLength(new Set(keys).size);
});

describe('a key press', () => {
  test.each([
    [' ', {}, 'play'],
    ['.', {}, 'step'],
    ['k', {}, 'kill'],
    ['Escape', {}, 'deselect'],
    ['z', { ctrlKey: true }, 'undo'],
    ['z', { metaKey: true }, 'undo'],
    ['Z', { ctrlKey: true, shiftKey: true }, 'redo'],
    ['U', { shiftKey: true }, 'redo'],
    // US keyboards hold Shift for `?` and `+`; German ones AltGr (Ctrl+Alt on Windows) for `[`.
    ['?', { shiftKey: true }, 'help'],
    ['+', { shiftKey: true }, 'faster'],
    ['[', { altKey: true, ctrlKey: true }, 'left'],
    ['S', { shiftKey: true }, 'share'],
    ['>', { shiftKey: true }, 'next_note'],
    ['End', {}, 'last'],
  ])('%j with %j is %s', (key, held, command) => expect(press(key, held)).toBe(command));

  test.each([
    ['k', { ctrlKey: true }],
    ['r', { metaKey: true }],
    ['s', { altKey: true }],
    [' ', { ctrlKey: true }],
    ['K', { shiftKey: true }],
    ['Tab', {}],
    ['ArrowUp', {}],
  ])("%j with %j is the browser's", (key, held) => expect(press(key, held)).toBeNull());
});
