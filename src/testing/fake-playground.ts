import { createStore } from 'zustand/vanilla';
import type { ProcessDetail } from '../engine/protocol.ts';
import { initialState } from '../store/initial-state.ts';
import type { GalleryEntry, Playground, PlaygroundState } from '../store/playground-state.ts';
import { pathOf, processAt } from '../view/paths.ts';
import { LOG_KINDS, type LogLine } from '../view/view.ts';
import {
  demoCrashView,
  demoEscalatedView,
  demoManyView,
  demoRestartedView,
  demoRestartingView,
  demoView,
} from './demo-view.ts';

/**
 * A playground without an engine, to look at the page with: `/?fake=crash` while developing.
 * What one does is told as a notice; only selection, filter, folding and settings do work.
 */
export function fakePlayground(which: string): Playground {
  const view = (VIEWS[which] ?? demoView)();
  const lines = demoLines(view.at);
  const store = createStore<PlaygroundState>(() => ({
    ...initialState,
    run: RUNS[which] ?? { type: 'paused' },
    scenarioName: 'essay',
    scenario: {
      ...initialState.scenario,
      title: 'The essay',
      description: DESCRIPTION,
      examples: EXAMPLES,
    },
    seed: 7,
    commands: [
      {
        at: 900_000,
        type: 'call',
        target: 'kv',
        request: { type: 'lookup', key: 'apples' },
        timeoutMs: 5000,
      },
    ],
    results: new Map([[0, { type: 'reply', reply: ['ok', 3] }]]),
    view: which === 'loading' ? initialState.view : view,
    hash: '3f9a01c7',
    next: view.at + 1_000,
    now: view.at,
    speed: 1,
    logLength: lines.length,
    notices: which === 'notices' ? NOTICES : [],
    beat:
      which === 'crash'
        ? { beat: 'throw', line: lines[3] as LogLine, pids: [82], paths: [], holdMs: 0 }
        : which === 'restarting'
          ? {
              beat: 'decision',
              line: lines[5] as LogLine,
              pids: [80],
              paths: ['simple_supervisor/server'],
              holdMs: 0,
            }
          : null,
  }));
  const set = (change: Partial<PlaygroundState>) => store.setState(change);
  const tell = (text: string) =>
    set({ notices: [...store.getState().notices, { id: Math.random(), tone: 'info', text }] });
  const shown = () => {
    const { kinds, text, path } = store.getState().logFilter;
    return lines.filter(
      (line) =>
        kinds.includes(line.kind) &&
        line.text.includes(text) &&
        (path === null || pathOf(view, line.pid) === path),
    );
  };
  set({ logFilter: { kinds: LOG_KINDS, path: null, text: '' } });
  return {
    store,
    gallery: GALLERY,
    openScenario: (name) => set({ scenarioName: name }),
    openText: () => tell('openText'),
    play: () => set({ run: { type: 'playing' } }),
    pause: () => set({ run: { type: 'paused' } }),
    step: () => set({ view: { ...store.getState().view, step: store.getState().view.step + 1 } }),
    stepToCrash: () => tell('stepToCrash'),
    runUntilIdle: () => set({ run: { type: 'idle' } }),
    setSpeed: (speed) => set({ speed }),
    restart: () => tell('restart'),
    newSeed: (seed) => set({ seed: seed ?? 12_345 }),
    recover: () => set({ run: { type: 'paused' } }),
    act(action) {
      const state = store.getState();
      set({ commands: [...state.commands, { at: state.now, ...action }] });
    },
    undo: () => set({ commands: store.getState().commands.slice(0, -1) }),
    redo: () => tell('redo'),
    select(selection) {
      const next = { ...store.getState().selection, ...selection };
      const pid =
        next.pid ?? (next.path === null ? null : (processAt(view, next.path)?.pid ?? null));
      set({ selection: { ...next, pid }, detail: pid === null ? null : demoDetail(pid) });
    },
    setCollapsed(path, collapsed) {
      const paths = new Set(store.getState().collapsed);
      if (collapsed) paths.add(path);
      else paths.delete(path);
      set({ collapsed: paths });
    },
    setFilter(filter) {
      set({ logFilter: { ...store.getState().logFilter, ...filter } });
      set({ logLength: shown().length });
    },
    setSettings: (settings) => set({ settings: { ...store.getState().settings, ...settings } }),
    dismiss: (id) =>
      set({ notices: store.getState().notices.filter((notice) => notice.id !== id) }),
    logLines: (from, to) => shown().slice(from, to),
    shareLink: () => `https://example.org/playground/#v1.${'x'.repeat(560)}`,
    exportText: () => '{}',
  };
}

const VIEWS: Record<string, () => PlaygroundState['view']> = {
  crash: demoCrashView,
  restarting: demoRestartingView,
  restarted: demoRestartedView,
  escalated: demoEscalatedView,
  many: () => demoManyView(1_000),
};

const RUNS: Record<string, PlaygroundState['run']> = {
  loading: { type: 'loading' },
  idle: { type: 'idle' },
  stuck: {
    type: 'stuck',
    message: 'The engine did not answer for 2 s. A callback of kv was running.',
  },
  failed: {
    type: 'failed',
    message: 'The code of this scenario does not compile.',
    problems: [
      {
        module: 'kv',
        line: 12,
        column: 5,
        message: "'Date' can't be used: a run must give the same every time.",
      },
    ],
  },
};

const NOTICES: PlaygroundState['notices'] = [
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

const DESCRIPTION =
  'A key-value store, a logger and a packet assembler under one supervisor, and three clients that keep them busy. Kill one. Ask kv for “crash”.';

const EXAMPLES: PlaygroundState['scenario']['examples'] = [
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
const GALLERY = [
  entry('start', 'essay', 'The essay'),
  entry('strategies', 'one-for-one', 'one_for_one'),
  entry('strategies', 'one-for-all', 'one_for_all'),
  entry('strategies', 'rest-for-one', 'rest_for_one'),
  entry('patterns', 'escalation', 'Escalation through two levels'),
  entry('patterns', 'sessions', 'Sessions: simple_one_for_one'),
  entry('patterns', 'poison', 'A poison message'),
  entry('awkward', 'thousand', 'A thousand children'),
];

function demoLines(end: number): LogLine[] {
  const line = (
    index: number,
    pid: number,
    kind: LogLine['kind'],
    text: string,
    beat?: string,
  ): LogLine =>
    ({ seq: index * 3, at: Math.round((end * index) / 60), pid, kind, text, beat }) as LogLine;
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

function demoDetail(pid: number): ProcessDetail {
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
  };
}
