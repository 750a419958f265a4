import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, lazy, Suspense, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../store/playground-state.ts';
import { LogPanel } from './log/log-panel.tsx';
import { Region } from './notices/region.tsx';
import styles from './playground.module.css';
import type { SequenceChoice } from './sequence/choice.ts';
import { panelSetting, setPanel } from './shared/panels.ts';

// The diagram comes when it is first asked for.
const SequencePanel = lazy(() => import('./sequence/sequence-panel.tsx'));

/** What happened, told in two ways: as lines, and as messages between lanes. */
export function LowerPanel({
  playground,
  open,
  onToggle,
}: {
  playground: Playground;
  open: boolean;
  /** Null where it does not fold, in a sheet. */
  onToggle: (() => void) | null;
}) {
  const sequence = useStore(playground.store, ({ settings }) => panelSetting(settings, 'sequence'));
  // Null until somebody chooses. Here, so that it is kept while the other tab is looked at.
  const [choice, setChoice] = useState<SequenceChoice | null>(null);
  const id = useId();
  const lead = (
    <>
      {onToggle !== null && (
        <button
          type="button"
          className={styles.foldLower}
          aria-label={open ? 'Fold the log' : 'Unfold the log'}
          aria-expanded={open}
          title={`${open ? 'Fold' : 'Unfold'} the log (l)`}
          onClick={onToggle}
        >
          {open ? (
            <ChevronDown size={16} aria-hidden="true" />
          ) : (
            <ChevronUp size={16} aria-hidden="true" />
          )}
        </button>
      )}
      <Tabs
        id={id}
        sequence={sequence}
        onShow={(wanted) => {
          setPanel(playground, 'sequence', wanted);
          if (!open) onToggle?.();
        }}
      />
    </>
  );
  const isDiagram = sequence && open;
  return (
    <div
      role="tabpanel"
      id={`${id}-panel`}
      aria-labelledby={`${id}-${sequence}`}
      className={styles.lower}
    >
      {isDiagram ? (
        <Region playground={playground} name="the sequence diagram" key="sequence">
          <Suspense fallback={<div className={styles.lowerBar}>{lead}</div>}>
            <SequencePanel
              playground={playground}
              lead={lead}
              choice={choice}
              onChoice={setChoice}
            />
          </Suspense>
        </Region>
      ) : (
        <Region playground={playground} name="the log" key="log">
          <LogPanel playground={playground} open={open} lead={lead} />
        </Region>
      )}
    </div>
  );
}

function Tabs({
  id,
  sequence,
  onShow,
}: {
  id: string;
  sequence: boolean;
  onShow: (sequence: boolean) => void;
}) {
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const list = event.currentTarget.id;
    onShow(!sequence);
    // The other panel brings a bar of its own.
    requestAnimationFrame(() =>
      document.getElementById(list)?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
    );
  };
  const tab = (wanted: boolean, label: string) => (
    <button
      type="button"
      role="tab"
      id={`${id}-${wanted}`}
      className={styles.lowerTab}
      aria-selected={sequence === wanted}
      aria-controls={`${id}-panel`}
      tabIndex={sequence === wanted ? 0 : -1}
      onClick={() => onShow(wanted)}
    >
      {label}
    </button>
  );
  return (
    <div
      role="tablist"
      id={`${id}-tabs`}
      aria-label="Lower panel"
      className={styles.lowerTabs}
      onKeyDown={press}
    >
      {tab(false, 'Log')}
      {tab(true, 'Sequence')}
    </div>
  );
}
