import type { Command, Scenario } from './scenario.ts';

interface Moment {
  readonly at: number;
  readonly step: number;
}

/** A note on a moment of a run, for who tells its story. */
export interface Bookmark extends Moment {
  /** After so many of the commands that were given at that very moment; absent: after all of them. */
  readonly given?: number;
  readonly note: string;
}

/** One history of a run: it left its parent at `from`, and is known as far as `end`. */
export interface SavedBranch {
  /** From 1; the first is nobody's child. */
  readonly id: number;
  readonly name: string;
  readonly parent: number | null;
  readonly from: Moment;
  readonly commands: readonly Command[];
  readonly end: Moment;
}

/** A run as a file, and as work in progress: `run = f(scenario, seed, commands)`, and where one stands in it. */
export interface SavedRun {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly commands: readonly Command[];
  /** The moment on view; null for the start. */
  readonly moment: Moment | null;
  /** The scenario's name in the gallery; null when it isn't there, or was changed. */
  readonly name: string | null;
  /** In the order of their moments. */
  readonly bookmarks: readonly Bookmark[];
  /** All histories, oldest first, and which of them this is; empty when there is but one, and it is known no further than `moment`. */
  readonly branches: readonly SavedBranch[];
  readonly branch: number;
}

export const RUN_VERSION = 2;

export function serialiseRun(run: SavedRun): string {
  return JSON.stringify({ run: RUN_VERSION, ...run }, null, 2);
}

export function startOf(scenario: Scenario, name: string | null): SavedRun {
  const { seed } = scenario;
  return { scenario, seed, commands: [], moment: null, name, ...NOTHING_ELSE };
}

/** What a run of version 1 had not. */
export const NOTHING_ELSE = Object.freeze({
  bookmarks: Object.freeze([]),
  branches: Object.freeze([]),
  branch: 1,
});
