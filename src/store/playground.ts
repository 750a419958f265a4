import { createStore } from 'zustand/vanilla';
import { serialiseRun } from '../scenario/saved-run.ts';
import { Bookmarks } from './bookmarks.ts';
import { Branches } from './branches.ts';
import type { PlaygroundDeps } from './deps.ts';
import { History } from './history.ts';
import { initialState } from './initial-state.ts';
import { createKeep } from './keep.ts';
import { Opening } from './opening.ts';
import { Playback } from './playback.ts';
import type { Playground, PlaygroundState } from './playground-state.ts';
import { presentRun, presentShare } from './present-run.ts';
import { Selecting } from './selection.ts';
import { completeSettings, readSettings, writeSettings } from './settings.ts';
import { ShownLog } from './shown-log.ts';
import { toSpeed } from './speed.ts';
import { Stage } from './stage.ts';
import { Travel } from './travel.ts';
import { readWork, WorkKeeper } from './work-in-progress.ts';

/** A playground, and those of its parts that somebody else may drive. */
export interface Assembly {
  readonly playground: Playground;
  readonly stage: Stage;
  readonly playback: Playback;
  readonly travel: Travel;
  readonly history: History;
  /** Opens what the address, the last visit or the gallery has. */
  open(): void;
}

/** Puts the store together, and opens what the address, the last visit or the gallery has. */
export function createPlayground(deps: PlaygroundDeps): Playground {
  const { playground, open } = assemblePlayground(deps);
  open();
  return playground;
}

/** Puts the store together. Nothing is on the stage yet. */
export function assemblePlayground(deps: PlaygroundDeps): Assembly {
  const store = createStore<PlaygroundState>(() => initialState);
  const stage = new Stage(deps, store);
  const complain = (text: string) => stage.tell('error', text);
  const keep = createKeep(deps.storage, complain);
  stage.set({ settings: readSettings(keep) });

  const playback = new Playback(stage);
  const travel = new Travel(stage, playback);
  const branches = new Branches(stage, travel);
  const bookmarks = new Bookmarks(stage, playback, travel);
  const history = new History(stage, playback, branches);
  const selecting = new Selecting(stage);
  const log = new ShownLog(stage);
  const work = new WorkKeeper(keep, stage);
  const opening = new Opening(stage, history, selecting, (mine) => work.own(mine));

  playback.onBranch = (seq) => branches.leave(seq);
  playback.onArrival = (bookmark) => void bookmarks.goTo(bookmark);

  /** The person has changed the run: from now on it is theirs, and no longer what the address says. */
  const changed = () => {
    deps.address.clear();
    work.own(true);
  };

  deps.onError((error) => playback.broke('on the page', error));

  const playground: Playground = {
    store: {
      ...store,
      // One listener that raises must not keep the others from what has changed.
      subscribe: (listener) =>
        store.subscribe((state, before) => {
          try {
            listener(state, before);
          } catch (error) {
            playback.broke('while it showed the run', error);
          }
        }),
    },
    gallery: deps.gallery.entries,
    openScenario: (name) => void opening.openScenario(name),
    openText: (text) => void opening.openText(text),
    play: () => playback.play(),
    pause() {
      playback.pause();
      travel.stay();
    },
    step: () => playback.step(),
    stepToCrash: () => playback.search('crash'),
    runUntilIdle: () => playback.search('idle'),
    jump: (target) => void travel.jump(target),
    stepBack: () => void travel.stepBack(),
    previousCrash: () => void travel.previousCrash(),
    previousEvent: () => void travel.eventOfSelected(-1),
    nextEvent: () => void travel.eventOfSelected(1),
    goToBranch: (id) => void branches.goTo(id),
    renameBranch: (id, name) => branches.rename(id, name),
    removeBranch: (id) => branches.remove(id),
    bookmark: (note) => bookmarks.add(note),
    goToBookmark(place) {
      const bookmark = stage.state.bookmarks[place];
      if (bookmark !== undefined) void bookmarks.goTo(bookmark);
    },
    setNote: (place, note) => bookmarks.setNote(place, note),
    playStory: () => bookmarks.playOn(),
    trace: () => stage.shown.buffer,
    askTexts: (seqs) => log.want(seqs),
    async explain(seq) {
      const outcome = await deps.engine.explain(seq);
      return outcome.type === 'explained' ? outcome.step : null;
    },
    setSpeed: (speed) => playback.setSpeed(toSpeed(speed)),
    restart() {
      changed();
      history.restart();
    },
    newSeed(seed) {
      changed();
      history.newSeed(seed ?? deps.randomSeed());
    },
    broke: (where, error) => playback.broke(where, error),
    recover: () => history.recover(),
    act(action) {
      changed();
      history.act(action);
    },
    undo() {
      changed();
      history.undo();
    },
    redo() {
      changed();
      history.redo();
    },
    select: (selection) => selecting.select(selection),
    setCollapsed(path, collapsed) {
      const paths = new Set(stage.state.collapsed);
      if (collapsed) paths.add(path);
      else paths.delete(path);
      stage.set({ collapsed: paths });
    },
    setFilter: (filter) => log.setFilter(filter),
    setSettings(change) {
      const before = stage.state.settings;
      const settings = completeSettings({ ...before, ...change });
      stage.set({ settings });
      writeSettings(keep, settings);
      if (settings.terms !== before.terms) history.reprint();
    },
    dismiss(id) {
      stage.set({ notices: stage.state.notices.filter((notice) => notice.id !== id) });
    },
    logLines: (from, to) => log.lines(from, to),
    async shareLink() {
      const shared = presentShare(stage);
      const foreign = await stage.loadForeign();
      if (foreign === null) return deps.address.base();
      const fragment = foreign.encodeShareLink(shared);
      if (fragment === null) stage.tell('error', TOO_LARGE);
      return deps.address.base() + (fragment ?? '');
    },
    exportText: () => serialiseRun(presentRun(stage)),
    async compare(other) {
      playback.pause();
      const part = await stage.loadPart(() => import('./comparison.ts'));
      return part?.openComparison(stage, other, playground.setSettings) ?? null;
    },
  };
  return {
    playground,
    stage,
    playback,
    travel,
    history,
    open: () => void opening.start(() => readWork(keep, () => stage.loadForeign(), complain)),
  };
}

const TOO_LARGE = 'This run is too large for a link. Export it as a file instead.';
