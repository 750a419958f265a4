import { expect, test } from 'vitest';
import { demoView } from '../../testing/demo-view.ts';
import type { ProcessView } from '../../view/view.ts';
import { cardLabel } from './card-label.ts';

const kv = { ...(demoView().processes.get(82) as ProcessView), mailbox: 0 };

test('a card is named by id, name, behaviour, status, restarts', () =>
  expect(cardLabel('server', kv, { tone: 'running', word: '' }, 3)).toBe(
    'server, kv, gen_server, running, 3 restarts',
  ));

test('a card says what waits in its mailbox', () =>
  expect(cardLabel('kv', { ...kv, mailbox: 1 }, { tone: 'running', word: '' }, 0)).toBe(
    'kv, gen_server, running, 1 message',
  ));

test('a card says in which state a machine is, and how much it has put aside', () => {
  const machine = {
    state: 'open',
    states: ['open'],
    transitions: [],
    last: null,
    postponed: [{ type: 'cast', content: 'close' }],
    timeouts: [],
  };
  expect(
    cardLabel('door', { ...kv, name: 'door', machine }, { tone: 'running', word: '' }, 0),
  ).toBe('door, gen_server, state open, running, 1 postponed');
});

test('a card says why its process crashed', () =>
  expect(cardLabel('kv', kv, { tone: 'crashed', word: 'badarith' }, 0)).toBe(
    'kv, gen_server, crashed, badarith',
  ));
