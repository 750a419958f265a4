import { describe, expect, test } from 'vitest';
import { demoView } from '../../testing/demo-view.ts';
import type { ChildView, ProcessStatus, ProcessView } from '../../view/view.ts';
import { type Look, lookOf, pictogramOf, sayLook } from './process-look.ts';
import { childOf } from './process-words.ts';

const view = demoView();
const kv = view.processes.get(82) as ProcessView;
const server = childOf(view, kv) as ChildView;
const process: ProcessView = { ...kv, callback: 'handle_cast' };

const exited = (reason: string, how: 'normal' | 'crashed' | 'signal'): ProcessStatus => ({
  type: 'exited',
  reason,
  how,
  at: 0,
});

test('only who asks from outside of every tree has the pictogram of a client', () => {
  expect(pictogramOf('process', 'alice')).toBe('client');
  expect(pictogramOf('process', 'station/alice')).toBe('process');
  expect(pictogramOf('process', 'init')).toBe('process');
  expect(pictogramOf('gen_server', 'kv')).toBe('gen_server');
});

/** The status, the tone, the word on a card, and where there is room. */
test.each<[string, ProcessStatus, Look['tone'], string, string]>([
  ['running', { type: 'running' }, 'running', '', 'running'],
  [
    'busy',
    { type: 'busy', callback: 'handle_call', until: 5 },
    'busy',
    'handle_call',
    'busy in handle_call',
  ],
  [
    'waiting for another',
    { type: 'waiting', kind: 'call', peer: 82 },
    'waiting',
    'waits for kv',
    'waits for kv',
  ],
  [
    'waiting for nobody in particular',
    { type: 'waiting', kind: 'receive', peer: 0 },
    'running',
    'waits for a message',
    'waits for a message',
  ],
  ['starting', { type: 'starting' }, 'busy', 'init', 'starting: in init'],
  ['a crash', exited('badarith', 'crashed'), 'crashed', 'badarith', 'crashed: badarith'],
  ['killed', exited('killed', 'signal'), 'crashed', 'killed', 'killed'],
  ['shut down', exited('shutdown', 'signal'), 'exited', 'shutdown', 'exited: shutdown'],
  [
    'shut down with a word',
    exited('{shutdown,done}', 'normal'),
    'exited',
    '{shutdown,done}',
    'exited: {shutdown,done}',
  ],
])('%s', (_name, status, tone, word, words) => {
  const look = lookOf(view, process, status, server);
  expect(look).toEqual({ tone, word });
  expect(sayLook(look, status)).toBe(words);
});

describe('the place of a child', () => {
  test('that starts again is restarting', () => {
    const status: ProcessStatus = { type: 'starting' };
    const look = lookOf(view, process, status, { ...server, restarts: 3 });
    expect(look).toEqual({ tone: 'restarting', word: 'restarting' });
    expect(sayLook(look, status)).toBe('restarting: in init');
  });

  test('that could not be restarted is restarting', () =>
    expect(lookOf(view, undefined, undefined, { ...server, current: 'restarting' }).tone).toBe(
      'restarting',
    ));

  test('that was never started is not running', () => {
    const look = lookOf(view, undefined, undefined, { ...server, current: 'undefined' });
    expect(sayLook(look, undefined)).toBe('not running');
  });
});
