import {
  CircleQuestionMark,
  Columns2,
  Moon,
  Redo2,
  Settings2,
  Share2,
  Sun,
  Undo2,
} from 'lucide-react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { canRedo as selectCanRedo, canUndo as selectCanUndo } from '../../store/selectors.ts';
import { useDesk } from '../shared/desk.ts';
import { GROUP_TITLES, GROUPS } from '../shared/gallery-groups.ts';
import { SeedField } from './seed-field.tsx';
import styles from './top-bar.module.css';

export function TopBar({ playground, theme }: { playground: Playground; theme: 'light' | 'dark' }) {
  const desk = useDesk();
  return (
    <header className={styles.bar}>
      <h1 className="visually-hidden">Supervision-tree playground</h1>
      <ScenarioSelect playground={playground} />
      <SeedField playground={playground} />
      <TraceHash playground={playground} />
      <span className={styles.gap} />
      <UndoRedo playground={playground} />
      <button
        type="button"
        className={`icon-button ${styles.wide}`}
        aria-label="Compare with another run"
        title="Compare with another run (Shift+C)"
        onClick={() => desk.openDialog('compare')}
      >
        <Columns2 size={18} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={`button ${styles.share}`}
        aria-label="Share"
        onClick={() => desk.openDialog('share')}
      >
        <Share2 size={16} aria-hidden="true" />
        <span className={styles.wide}>Share</span>
      </button>
      <button
        type="button"
        className={`icon-button ${styles.wide}`}
        aria-label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
        title={theme === 'dark' ? 'Light theme' : 'Dark theme'}
        onClick={() => playground.setSettings({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        {theme === 'dark' ? (
          <Sun size={18} aria-hidden="true" />
        ) : (
          <Moon size={18} aria-hidden="true" />
        )}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Settings"
        title="Settings"
        onClick={() => desk.openDialog('settings')}
      >
        <Settings2 size={18} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={`icon-button ${styles.wide}`}
        aria-label="Keys and help"
        title="Keys and help (?)"
        onClick={() => desk.openDialog('help')}
      >
        <CircleQuestionMark size={18} aria-hidden="true" />
      </button>
    </header>
  );
}

/** The system's own menu: known to every keyboard, screen reader and phone. */
function ScenarioSelect({ playground }: { playground: Playground }) {
  const name = useStore(playground.store, (state) => state.scenarioName);
  const title = useStore(playground.store, (state) => state.scenario.title);
  return (
    <select
      className={styles.scenario}
      aria-label="Scenario"
      value={name ?? ''}
      onChange={(event) => {
        playground.openScenario(event.target.value);
        // Chosen with the mouse, it must not keep the keyboard: Space is to play.
        if (!event.target.matches(':focus-visible')) event.target.blur();
      }}
    >
      {name === null && <option value="">{title} (not from the gallery)</option>}
      {GROUPS.map((group) => (
        <optgroup key={group} label={GROUP_TITLES[group]}>
          {playground.gallery
            .filter((entry) => entry.group === group)
            .map((entry) => (
              <option key={entry.name} value={entry.name}>
                {entry.title}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}

/** Equal hashes are equal runs: the last eight digits say so across a room. */
function TraceHash({ playground }: { playground: Playground }) {
  const hash = useStore(playground.store, (state) => state.hash);
  return (
    <span className={styles.hash} title="Trace hash: two pages with the same one show the same run">
      <span className="quiet">hash</span>{' '}
      <output className="mono" aria-label="Trace hash" aria-live="off">
        {hash}
      </output>
    </span>
  );
}

function UndoRedo({ playground }: { playground: Playground }) {
  const canUndo = useStore(playground.store, selectCanUndo);
  const canRedo = useStore(playground.store, selectCanRedo);
  return (
    <span className={styles.pair}>
      <button
        type="button"
        className="icon-button"
        aria-label="Undo the last action"
        title="Undo the last action (u)"
        disabled={!canUndo}
        onClick={() => playground.undo()}
      >
        <Undo2 size={18} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Redo"
        title="Redo (Shift+U)"
        disabled={!canRedo}
        onClick={() => playground.redo()}
      >
        <Redo2 size={18} aria-hidden="true" />
      </button>
    </span>
  );
}
