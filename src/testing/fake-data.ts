import type { ProcessDetail } from '../engine/protocol.ts';
import type { GalleryEntry, PlaygroundState } from '../store/playground-state.ts';
import type { LogLine } from '../view/view.ts';

export const NOTICES: PlaygroundState['notices'] = [
  {
    id: 1,
    tone: 'info',
    text: 'The link is of a scenario that is not in the gallery; it was opened all the same.',
  },
  {
    id: 2,
    tone: 'error',
    text: 'This link is broken: its end is missing. The essay opens instead.',
  },
];

export const DESCRIPTION =
  'A key-value store, a logger and a packet assembler under one supervisor, and three clients that keep them busy. Kill one. Ask kv for “crash”.';

export const EXAMPLES: PlaygroundState['scenario']['examples'] = [
  {
    target: 'kv',
    type: 'call',
    message: { type: 'lookup', key: 'apples' },
    label: 'How many apples?',
  },
  {
    target: 'kv',
    type: 'call',
    message: { type: 'store', key: 'pears', value: 5 },
    label: 'Store five pears',
  },
  {
    target: 'kv',
    type: 'call',
    message: { type: 'lookup', key: 'crash' },
    label: 'The lookup that crashes',
  },
  { target: 'kv', type: 'cast', message: 'stop', label: 'Stop' },
];

const entry = (group: GalleryEntry['group'], name: string, title: string): GalleryEntry => ({
  name,
  title,
  group,
  description: title,
});
export const GALLERY = [
  entry('start', 'essay', 'The essay'),
  entry('strategies', 'one-for-one', 'one_for_one'),
  entry('strategies', 'one-for-all', 'one_for_all'),
  entry('strategies', 'rest-for-one', 'rest_for_one'),
  entry('patterns', 'escalation', 'Escalation through two levels'),
  entry('patterns', 'sessions', 'Sessions: simple_one_for_one'),
  entry('patterns', 'poison', 'A poison message'),
  entry('awkward', 'thousand', 'A thousand children'),
];

export function demoLines(end: number): LogLine[] {
  const line = (
    index: number,
    pid: number,
    kind: LogLine['kind'],
    text: string,
    beat: LogLine['beat'] = null,
  ): LogLine => ({
    seq: index * 3,
    at: Math.round((end * index) / 60),
    pid,
    kind,
    beat,
    text,
  });
  const story = [
    line(1, 84, 'message', 'client_1 calls kv: {store,apples,3}'),
    line(2, 82, 'state', 'kv: #{apples => 3}'),
    line(3, 85, 'message', 'client_2 calls kv: {lookup,crash}'),
    line(4, 82, 'beat', 'kv crashed: badarith, in handle_call({lookup,crash}).', 'throw'),
    line(
      5,
      82,
      'beat',
      'The exit signal badarith goes from kv to simple_supervisor.',
      'exit_signal',
    ),
    line(
      6,
      80,
      'beat',
      'simple_supervisor restarts kv (one_for_one; 2 of 5 in 1000 s).',
      'decision',
    ),
    line(7, 90, 'beat', 'simple_supervisor starts server as <0.90.0>, registered as kv.', 'start'),
    line(8, 80, 'report', 'supervisor report: child_terminated, server'),
    line(9, 0, 'command', 'You kill kv.'),
  ];
  const more = Array.from({ length: 50 }, (_, index) =>
    line(10 + index, 81, 'message', `client_3 casts to packet: {fragment,1,${index}}`),
  );
  return [...story, ...more];
}

export function demoDetail(pid: number): ProcessDetail {
  return {
    pid,
    node: 'node@host',
    printed: `<0.${pid}.0>`,
    name: 'kv',
    behaviour: 'gen_server',
    module: 'kv',
    parent: 80,
    trapExit: pid === 80,
    status: 'idle',
    waitsFor: null,
    reductions: 1_234,
    state: '#{\n  apples => 3,\n  pears => 5,\n  plums => [1,2,3]\n}',
    stateBefore: '#{\n  apples => 2,\n  plums => [1,2,3]\n}',
    mailbox: [
      { kind: 'call', from: 84, text: '{lookup,apples}' },
      { kind: 'cast', from: 85, text: '{store,a_long_key_with_many_letters,[1,2,3,4,5,6,7,8]}' },
    ],
    mailboxLength: 2,
    links: [80],
    monitors: [],
    monitoredBy: [84],
    timers: [{ due: 5_000_000, text: 'tick' }],
    handlers: [],
  };
}
