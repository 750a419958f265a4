import { processAt } from '../view/paths.ts';
import type { ProcessView } from '../view/view.ts';
import type { Branch } from './branches.ts';
import type { PlaygroundState } from './playground-state.ts';
import type { Search } from './search.ts';

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
export const bookmarkHere = ({ bookmarks, now, view }: PlaygroundState): number =>
  bookmarks.findIndex(({ at, step }) => at === Math.floor(now) && step === view.step);

/** Place of the last bookmark before the moment on view; -1 for none. */
export const bookmarkBefore = ({ bookmarks, now, view }: PlaygroundState): number =>
  bookmarks.findLastIndex(
    ({ at, step }) => at < Math.floor(now) || (at === Math.floor(now) && step < view.step),
  );

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
