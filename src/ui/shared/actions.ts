import type { Playground } from '../../store/playground-state.ts';
import { bookmarkBefore, selectedProcess } from '../../store/selectors.ts';
import type { Desk } from './desk.ts';
import { isAlive, targetOf } from './process-words.ts';

/** Does the thing to the selected process, if it lives. Reason of a planned crash: `crash`. */
export function act(playground: Playground, what: 'kill' | 'crash_next'): void {
  const state = playground.store.getState();
  const process = selectedProcess(state);
  if (process === null || !isAlive(process)) return;
  const target = targetOf(state.view, process);
  if (what === 'kill') playground.act({ type: 'exit', target, reason: 'kill' });
  else playground.act({ type: 'crash_next', target, reason: 'crash' });
}

/** To the end of what is known of the branch on view. */
export function goToEnd(playground: Playground): void {
  const { at, step } = playground.store.getState().extent;
  playground.jump({ type: 'moment', at, step });
}

/** To the last bookmark before the moment on view. */
export function goToPreviousNote(playground: Playground): void {
  const state = playground.store.getState();
  const before = state.bookmarks[bookmarkBefore(state)];
  if (before !== undefined) playground.jump({ type: 'moment', at: before.at, step: before.step });
}

/** Asks why the selected process is as it is at the moment on view. */
export function askWhyProcess(playground: Playground, desk: Desk): void {
  const state = playground.store.getState();
  const process = selectedProcess(state);
  if (process !== null) desk.askWhy({ type: 'process', pid: process.pid, end: state.view.seq });
}
