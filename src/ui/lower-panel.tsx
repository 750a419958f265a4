import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, Suspense, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../store/playground-state.ts';
import { LogPanel } from './log/log-panel.tsx';
import { Region } from './notices/region.tsx';
import styles from './playground.module.css';
import type { SequenceChoice } from './sequence/choice.ts';
import { lazyPart } from './shared/lazy-part.tsx';
import frame from './shared/lower-panel.module.css';
import { LOWER_TABS, type LowerTab, lowerTab, setLowerTab } from './shared/panels.ts';

const SequencePanel = lazyPart(() => import('./sequence/sequence-panel.tsx'));
const HistoryPanel = lazyPart(() => import('./history/history-panel.tsx'));

/** What happened, as lines and as messages between lanes; and the branches of the run with its notes. */
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
  const tab = useStore(playground.store, ({ settings }) => lowerTab(settings));
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
        shown={tab}
        onShow={(wanted) => {
          setLowerTab(playground, wanted);
          if (!open) onToggle?.();
        }}
      />
    </>
  );
  const shown = open ? tab : 'log';
  const waiting = <div className={frame.bar}>{lead}</div>;
  return (
    <div
      role="tabpanel"
      id={`${id}-panel`}
      aria-labelledby={`${id}-${tab}`}
      className={styles.lower}
    >
      {shown === 'history' && (
        <Region playground={playground} name="the history" key="history">
          <Suspense fallback={waiting}>
            <HistoryPanel playground={playground} lead={lead} />
          </Suspense>
        </Region>
      )}
      {shown === 'sequence' && (
        <Region playground={playground} name="the sequence diagram" key="sequence">
          <Suspense fallback={waiting}>
            <SequencePanel
              playground={playground}
              lead={lead}
              choice={choice}
              onChoice={setChoice}
            />
          </Suspense>
        </Region>
      )}
      {shown === 'log' && (
        <Region playground={playground} name="the log" key="log">
          <LogPanel playground={playground} open={open} lead={lead} />
        </Region>
      )}
    </div>
  );
}

function Tabs({
  id,
  shown,
  onShow,
}: {
  id: string;
  shown: LowerTab;
  onShow: (tab: LowerTab) => void;
}) {
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const way = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (way === 0) return;
    event.preventDefault();
    const list = event.currentTarget.id;
    const place = LOWER_TABS.indexOf(shown) + way + LOWER_TABS.length;
    onShow(LOWER_TABS[place % LOWER_TABS.length] ?? 'log');
    // The other panel brings a bar of its own.
    requestAnimationFrame(() =>
      document.getElementById(list)?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
    );
  };
  return (
    <div
      role="tablist"
      id={`${id}-tabs`}
      aria-label="Lower panel"
      className={styles.lowerTabs}
      onKeyDown={press}
    >
      {LOWER_TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`${id}-${tab}`}
          className={styles.lowerTab}
          aria-selected={shown === tab}
          aria-controls={`${id}-panel`}
          tabIndex={shown === tab ? 0 : -1}
          onClick={() => onShow(tab)}
        >
          {WORDS[tab]}
        </button>
      ))}
    </div>
  );
}

const WORDS: Readonly<Record<LowerTab, string>> = {
  log: 'Log',
  sequence: 'Sequence',
  history: 'History',
};
