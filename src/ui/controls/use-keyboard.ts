import { useEffect } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { act as actOn, askWhyProcess } from '../shared/actions.ts';
import { type Desk, useDesk } from '../shared/desk.ts';
import { LOG_FILTER_ID } from '../shared/ids.ts';
import { commandOf, type KeyCommand } from '../shared/keymap.ts';
import { panelSetting, setPanel, togglePanel } from '../shared/panels.ts';
import { POSITION_MAX, positionOf, speedAt } from '../shared/speed-scale.ts';

/** Listens on the whole page, but not to what is typed into a field or a dialog. */
export function useKeyboard(playground: Playground): void {
  const desk = useDesk();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (isElsewhere(event)) return leaveField(event);
      const command = commandOf(event);
      if (command === null) return;
      const single = !event.ctrlKey && !event.metaKey && event.key.length === 1;
      if (single && !panelSetting(playground.store.getState().settings, 'keys')) return;
      event.preventDefault();
      run(command, playground, desk);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [playground, desk]);
}

/** Escape leads out of a field, to where keys are commands again. */
function leaveField({ key, target }: KeyboardEvent): void {
  if (key === 'Escape' && target instanceof HTMLElement && target.closest('form') !== null)
    target.blur();
}

function isElsewhere(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open], [role="menu"]') !== null) return true;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target === null) return false;
  if (target.closest('textarea, select, [contenteditable="true"]') !== null) return true;
  const input = target.closest('input');
  if (input !== null && !['checkbox', 'radio', 'range', 'button'].includes(input.type)) return true;
  // Space presses the button it stands on.
  return (
    event.key === ' ' && target.closest('button, a, summary, input:not([type="range"])') !== null
  );
}

function run(command: KeyCommand, playground: Playground, desk: Desk): void {
  const state = playground.store.getState();
  const faster = (by: number) => {
    const position = Math.min(POSITION_MAX, Math.max(0, positionOf(state.speed) + by));
    playground.setSpeed(speedAt(position));
  };
  switch (command) {
    case 'play':
      return state.run.type === 'playing' ? playground.pause() : playground.play();
    case 'step':
      return playground.step();
    case 'step_back':
      return playground.stepBack();
    case 'previous_crash':
      return playground.previousCrash();
    case 'previous_event':
      return playground.previousEvent();
    case 'next_event':
      return playground.nextEvent();
    case 'crash':
      return playground.stepToCrash();
    case 'idle':
      return playground.runUntilIdle();
    case 'restart':
      return playground.restart();
    case 'faster':
      return faster(2);
    case 'slower':
      return faster(-2);
    case 'undo':
      return playground.undo();
    case 'redo':
      return playground.redo();
    case 'kill':
    case 'crash_next':
      return actOn(playground, command);
    case 'exit':
    case 'send':
      if (selectedProcess(state) !== null) desk.openForm(command);
      return;
    case 'why':
      return askWhy(playground, desk);
    case 'deselect':
      if (desk.question !== null) return desk.askWhy(null);
      if (desk.sheet !== null) return desk.openSheet(null);
      if (desk.form !== null) return desk.openForm(null);
      return playground.select({ path: null, pid: null, seq: null });
    case 'outline':
      return showOutline(playground, desk);
    case 'filter':
      return goToFilter(playground, desk);
    case 'left':
    case 'inspector':
    case 'log':
      if (desk.phone) return desk.openSheet(desk.sheet === command ? null : command);
      return togglePanel(playground, command);
    case 'share':
    case 'help':
      return desk.openDialog(command);
  }
}

/** In the log, of the selected line; anywhere else, of the selected process. */
function askWhy(playground: Playground, desk: Desk): void {
  const { seq } = playground.store.getState().selection;
  const isInLog = document.activeElement?.closest('[role="log"]') != null;
  if (isInLog && seq !== null) desk.askWhy({ type: 'event', seq });
  else askWhyProcess(playground, desk);
}

/** Opens the outline and puts the focus into it, so that one key leads to the tree. */
function showOutline(playground: Playground, desk: Desk): void {
  setPanel(playground, 'outline', true);
  if (desk.phone) desk.openSheet('left');
  else setPanel(playground, 'left', true);
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('[role="tree"] [tabindex="0"]')?.focus(),
  );
}

function goToFilter(playground: Playground, desk: Desk): void {
  if (desk.phone) desk.openSheet('log');
  else setPanel(playground, 'log', true);
  requestAnimationFrame(() => document.getElementById(LOG_FILTER_ID)?.focus());
}
