import { processAt } from '../view/paths.ts';
import type { ProcessView } from '../view/view.ts';
import type { PlaygroundState } from './playground-state.ts';

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

export const canUndo = (state: PlaygroundState): boolean => state.commands.length > 0;
export const canRedo = (state: PlaygroundState): boolean => state.undone.length > 0;
