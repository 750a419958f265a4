import { describe, expect, test } from 'vitest';
import type { ChildView, ProcessStatus, ProcessView, View } from '../../view/view.ts';
import { cardLabel, lookOf } from './card-look.ts';

const supervised = processOf(2, { type: 'running' });
const view = viewOf(processOf(1, { type: 'running' }, [childOf(2)]), supervised);

describe('the look of a card', () => {
  const look = (status: ProcessStatus, child = childOf(2)) =>
    lookOf(view, processOf(2, status), status, child);

  test.each<[string, ProcessStatus, string, string]>([
    ['running', { type: 'running' }, 'running', 'handle_cast'],
    ['busy', { type: 'busy', callback: 'handle_call', until: 5 }, 'busy', 'handle_call'],
    ['waiting for another', { type: 'waiting', kind: 'call', peer: 2 }, 'waiting', 'waits for kv'],
    [
      'waiting for nobody in particular',
      { type: 'waiting', kind: 'receive', peer: 0 },
      'running',
      'waits for a message',
    ],
    ['starting', { type: 'starting' }, 'busy', 'init'],
    [
      'a crash',
      { type: 'exited', reason: 'badarith', how: 'crashed', at: 0 },
      'crashed',
      'badarith',
    ],
    ['killed', { type: 'exited', reason: 'killed', how: 'signal', at: 0 }, 'crashed', 'killed'],
    [
      'shut down',
      { type: 'exited', reason: 'shutdown', how: 'signal', at: 0 },
      'exited',
      'shutdown',
    ],
    [
      'shut down with a word',
      { type: 'exited', reason: '{shutdown,done}', how: 'normal', at: 0 },
      'exited',
      '{shutdown,done}',
    ],
  ])('%s', (_name, status, tone, word) => expect(look(status)).toEqual({ tone, word }));

  test('starting again is a restart', () =>
    expect(look({ type: 'starting' }, { ...childOf(2), restarts: 3 })).toEqual({
      tone: 'restarting',
      word: 'restarting',
    }));
  test('a child that could not be restarted', () =>
    expect(lookOf(view, undefined, undefined, { ...childOf(2), current: 'restarting' }).tone).toBe(
      'restarting',
    ));
  test('a child that was never started', () =>
    expect(lookOf(view, undefined, undefined, { ...childOf(2), current: 'undefined' }).word).toBe(
      'not running',
    ));
});

test('a card is named by id, name, behaviour, state, restarts', () => {
  const look = lookOf(view, supervised, supervised.status, childOf(2));
  expect(cardLabel('server', supervised, look, 3)).toBe(
    'server, kv, gen_server, running, 3 restarts',
  );
  expect(cardLabel('kv', { ...supervised, mailbox: 1 }, look, 0)).toBe(
    'kv, gen_server, running, 1 message',
  );
});

function childOf(pid: number): ChildView {
  return {
    id: 'server',
    restart: 'permanent',
    shutdown: '5000',
    type: 'worker',
    significant: false,
    start: 'kv:start',
    removedAt: null,
    current: pid,
    incarnations: [],
    restarts: 0,
  };
}

function processOf(pid: number, status: ProcessStatus, children?: ChildView[]): ProcessView {
  return {
    pid,
    parent: pid - 1,
    supervisedBy: pid - 1,
    path: pid === 2 ? 'top/server' : 'top',
    ready: true,
    behaviour: 'gen_server',
    module: 'kv',
    name: pid === 2 ? 'kv' : null,
    status,
    mailbox: 0,
    callback: 'handle_cast',
    state: '',
    links: [],
    monitors: [],
    startedAt: 0,
    handlers: [],
    supervisor: children
      ? {
          flags: { strategy: 'one_for_one', intensity: 1, period: 5, autoShutdown: 'never' },
          template: null,
          children,
          restarts: [],
          lastDecision: null,
        }
      : null,
  };
}

function viewOf(...processes: ProcessView[]): View {
  return {
    seq: 0,
    at: 0,
    step: 0,
    processes: new Map(processes.map((process) => [process.pid, process])),
    names: new Map(),
    roots: [],
    messages: [],
    departures: [],
    crashes: 0,
    restarts: 0,
  };
}
