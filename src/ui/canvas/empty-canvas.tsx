import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import styles from './canvas.module.css';

/** Nothing runs: why, and what to do next. */
export function EmptyCanvas({ playground }: { playground: Playground }) {
  const type = useStore(playground.store, ({ run }) => run.type);
  if (type === 'broken' || type === 'failed' || type === 'stuck') return null;
  if (type === 'loading') return <p className={styles.empty}>Starting the system…</p>;
  return (
    <div className={styles.empty}>
      <p>No process runs at this moment.</p>
      <p>
        {type === 'idle'
          ? 'Step back in time, or open a scenario from the gallery.'
          : 'Step on, or press play, to see the tree start.'}
      </p>
      {type === 'paused' && (
        <button type="button" className="button primary" onClick={() => playground.step()}>
          Step
        </button>
      )}
    </div>
  );
}
