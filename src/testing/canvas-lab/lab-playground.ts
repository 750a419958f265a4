import { createStore } from 'zustand/vanilla';
import { initialState } from '../../store/initial-state.ts';
import type { Playground, PlaygroundState } from '../../store/playground-state.ts';
import { TraceBuffer } from '../../view/trace-buffer.ts';
import type { MessageView, View } from '../../view/view.ts';

/** A playground without an engine: the view is given, only what the canvas calls does something. */
export function labPlayground(view: View) {
  const store = createStore<PlaygroundState>(() => ({
    ...initialState,
    run: { type: 'paused' },
    scenario: { ...initialState.scenario, schedulingDelayUs: [40, 60] },
    speed: 0.001,
    view,
    now: view.at,
  }));
  const nothing = () => {};
  const playground: Playground = {
    store,
    gallery: [],
    openScenario: nothing,
    openText: nothing,
    play: nothing,
    pause: nothing,
    step: nothing,
    stepToCrash: nothing,
    runUntilIdle: nothing,
    jump: nothing,
    stepBack: nothing,
    previousCrash: nothing,
    previousEvent: nothing,
    nextEvent: nothing,
    goToBranch: nothing,
    renameBranch: nothing,
    removeBranch: nothing,
    bookmark: nothing,
    goToBookmark: nothing,
    setNote: nothing,
    playStory: nothing,
    trace: () => new TraceBuffer(),
    askTexts: nothing,
    explain: async () => null,
    setSpeed: nothing,
    restart: nothing,
    newSeed: nothing,
    broke: nothing,
    recover: nothing,
    act: nothing,
    undo: nothing,
    redo: nothing,
    select: (selection) =>
      store.setState((state) => ({ selection: { ...state.selection, ...selection } })),
    setCollapsed(path, collapsed) {
      const after = new Set(store.getState().collapsed);
      if (collapsed) after.add(path);
      else after.delete(path);
      store.setState({ collapsed: after });
    },
    setFilter: nothing,
    setSettings: (settings) =>
      store.setState((state) => ({ settings: { ...state.settings, ...settings } })),
    dismiss: nothing,
    logLines: () => [],
    shareLink: async () => '',
    exportText: () => '',
    compare: async () => null,
  };
  return { playground, store };
}

/** So many messages from anybody to anybody, each sent again when it has been taken: a steady storm. */
export function storm(view: View, count: number, now: number, wayUs: number): MessageView[] {
  const pids = [...view.processes.values()]
    .filter((p) => p.behaviour !== 'supervisor')
    .map((p) => p.pid);
  const kinds = ['call', 'reply', 'cast', 'info', 'notify', 'timeout', 'down', 'exit'] as const;
  return Array.from({ length: count }, (_, index) => {
    const phase = ((index * 7919) % 1000) / 1000;
    const round = Math.floor(now / wayUs - phase);
    const key = index * 31 + round * 17;
    return {
      seq: index + 1_000_000 + round * count,
      from: pids[key % pids.length] ?? 0,
      to: pids[(key * 7 + 13) % pids.length] ?? 0,
      kind: kinds[index % kinds.length] ?? 'info',
      sentAt: (round + phase) * wayUs,
      receivedAt: null,
      lost: false,
    };
  });
}

/** Other processes busy, waiting and at rest, `count` of them in every frame. */
export function churned(
  processes: View['processes'],
  count: number,
  clock: number,
): View['processes'] {
  const after = new Map(processes);
  const all = [...processes.values()].filter((process) => process.supervisor === null);
  for (let index = 0; index < count; index++) {
    const process = all[Math.floor(clock * 7 + index * 13) % all.length];
    if (process === undefined) continue;
    const busy = process.status.type === 'running';
    after.set(process.pid, {
      ...process,
      status: busy
        ? { type: 'busy', callback: 'handle_call', until: Number.MAX_SAFE_INTEGER }
        : { type: 'running' },
      mailbox: (process.mailbox + 1) % 7,
    });
  }
  return after;
}
