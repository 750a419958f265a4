import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import type { ProcessKey } from '../../view/view.ts';
import { formatTime } from '../shared/format.ts';
import styles from './inspector.module.css';
import { ProcessName } from './process-name.tsx';
import { Section } from './section.tsx';

/** Whom it is linked to, whom it watches, who watches it, and what it has set timers for. */
export function Relations({ playground }: { playground: Playground }) {
  const process = useStore(playground.store, selectedProcess);
  const detail = useStore(playground.store, ({ detail }) => detail);
  if (process === null) return null;
  const known = detail !== null && detail.pid === process.pid ? detail : null;
  const timers = known?.timers ?? [];
  return (
    <Section title="Links, monitors, timers">
      <dl className={styles.facts}>
        <Row playground={playground} title="linked to" pids={process.links} />
        <Row playground={playground} title="watches" pids={known?.monitors ?? process.monitors} />
        <Row playground={playground} title="watched by" pids={known?.monitoredBy ?? []} />
        <dt>timers</dt>
        <dd>
          {timers.length === 0 ? <span className="quiet">none</span> : null}
          <ul>
            {timers.map(({ due, text }) => (
              <li key={`${due} ${text}`}>
                at {formatTime(due)} <span className={`mono ${styles.clip}`}>{text}</span>
              </li>
            ))}
          </ul>
        </dd>
      </dl>
    </Section>
  );
}

function Row({
  playground,
  title,
  pids,
}: {
  playground: Playground;
  title: string;
  pids: readonly ProcessKey[];
}) {
  return (
    <>
      <dt>{title}</dt>
      <dd className={styles.names}>
        {pids.length === 0 && <span className="quiet">nobody</span>}
        {pids.slice(0, 40).map((pid) => (
          <ProcessName key={pid} playground={playground} pid={pid} />
        ))}
        {pids.length > 40 && <span className="quiet">and {pids.length - 40} more</span>}
      </dd>
    </>
  );
}
