import { createStore } from 'zustand/vanilla';
import { initialState } from '../store/initial-state.ts';
import type { Playground, PlaygroundState } from '../store/playground-state.ts';
import { pathOf, processAt } from '../view/paths.ts';
import { TraceBuffer } from '../view/trace-buffer.ts';
import { LOG_KINDS, type LogLine } from '../view/view.ts';
import {
  demoCrashView,
  demoEscalatedView,
  demoManyView,
  demoRestartedView,
  demoRestartingView,
  demoView,
} from './demo-view.ts';

import { DESCRIPTION, demoDetail, demoLines, EXAMPLES, GALLERY, NOTICES } from './fake-data.ts';

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
    play: () => set({ run: { type: 'playing', search: null } }),
    pause: () => set({ run: { type: 'paused' } }),
    step: () => set({ view: { ...store.getState().view, step: store.getState().view.step + 1 } }),
    stepToCrash: () => tell('stepToCrash'),
    runUntilIdle: () => set({ run: { type: 'idle' } }),
    jump: (target) => tell(`jump ${JSON.stringify(target)}`),
    stepBack: () => tell('stepBack'),
    previousCrash: () => tell('previousCrash'),
    previousEvent: () => tell('previousEvent'),
    nextEvent: () => tell('nextEvent'),
    goToBranch: (branch) => set({ branch }),
    renameBranch: () => tell('renameBranch'),
    removeBranch: () => tell('removeBranch'),
    bookmark: (note) =>
      set({ bookmarks: [...store.getState().bookmarks, { at: view.at, step: view.step, note }] }),
    goToBookmark: () => tell('goToBookmark'),
    setNote: () => tell('setNote'),
    playStory: () => tell('playStory'),
    trace: () => new TraceBuffer(),
    askTexts: () => {},
    explain: async () => null,
    setSpeed: (speed) => set({ speed }),
    restart: () => tell('restart'),
    newSeed: (seed) => set({ seed: seed ?? 12_345 }),
    broke: (where, error) => set({ run: { type: 'broken', where, message: String(error) } }),
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
    shareLink: async () => `https://example.org/playground/#v1.${'x'.repeat(560)}`,
    exportText: () => '{}',
    compare: async () => null,
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
