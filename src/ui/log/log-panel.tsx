import { ChevronDown, ChevronUp } from 'lucide-react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { counted } from '../shared/format.ts';
import styles from './log.module.css';
import { LogFilterBar } from './log-filter.tsx';
import { LogLines } from './log-lines.tsx';

/** What happened, line by line; folded it is one line that says how much. */
export function LogPanel({
  playground,
  open,
  onToggle,
}: {
  playground: Playground;
  open: boolean;
  /** Null where it does not fold, in a sheet. */
  onToggle: (() => void) | null;
}) {
  const length = useStore(playground.store, (state) => state.logLength);
  const crashes = useStore(playground.store, (state) => state.view.crashes);
  const restarts = useStore(playground.store, (state) => state.view.restarts);
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        {onToggle !== null && (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={open}
            title={`${open ? 'Fold' : 'Unfold'} the log (l)`}
            onClick={onToggle}
          >
            {open ? (
              <ChevronDown size={16} aria-hidden="true" />
            ) : (
              <ChevronUp size={16} aria-hidden="true" />
            )}
            Log
          </button>
        )}
        <span className={`quiet ${styles.counts}`}>
          {counted(length, 'line')}
          <span className={styles.roomy}>
            {' '}
            · {counted(crashes, 'crash')} · {counted(restarts, 'restart')}
          </span>
        </span>
        {open && <LogFilterBar playground={playground} />}
      </div>
      {open && <LogLines playground={playground} />}
    </div>
  );
}
