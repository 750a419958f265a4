import type { Moment } from '../engine/protocol.ts';
import type { Bookmark } from '../scenario/saved-run.ts';
import type { Command } from '../scenario/scenario.ts';
import { processAt } from '../view/paths.ts';
import type { ProcessView } from '../view/view.ts';
import type { Branch } from './branches.ts';
import type { PlaygroundState } from './playground-state.ts';
import type { Search } from './search.ts';

/** Where a bookmark stands: at a moment, after so many of the commands that were given at it. */
type Place = Required<Omit<Bookmark, 'note'>>;

/** Derivations that several components need. Each gives the same value for the same state. */

/** The process that is selected; null when none is, or it is no longer in the view. */
export function selectedProcess({ selection, view }: PlaygroundState): ProcessView | null {
  const process = selection.pid === null ? undefined : view.processes.get(selection.pid);
  if (process !== undefined) return process;
  return selection.path === null ? null : processAt(view, selection.path);
}

/** There is a run that can go on: everything but loading, stuck and failed. */
export const canRun = ({ run }: PlaygroundState): boolean =>
  run.type === 'paused' || run.type === 'playing' || run.type === 'idle';

/** What it looks for as fast as it goes; null for nothing. */
export const searchOf = ({ run }: PlaygroundState): Search | null =>
  run.type === 'playing' ? run.search : null;

/** Somebody has gone back: some of what is known lies ahead. */
export const looksBack = ({ run, view, extent, isKnownOn }: PlaygroundState): boolean =>
  isKnownOn || (run.type !== 'playing' && view.seq < extent.seq);

/** Place of the bookmark on the moment on view; -1 for none. */
export const bookmarkHere = (state: PlaygroundState): number =>
  state.bookmarks.findIndex((bookmark) => fromView(bookmark, state) === 0);

/** Place of the last bookmark before the moment on view; -1 for none. */
export const bookmarkBefore = (state: PlaygroundState): number =>
  state.bookmarks.findLastIndex((bookmark) => fromView(bookmark, state) < 0);

/** The moment on view, as a bookmark on it would have it. */
export function placeOfView({ now, view, commands, results }: PlaygroundState): Place {
  const [at, { step }] = [Math.floor(now), view];
  const given = commandsAt({ at, step }, commands).filter((place) => results.has(place)).length;
  return { at, step, given };
}

/** Places of the commands that were given at that very moment, in order. */
export function commandsAt({ at, step }: Moment, commands: readonly Command[]): readonly number[] {
  return commands.flatMap((command, place) =>
    command.at === at && command.step === step ? [place] : [],
  );
}

/** Below 0: it stands before the moment on view; above 0: behind it. */
export function fromView(bookmark: Bookmark, state: PlaygroundState): number {
  const { at, step, given } = placeOfView(state);
  const between = bookmark.at - at || bookmark.step - step;
  if (between !== 0) return between;
  const all = commandsAt(bookmark, state.commands).length;
  return Math.min(bookmark.given ?? all, all) - given;
}

/** The branches of the run, with what is known of the one on the stage. */
export function knownBranches({
  branches,
  branch,
  commands,
  extent,
}: BranchesState): readonly Branch[] {
  return branches.map((one) => (one.id === branch ? { ...one, commands, extent } : one));
}

export type BranchesState = Pick<PlaygroundState, 'branches' | 'branch' | 'commands' | 'extent'>;

export const canUndo = (state: PlaygroundState): boolean => state.commands.length > 0;
export const canRedo = (state: PlaygroundState): boolean => state.undone.length > 0;
