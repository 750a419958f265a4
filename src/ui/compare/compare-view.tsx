import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ComparedRun, Comparison } from '../../store/comparison-state.ts';
import { commandOf } from '../shared/keymap.ts';
import { panelSetting } from '../shared/panels.ts';
import styles from './compare.module.css';
import { CompareTransport } from './compare-transport.tsx';
import { Differences } from './differences.tsx';
import { Summary } from './summary.tsx';

/** Two runs next to each other, over the whole page, which waits below. */
export function CompareView({
  comparison,
  canvasOf,
  onChange,
  onClose,
}: {
  comparison: Comparison;
  /** The tree of a side; `label` is what it is called aloud. */
  canvasOf: (side: ComparedRun, label: string) => ReactNode;
  /** Something else is to be compared. */
  onChange: () => void;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const run = useStore(comparison.store, (state) => state.run);
  const isReady = run.type !== 'loading';
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open) return;
    element.showModal();
    // Not its first button: Space is to play.
    element.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.view}
      tabIndex={-1}
      aria-labelledby="compare-title"
      onClose={onClose}
      onKeyDown={(event) => press(event, comparison)}
    >
      <div className={styles.page}>
        <header className={styles.bar}>
          <h2 id="compare-title">Two runs in step</h2>
          <button type="button" className="button" onClick={onChange}>
            Compare others…
          </button>
          <span className={styles.gap} />
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            <X size={16} aria-hidden="true" /> Back to your run
          </button>
        </header>
        <div className={styles.sides}>
          {run.type === 'failed' ? (
            <p className={styles.failed} role="alert">
              {run.message} Go back, or compare others.
            </p>
          ) : (
            <>
              <SideOf run={comparison.left} which="Left" isReady={isReady} canvasOf={canvasOf} />
              <SideOf run={comparison.right} which="Right" isReady={isReady} canvasOf={canvasOf} />
            </>
          )}
        </div>
        <CompareTransport comparison={comparison} />
        <div className={styles.below}>
          <Differences comparison={comparison} />
          <Summary comparison={comparison} />
        </div>
      </div>
    </dialog>
  );
}

function SideOf({
  run,
  which,
  isReady,
  canvasOf,
}: {
  run: ComparedRun;
  which: string;
  /** It has been run ahead, and is back at the moment to be shown. */
  isReady: boolean;
  canvasOf: (side: ComparedRun, label: string) => ReactNode;
}) {
  const { store } = run.playground;
  const hash = useStore(store, (state) => state.hash);
  const seed = useStore(store, (state) => state.seed);
  const beat = useStore(store, (state) => state.beat?.line.text ?? '');
  const rests = useStore(store, (state) => state.next === null && state.view.seq > 0);
  return (
    <section className={styles.side} aria-label={`${which}: ${run.name}`}>
      <header className={styles.sideHead}>
        <h3>
          <span className="quiet">{which}</span> {run.name}
        </h3>
        {rests && <span className={styles.rests}>at rest</span>}
        <span className={styles.figures}>
          <span className={styles.seed}>
            <span className="quiet">seed</span> {seed}
          </span>{' '}
          <span className="quiet">hash</span>{' '}
          <output
            className="mono"
            aria-label={`Trace hash, ${which.toLowerCase()}`}
            aria-live="off"
          >
            {hash}
          </output>
        </span>
      </header>
      <div className={styles.canvas}>
        {isReady ? (
          canvasOf(run, `Supervision tree, ${which.toLowerCase()}`)
        ) : (
          <p className={styles.wait}>It is run ahead, to see where the two part.</p>
        )}
      </div>
      <p className={styles.beat} data-beat>
        {beat}
      </p>
    </section>
  );
}

/** The page's own keys, for both runs at once. */
function press(event: KeyboardEvent, comparison: Comparison): void {
  const { settings } = comparison.left.playground.store.getState();
  if (event.defaultPrevented || !panelSetting(settings, 'keys')) return;
  const target = event.target as HTMLElement;
  if (event.key === ' ' && target.closest('button, summary, a') !== null) return;
  const state = comparison.store.getState();
  switch (commandOf(event)) {
    case 'play':
      if (state.run.type === 'playing') comparison.pause();
      else comparison.play();
      break;
    case 'step':
      comparison.step();
      break;
    case 'step_back':
      comparison.stepBack();
      break;
    default:
      return;
  }
  event.preventDefault();
}
