import type { Playground, PlaygroundState } from '../../store/playground-state.ts';
import { processAt } from '../../view/paths.ts';
import type { ProcessView } from '../../view/view.ts';
import { isAlive, targetOf } from './process-words.ts';

/**
 * The process that buttons, menu and keys act on; null when none is selected, or it is no longer
 * known. The store lets the pid follow the card from one incarnation to the next.
 */
export function selectedProcess({ selection, view }: PlaygroundState): ProcessView | null {
  const process = view.processes.get(selection.pid ?? 0);
  if (process !== undefined) return process;
  return selection.path === null ? null : processAt(view, selection.path);
}

/** Does the thing to the selected process, if it lives. Reason of a planned crash: `crash`. */
export function act(playground: Playground, what: 'kill' | 'crash_next'): void {
  const state = playground.store.getState();
  const process = selectedProcess(state);
  if (process === null || !isAlive(process)) return;
  const target = targetOf(state.view, process);
  if (what === 'kill') playground.act({ type: 'exit', target, reason: 'kill' });
  else playground.act({ type: 'crash_next', target, reason: 'crash' });
}
