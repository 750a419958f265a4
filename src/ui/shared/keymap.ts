/**
 * Every key the page listens to. One table: the handler (controls/use-keyboard.ts) and the help
 * dialog both read it, so that what the help says is what happens.
 */
export interface Binding {
  readonly command: KeyCommand;
  /** The first is shown first in help. Modifiers in the order ctrl, shift; ctrl is also a Mac's ⌘. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: 'Run' | 'Selected process' | 'Page';
}

export const KEYMAP = [
  { command: 'play', keys: ['space'], label: 'Play or pause', group: 'Run' },
  { command: 'step', keys: ['.'], label: 'One step', group: 'Run' },
  { command: 'step_back', keys: [','], label: 'One step back', group: 'Run' },
  { command: 'previous_crash', keys: ['shift+N'], label: 'Back to the crash before', group: 'Run' },
  { command: 'crash', keys: ['n'], label: 'On to the next crash', group: 'Run' },
  { command: 'idle', keys: ['i'], label: 'Run until nothing is left to do', group: 'Run' },
  { command: 'first', keys: ['home'], label: 'To the start of what is known', group: 'Run' },
  { command: 'last', keys: ['end'], label: 'To the end of what is known', group: 'Run' },
  { command: 'note', keys: ['b'], label: 'A note on this moment…', group: 'Run' },
  { command: 'next_note', keys: ['>'], label: 'Play on to the next note', group: 'Run' },
  { command: 'previous_note', keys: ['<'], label: 'Back to the note before', group: 'Run' },
  { command: 'restart', keys: ['r'], label: 'Back to the start, same seed', group: 'Run' },
  { command: 'faster', keys: ['+', '='], label: 'Faster', group: 'Run' },
  { command: 'slower', keys: ['-'], label: 'Slower', group: 'Run' },
  { command: 'undo', keys: ['u', 'ctrl+z'], label: 'Take back the last action', group: 'Run' },
  {
    command: 'redo',
    keys: ['shift+U', 'ctrl+shift+Z', 'ctrl+y'],
    label: 'Do it again',
    group: 'Run',
  },
  { command: 'kill', keys: ['k'], label: 'Kill', group: 'Selected process' },
  { command: 'exit', keys: ['x'], label: 'Exit with a reason…', group: 'Selected process' },
  {
    command: 'crash_next',
    keys: ['c'],
    label: 'Crash on its next message',
    group: 'Selected process',
  },
  { command: 'send', keys: ['s'], label: 'Send it something…', group: 'Selected process' },
  {
    command: 'previous_event',
    keys: ['p'],
    label: 'Back to its event before',
    group: 'Selected process',
  },
  {
    command: 'next_event',
    keys: ['shift+P'],
    label: 'On to its next known event',
    group: 'Selected process',
  },
  { command: 'why', keys: ['w'], label: 'Why is it like that?', group: 'Selected process' },
  { command: 'deselect', keys: ['escape'], label: 'Select nothing', group: 'Selected process' },
  { command: 'outline', keys: ['t'], label: 'The tree as an outline', group: 'Page' },
  { command: 'filter', keys: ['/'], label: 'Filter the log', group: 'Page' },
  { command: 'left', keys: ['['], label: 'Fold the left panel', group: 'Page' },
  { command: 'inspector', keys: [']'], label: 'Fold the inspector', group: 'Page' },
  { command: 'log', keys: ['l'], label: 'Fold the log', group: 'Page' },
  { command: 'compare', keys: ['shift+C'], label: 'Compare with another run…', group: 'Page' },
  { command: 'history', keys: ['h'], label: 'Branches and notes', group: 'Page' },
  { command: 'share', keys: ['shift+S'], label: 'Share this moment…', group: 'Page' },
  { command: 'help', keys: ['?'], label: 'This help', group: 'Page' },
] as const satisfies readonly (Omit<Binding, 'command'> & { command: string })[];
export type KeyCommand = (typeof KEYMAP)[number]['command'];

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key press asks for; null for nothing of ours. */
export function commandOf(pressed: Key): KeyCommand | null {
  const combination = nameOfKey(pressed);
  return (
    KEYMAP.find(({ keys }) => (keys as readonly string[]).includes(combination))?.command ?? null
  );
}

function nameOfKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): string {
  const ctrl = ctrlKey || metaKey;
  // AltGr types `[` and `]` on many keyboards, and reports itself as Ctrl+Alt.
  if (altKey)
    return ctrl || key.length > 1 ? (key.length === 1 && !/[a-z]/i.test(key) ? key : '') : '';
  if (key === ' ') return ctrl ? '' : 'space';
  if (key.length > 1) return ctrl || shiftKey ? '' : key.toLowerCase();
  // Letters: Shift is part of the name. Signs: it only chose the sign.
  const isLetter = /^\p{L}$/u.test(key);
  const shown = isLetter && shiftKey ? key.toUpperCase() : isLetter ? key.toLowerCase() : key;
  return `${ctrl ? 'ctrl+' : ''}${isLetter && shiftKey ? 'shift+' : ''}${shown}`;
}
