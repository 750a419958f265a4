import type { SimTime } from '../base/sim-time.ts';
import type {
  CommandResult,
  Problem,
  ProcessDetail,
  SeekTarget,
  StepDetail,
  TermStyle,
} from '../engine/protocol.ts';
import type { Bookmark } from '../scenario/saved-run.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';
import type { LogFilter } from '../view/log.ts';
import type { TraceBuffer } from '../view/trace-buffer.ts';
import type { Beat, CardPath, LogLine, ProcessKey, View } from '../view/view.ts';
import type { Branch } from './branches.ts';
import type { Comparison, Other } from './comparison-state.ts';
import type { Search } from './search.ts';
import type { Extent } from './shown-run.ts';

/** The one store: what the page knows. Actions are methods of `Playground`; components only select and call. */
export interface PlaygroundState {
  readonly run: RunState;
  /** Slug in the gallery; null when it came from a link, a file or was edited. */
  readonly scenarioName: string | null;
  readonly scenario: Scenario;
  readonly seed: number;
  /** What the person did, in order, each with its moment. With scenario and seed, this is the run. */
  readonly commands: readonly Command[];
  /** Commands taken back by undo, for redo; cleared by the next action. */
  readonly undone: readonly Command[];
  readonly results: ReadonlyMap<number, CommandResult | 'pending'>;
  /** The histories of this run, oldest first; what is known of the one on the stage (`branch`) stands in `commands` and `extent`. */
  readonly branches: readonly Branch[];
  readonly branch: number;
  /** How far the run on the stage is known: later than `view` when somebody has looked back. */
  readonly extent: Extent;
  /** How far a long jump has come, and the moment it goes to if that is known; null when none is under way. */
  readonly journey: { readonly at: SimTime; readonly to: SimTime | null } | null;
  /** The engine stands before that: what plays has been seen already. */
  readonly isKnownOn: boolean;
  /** Notes on moments, in order. */
  readonly bookmarks: readonly Bookmark[];
  /** Number of the trace on the stage: another one when a branch cut it, or another run came. */
  readonly traceVersion: number;
  /** So many of the oldest events are no longer kept: log, timeline and diagram begin after them. */
  readonly dropped: number;
  readonly view: View;
  /** Rolling trace hash at the moment on view, 8 hexadecimal digits. */
  readonly hash: string;
  /** Moment of the next thing that will happen; null when nothing will. */
  readonly next: SimTime | null;
  /** What failed while the system was started: the start and the reason, as one term; null for nothing. */
  readonly bootFailure: string | null;
  /** Virtual moment on view, moves smoothly between events while playing; `view.at` is that of the last event. */
  readonly now: SimTime;
  readonly speed: number;
  /** The beat being told, held on screen for a moment; null between beats. */
  readonly beat: BeatOnShow | null;
  /** Number of lines; the lines themselves through `playground.logLines(from, to)`. */
  readonly logLength: number;
  /** Changes when lines that were given out read otherwise now: a text has come, the filter or the run is another. */
  readonly logVersion: number;
  readonly logFilter: LogFilter;
  readonly selection: Selection;
  /** Detail of the selected process at the moment on view. */
  readonly detail: ProcessDetail | null;
  readonly collapsed: ReadonlySet<CardPath>;
  readonly settings: Settings;
  /** Short messages for the person (an import failed, link copied), oldest first. */
  readonly notices: readonly Notice[];
}

export type RunState =
  | { readonly type: 'loading' }
  | { readonly type: 'paused' }
  /** `search`: what it looks for, as fast as it goes; null for playing at the speed that is set. */
  | { readonly type: 'playing'; readonly search: Search | null }
  /** Nothing will happen any more, unless somebody does something. */
  | { readonly type: 'idle' }
  /** The Worker did not answer; it was ended. The page offers to restart (and replay up to the moment before). */
  | { readonly type: 'stuck'; readonly message: string }
  /** The page itself made a mistake: where ("while the run played"), and the exception's own words. */
  | { readonly type: 'broken'; readonly where: string; readonly message: string }
  /** The scenario can't run: what, where, what to do. */
  | { readonly type: 'failed'; readonly message: string; readonly problems: readonly Problem[] };

