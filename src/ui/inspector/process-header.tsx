import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { printPid } from '../../view/paths.ts';
import { statusAt } from '../../view/status.ts';
import { askWhyProcess } from '../shared/actions.ts';
import { useDesk } from '../shared/desk.ts';
import { counted, formatTime } from '../shared/format.ts';
import { BehaviourPictogram } from '../shared/pictograms.tsx';
import { lookOf, pictogramOf, sayLook } from '../shared/process-look.ts';
import { childOf, nameOf } from '../shared/process-words.ts';
import styles from './inspector.module.css';

export function ProcessHeader({ playground }: { playground: Playground }) {
  const view = useStore(playground.store, (state) => state.view);
  const process = useStore(playground.store, selectedProcess);
  const detail = useStore(playground.store, (state) => state.detail);
  const desk = useDesk();
  // Busy ends by time alone; to the millisecond is often enough to see it.
  const now = useStore(playground.store, (state) => Math.floor(state.now / 1_000) * 1_000);
  if (process === null) return null;
  const child = childOf(view, process);
  const status = statusAt(process, now);
  // Of one that has ended, how: not that another is being started in its place.
  const look = lookOf(view, process, status, status.type === 'exited' ? undefined : child);
  const waitsFor = detail?.pid === process.pid ? detail.waitsFor : null;
  return (
    <>
      <header className={styles.header}>
        <h2 className={styles.name}>
          <BehaviourPictogram
            behaviour={pictogramOf(process.behaviour, process.path)}
            strategy={process.supervisor?.flags.strategy}
            size={24}
          />
          <span className={styles.nameText}>{nameOf(view, process.pid)}</span>
          <span className={`mono quiet ${styles.pid}`}>{printPid(process.pid)}</span>
        </h2>
        <div className={styles.statusLine}>
          <p className={styles.status} data-tone={look.tone}>
            <span className={styles.mark} aria-hidden="true" />
            <span className={status.type === 'exited' ? 'mono' : ''}>{sayLook(look, status)}</span>
          </p>
          <button
            type="button"
            className={styles.why}
            title="Why is it like that? (w)"
            onClick={() => askWhyProcess(playground, desk)}
          >
            Why?
          </button>
        </div>
      </header>
      <div className={styles.about}>
        {waitsFor !== null && look.tone === 'waiting' && <p className="quiet">{waitsFor}</p>}
        <dl className={styles.facts}>
          <dt>behaviour</dt>
          <dd>
            {process.behaviour}
            {process.module !== '' && process.module !== process.behaviour && (
              <>
                {' '}
                · <span className="mono">{process.module}</span>
              </>
            )}
          </dd>
          {child !== undefined && (
            <>
              <dt>child id</dt>
              <dd className="mono">{child.id}</dd>
            </>
          )}
          {process.name !== null && (
            <>
              <dt>registered</dt>
              <dd className="mono">{process.name}</dd>
            </>
          )}
          <dt>started</dt>
          <dd>
            {formatTime(process.startedAt)}
            {child !== undefined && child.restarts > 0 && (
              <> · {counted(child.restarts, 'restart')}</>
            )}
          </dd>
          {detail?.pid === process.pid && detail.trapExit && (
            <>
              <dt>trap_exit</dt>
              <dd>true: exit signals come as messages</dd>
            </>
          )}
        </dl>
      </div>
    </>
  );
}
