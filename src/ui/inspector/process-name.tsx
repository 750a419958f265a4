import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { pathOf, printPid } from '../../view/paths.ts';
import type { ProcessKey } from '../../view/view.ts';
import { nameOf } from '../shared/process-words.ts';
import styles from './inspector.module.css';

/** A process by name, to go there. */
export function ProcessName({ playground, pid }: { playground: Playground; pid: ProcessKey }) {
  const name = useStore(playground.store, (state) => nameOf(state.view, pid));
  const path = useStore(playground.store, (state) => pathOf(state.view, pid));
  if (path === null) return <span className="mono quiet">{name}</span>;
  return (
    <button
      type="button"
      className={styles.processName}
      title={`${name} ${printPid(pid)}`}
      onClick={() => playground.select({ path, pid })}
    >
      {name}
    </button>
  );
}
