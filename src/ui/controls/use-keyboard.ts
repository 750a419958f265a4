import { useEffect } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { canRun, searchOf, selectedProcess } from '../../store/selectors.ts';
import {
  act as actOn,
  askWhyProcess,
  goToEnd,
  goToPreviousNote,
  search,
} from '../shared/actions.ts';
import { type Desk, useDesk } from '../shared/desk.ts';
import { LOG_FILTER_ID } from '../shared/ids.ts';
import { commandOf, type KeyCommand } from '../shared/keymap.ts';
import { lowerTab, openLower, panelSetting, setPanel, togglePanel } from '../shared/panels.ts';
import { POSITION_MAX, positionOf, speedAt } from '../shared/speed-scale.ts';

/** Listens on the whole page, but not to what is typed into a field or a dialog. */
export function useKeyboard(playground: Playground): void {
  const desk = useDesk();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (isElsewhere(event)) return leaveField(event);
      // It may be under way still, and what is typed is meant for it.
      if (desk.dialog !== null) return;
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
  const { key } = event;
  // Space presses the button it stands on; what has two ends of its own goes to them.
  if (key === ' ') return target.closest('button, a, summary, input:not([type="range"])') !== null;
  return (key === 'Home' || key === 'End') && target.closest(HAS_ENDS) !== null;
}

const HAS_ENDS = 'input, ul, ol, [role="log"], [role="listbox"], [role="tree"]';

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
      return search(playground, 'crash');
    case 'idle':
      return search(playground, 'idle');
    case 'first':
      return playground.jump({ type: 'time', at: 0 });
    case 'last':
      return goToEnd(playground);
    case 'note':
      if (canRun(state)) desk.openDialog('note');
      return;
    case 'next_note':
      return playground.playStory();
    case 'previous_note':
      return goToPreviousNote(playground);
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
      if (searchOf(state) !== null || state.journey !== null) return playground.pause();
      if (desk.question !== null) return desk.askWhy(null);
      if (desk.sheet !== null) return desk.openSheet(null);
      if (desk.form !== null) return desk.openForm(null);
      return playground.select({ path: null, pid: null, seq: null });
    case 'outline':
      return showOutline(playground, desk);
    case 'filter':
      return goToFilter(playground, desk);
    case 'history':
      return toggleHistory(playground, desk);
    case 'left':
    case 'inspector':
    case 'log':
      if (desk.phone) return desk.openSheet(desk.sheet === command ? null : command);
      return togglePanel(playground, command);
    case 'share':
    case 'compare':
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
  focusSoon('[role="tree"] [tabindex="0"]');
}

/** Opens it and puts the focus into it; from there, back to the log. */
function toggleHistory(playground: Playground, desk: Desk): void {
  const { settings } = playground.store.getState();
  const isOpen = desk.phone ? desk.sheet === 'log' : panelSetting(settings, 'log');
  if (isOpen && lowerTab(settings) === 'history') return openLower(playground, desk, 'log');
  openLower(playground, desk, 'history');
  focusSoon('[aria-label="Branches"] [data-row][tabindex="0"]');
}

/** What is opened may have to be loaded first; who goes elsewhere meanwhile stays there. */
function focusSoon(selector: string): void {
  const from = document.activeElement;
  const until = performance.now() + LOADING_MS_MAX;
  const look = () => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element !== null) element.focus();
    else if (document.activeElement === from && performance.now() < until)
      requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const LOADING_MS_MAX = 10_000;

function goToFilter(playground: Playground, desk: Desk): void {
  openLower(playground, desk, 'log');
  focusSoon(`#${LOG_FILTER_ID}`);
}
