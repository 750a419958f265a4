import type { Playground } from '../../store/playground-state.ts';
import type { Search } from '../../store/search.ts';
import { bookmarkBefore, searchOf, selectedProcess } from '../../store/selectors.ts';
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

/** Looks for the next crash, or for the end of all that happens; stops when it is looking for that already. */
export function search(playground: Playground, what: Search['for']): void {
  if (searchOf(playground.store.getState())?.for === what) playground.pause();
  else if (what === 'crash') playground.stepToCrash();
  else playground.runUntilIdle();
}

/** To the end of what is known of the branch on view. */
export function goToEnd(playground: Playground): void {
  const { at, step } = playground.store.getState().extent;
  playground.jump({ type: 'moment', at, step });
}

/** To the last bookmark before the moment on view. */
export function goToPreviousNote(playground: Playground): void {
  playground.goToBookmark(bookmarkBefore(playground.store.getState()));
}

/** Asks why the selected process is as it is at the moment on view. */
export function askWhyProcess(playground: Playground, desk: Desk): void {
  const state = playground.store.getState();
  const process = selectedProcess(state);
  if (process !== null) desk.askWhy({ type: 'process', pid: process.pid, end: state.view.seq });
}
