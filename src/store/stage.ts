import type { StoreApi } from 'zustand/vanilla';
import type { SimTime } from '../base/sim-time.ts';
import type { Outcome } from '../engine/engine-client.ts';
import type { BeatEvent } from '../view/beats.ts';
import type { PlaygroundDeps } from './deps.ts';
import type { Foreign } from './foreign-loader.ts';
import type { BeatOnShow, Notice, PlaygroundState, RunState } from './playground-state.ts';
import { canRun } from './selectors.ts';
import { ShownRun } from './shown-run.ts';
import { Turns } from './turns.ts';

/**
 * What the parts of the store work on together: the state that components see, and the run behind
 * it. Each part changes the state through here, once for each thing that happens.
 */
export class Stage {
  readonly deps: PlaygroundDeps;
  readonly store: StoreApi<PlaygroundState>;
  shown = new ShownRun();
  /** Actions and journeys: each goes from where the one before has come. */
  readonly turns = new Turns();
  /** Called after every change of what is shown. */
  readonly onShow: (() => void)[] = [];
  private nextNotice = 1;

  constructor(deps: PlaygroundDeps, store: StoreApi<PlaygroundState>) {
    this.deps = deps;
    this.store = store;
  }

  get state(): PlaygroundState {
    return this.store.getState();
  }

  set(change: Partial<PlaygroundState>): void {
    this.store.setState(change);
  }

  /** Puts on screen what `shown` shows now, at the moment `now`. */
  show(now: SimTime, change: Partial<PlaygroundState> = {}): void {
    const { view, hash, next, results, bootFailure, extent, isKnownOn } = this.shown;
    const { version: traceVersion } = this.shown;
    const shown = { view, hash, next, results, bootFailure, extent, isKnownOn, traceVersion };
    const { first: dropped } = this.shown.buffer;
    if (dropped > 0 && this.state.dropped === 0) this.tell('info', LONG);
    this.set({ ...shown, dropped, now, ...change });
    for (const listener of this.onShow) listener();
  }

  tell(tone: Notice['tone'], text: string): void {
    const { notices } = this.state;
    if (notices.some((notice) => notice.text === text)) return;
    this.set({ notices: [...notices, { id: this.nextNotice++, tone, text }].slice(-NOTICES_MAX) });
  }

  /** What reads what comes from outside; null, which is told, when it can't be had. */
  loadForeign(): Promise<Foreign | null> {
    return this.loadPart(() => this.deps.foreign.load());
  }

  /** A part of the page that comes when it is first asked for; null, which is told, when it can't be had. */
  async loadPart<Part>(load: () => Promise<Part>): Promise<Part | null> {
    try {
      return await load();
    } catch {
      this.tell('error', PART_MISSING);
      return null;
    }
  }

  /** The run can't go on: says so in `run`. */
  fail(outcome: Extract<Outcome<never>, { type: 'failed' | 'stuck' }>): void {
    this.set({ run: outcome, beat: null });
  }

  /** What a run that does not play is called: paused, or idle when nothing will happen any more. */
  get atRest(): RunState {
    return { type: this.shown.next === null ? 'idle' : 'paused' };
  }

  get canRun(): boolean {
    return canRun(this.state);
  }

  /** The beat as it is put on screen, held for so many real milliseconds; 0 while paused. */
  onScreen({ beat, line, pids, paths }: BeatEvent, holdMs: number): BeatOnShow {
    return { beat, line, pids, paths, holdMs };
  }

  /** The first beat from `seq` on, for a run that does not play: what the step was about. */
  stillFrom(seq: number): BeatOnShow | null {
    const beat = this.shown.beatFrom(seq);
    return beat === null ? null : this.onScreen(beat, 0);
  }
}

/** More would cover the page; the oldest go first. */
const NOTICES_MAX = 5;

const LONG =
  'This run is very long: its oldest events leave log and timeline from here on. A jump back there, by time, makes them again.';

const PART_MISSING = 'A part of the page could not be loaded. Reload the page.';
