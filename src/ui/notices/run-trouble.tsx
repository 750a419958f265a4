import { useStore } from 'zustand';
import type { Problem } from '../../engine/protocol.ts';
import type { Playground } from '../../store/playground-state.ts';
import { saveRun } from '../shared/save-run.ts';
import styles from './notices.module.css';

/** In the canvas's place while there is nothing to show, or over it when the run can't go on. */
export function RunTrouble({ playground }: { playground: Playground }) {
  const run = useStore(playground.store, (state) => state.run);
  const empty = useStore(playground.store, (state) => state.view.processes.size === 0);
  switch (run.type) {
    case 'loading':
      return empty ? (
        <div className={styles.loading} role="status">
          Starting the system …
        </div>
      ) : null;
    case 'stuck':
      return (
        <div className={styles.trouble} role="alert">
          <h2>The run stopped answering</h2>
          <p>{run.message}</p>
          <p>It was ended, so that the page stays alive. You can go back to the moment before.</p>
          <div className={styles.buttons}>
            <button type="button" className="button primary" onClick={() => playground.recover()}>
              Replay up to the moment before
            </button>
            <button type="button" className="button" onClick={() => playground.restart()}>
              Restart from the beginning
            </button>
          </div>
        </div>
      );
    case 'failed':
      return (
        <div className={styles.trouble} role="alert">
          <h2>This scenario can't run</h2>
          <p>{run.message}</p>
          <Problems problems={run.problems} />
          <div className={styles.buttons}>
            <button type="button" className="button primary" onClick={() => playground.recover()}>
              Try again
            </button>
            <OpenFirst playground={playground} />
          </div>
        </div>
      );
    case 'broken':
      return (
        <div className={styles.trouble} role="alert">
          <h2>The playground made a mistake {run.where}</h2>
          <p className="mono">{run.message}</p>
          <p>
            The run was halted. It is still there, with all you did: restart it, go back to the
            moment before, or export it to a file.
          </p>
          <div className={styles.buttons}>
            <button type="button" className="button primary" onClick={() => playground.restart()}>
              Restart the run
            </button>
            <button type="button" className="button" onClick={() => playground.recover()}>
              Replay up to the moment before
            </button>
            <button type="button" className="button" onClick={() => saveRun(playground)}>
              Export the run to a file
            </button>
          </div>
        </div>
      );
    default:
      return null;
  }
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {problems.map(({ module, line, column, message }) => (
        <li key={`${module} ${line} ${column} ${message}`}>
          <span className="mono">
            {module}:{line}:{column}
          </span>{' '}
          {message}
        </li>
      ))}
    </ul>
  );
}

function OpenFirst({ playground }: { playground: Playground }) {
  const open = useStore(playground.store, (state) => state.scenarioName);
  const other = playground.gallery.find(({ name }) => name !== open);
  if (other === undefined) return null;
  return (
    <button type="button" className="button" onClick={() => playground.openScenario(other.name)}>
      Open “{other.title}” instead
    </button>
  );
}
