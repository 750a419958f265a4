import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { printPid } from '../../view/paths.ts';
import { formatTime } from '../shared/format.ts';
import { childOf } from '../shared/process-words.ts';
import styles from './inspector.module.css';
import { ProcessName } from './process-name.tsx';
import { Section } from './section.tsx';

/** What its supervisor knows of it: the child spec, and every process that has filled it. */
export function ChildOf({ playground }: { playground: Playground }) {
  const view = useStore(playground.store, (state) => state.view);
  const process = useStore(playground.store, selectedProcess);
  const child = process === null ? undefined : childOf(view, process);
  if (process === null || child === undefined) return null;
  const incarnations = [...child.incarnations].reverse();
  return (
    <Section title="Incarnations" note={String(child.restarts + 1)}>
      <dl className={styles.facts}>
        <dt>supervisor</dt>
        <dd>
          <ProcessName playground={playground} pid={process.supervisedBy} />
        </dd>
        <dt>child spec</dt>
        <dd>
          {child.restart}, shutdown {child.shutdown}
          {child.significant && ', significant'}
        </dd>
        <dt>start</dt>
        <dd className="mono">{child.start}</dd>
      </dl>
      <ol className={styles.incarnations}>
        {incarnations.map(({ pid, startedAt, exitedAt, reason }) => (
          <li key={pid}>
            <span className="mono">{printPid(pid)}</span>
            <span className="quiet">
              {formatTime(startedAt)} – {exitedAt === null ? 'now' : formatTime(exitedAt)}
            </span>
            {reason !== null && (
              <span className={`mono ${styles.clip}`} title={reason}>
                {reason}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
