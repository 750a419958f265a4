import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { looksBack } from '../../store/selectors.ts';
import { counted, formatTime } from '../shared/format.ts';
import frame from '../shared/lower-panel.module.css';
import styles from './log.module.css';
import { LogFilterBar } from './log-filter.tsx';
import { LogLines } from './log-lines.tsx';

/** What happened, line by line; folded it is one line that says how much. */
export function LogPanel({
  playground,
  open,
  lead,
}: {
  playground: Playground;
  open: boolean;
  /** What stands first in the bar. */
  lead: ReactNode;
}) {
  const length = useStore(playground.store, (state) => state.logLength);
  const crashes = useStore(playground.store, (state) => state.view.crashes);
  const restarts = useStore(playground.store, (state) => state.view.restarts);
  return (
    <div className={frame.panel}>
      <div className={`${frame.bar} ${styles.bar}`}>
        {lead}
        <span className={`quiet ${frame.counts}`}>
          {counted(length, 'line')}
          <span className={styles.roomy}>
            {' '}
            · {counted(crashes, 'crash')} · {counted(restarts, 'restart')}
          </span>
        </span>
        {open && <LogFilterBar playground={playground} />}
      </div>
      {open && <DroppedLine playground={playground} />}
      {open && <LogLines playground={playground} />}
      {open && <NowLine playground={playground} />}
    </div>
  );
}

/** Why the lines don't begin at the start of a very long run. */
function DroppedLine({ playground }: { playground: Playground }) {
  const dropped = useStore(playground.store, (state) => state.dropped);
  if (dropped === 0) return null;
  return (
    <p className={styles.now}>
      <span className="quiet">
        The {counted(dropped, 'oldest event')} are no longer kept here. A jump back makes them
        again.
      </span>
    </p>
  );
}

/** Where the lines end because somebody has looked back: what is known goes on. */
function NowLine({ playground }: { playground: Playground }) {
  const at = useStore(playground.store, (state) => (looksBack(state) ? state.now : null));
  const later = useStore(playground.store, ({ extent, view }) => extent.seq - view.seq);
  const end = useStore(playground.store, ({ extent }) => extent.at);
  if (at === null) return null;
  return (
    <p className={styles.now}>
      <span className="mono">{formatTime(at)}</span>
      <b>▴ now</b>
      <span className="quiet">
        {counted(later, 'event')} known after it, to {formatTime(end)}
      </span>
    </p>
  );
}