export interface BeatOnShow {
  readonly beat: Beat;
  readonly line: LogLine;
  /** Whom the beat is about: highlighted on the canvas. */
  readonly pids: readonly ProcessKey[];
  /** Affected children's cards (of a decision). */
  readonly paths: readonly CardPath[];
  /** For how long it is held, real milliseconds; 0 when paused. */
  readonly holdMs: number;
}

export interface Selection {
  readonly path: CardPath | null;
  readonly pid: ProcessKey | null;
  readonly seq: number | null;
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly terms: TermStyle;
  readonly showLinks: boolean;
  readonly showMonitors: boolean;
  readonly showMessages: boolean;
  readonly motion: 'system' | 'reduced' | 'full';
  /** Real milliseconds of a beat at speed 1. */
  readonly beatMs: number;
  /** Sizes and open/closed of the panels, by name. */
  readonly panels: Readonly<Record<string, number | boolean>>;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly text: string;
}

/** What components call. Everything that fails tells so in `notices` or `run`, never by throwing. */
export interface Playground {
  /** Vanilla zustand store; components use `useStore(playground.store, selector)`. */
  readonly store: {
    getState(): PlaygroundState;
    getInitialState(): PlaygroundState;
    subscribe(listener: (state: PlaygroundState, previous: PlaygroundState) => void): () => void;
  };
  readonly gallery: readonly GalleryEntry[];

  openScenario(name: string): void;
  /** A file, or text that was pasted or dropped: a run or a scenario. */
  openText(text: string): void;
  play(): void;
  /** Also gives up a long jump. */
  pause(): void;
  step(): void;
  stepToCrash(): void;
  runUntilIdle(): void;
  /** Another moment of this run, earlier or later. Pauses. */
  jump(target: SeekTarget): void;
  /** To the state before the last step. */
  stepBack(): void;
  previousCrash(): void;
  /** What the selected process did or was done to, before or after the moment on view. */
  previousEvent(): void;
  nextEvent(): void;
  goToBranch(id: number): void;
  renameBranch(id: number, name: string): void;
  removeBranch(id: number): void;
  /** A note on the moment on view, or another one on the bookmark that stands there. */
  bookmark(note: string): void;
  /** To the moment it stands at. */
  goToBookmark(bookmark: number): void;
  /** An empty note takes the bookmark away. */
  setNote(bookmark: number, note: string): void;
  /** Plays from here to the next bookmark, and pauses there. */
  playStory(): void;
  /** The trace of the run on the stage, also of what lies behind the moment on view. For reading. */
  trace(): TraceBuffer;
  /** Asks the engine for the texts of these events, as far as they are missing; `logVersion` changes when they come. */
  askTexts(seqs: readonly number[]): void;
  /** The step of an event, from the inside; null when it can't be told. */
  explain(seq: number): Promise<StepDetail | null>;
  setSpeed(speed: number): void;
  restart(): void;
  newSeed(seed?: number): void;
  /** Something of the page raised: the run is halted, and `run` says what happened. */
  broke(where: string, error: unknown): void;
  /** Ends a stuck or failed run and starts the same one afresh, up to the moment before. */
  recover(): void;

  act(action: Action): void;
  undo(): void;
  redo(): void;

  select(selection: Partial<Selection>): void;
  setCollapsed(path: CardPath, collapsed: boolean): void;
  setFilter(filter: Partial<LogFilter>): void;
  setSettings(settings: Partial<Settings>): void;
  dismiss(notice: number): void;

  /** Lines of the filtered log, by index; texts that are not here yet come with a later change of `logVersion`. */
  logLines(from: number, to: number): readonly LogLine[];
  /** The link to this very moment of this very run. */
  shareLink(): Promise<string>;
  exportText(): string;
  /** Puts another run beside this one, which pauses and stays as it is. Null, which is told, when there is no such run. */
  compare(other: Other): Promise<Comparison | null>;
}

export interface GalleryEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly group: 'start' | 'strategies' | 'patterns' | 'awkward';
}
