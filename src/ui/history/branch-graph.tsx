import { useStore } from 'zustand';
import type { SimTime } from '../../base/sim-time.ts';
import type { Playground } from '../../store/playground-state.ts';
import type { BranchRow } from './branch-rows.ts';
import styles from './history.module.css';

/** The branch from where it left its parent to where it is known; its line says the same in words. */
export function BranchGraph({
  playground,
  row: { branch, parent, leaves, through },
  end,
  present,
}: {
  playground: Playground;
  row: BranchRow;
  end: SimTime;
  present: boolean;
}) {
  const left = (at: SimTime) => `${Math.min(100, (at / end) * 100)}%`;
  const width = left(Math.max(0, branch.extent.at - branch.from.at));
  return (
    <span className={styles.graph} aria-hidden="true">
      {through.map((at, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several may have left at one moment.
        <span key={place} className={styles.through} style={{ left: left(at) }} />
      ))}
      {leaves.map((at, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same.
        <span key={place} className={styles.leaves} style={{ left: left(at) }} />
      ))}
      {parent !== null && <span className={styles.comes} style={{ left: left(branch.from.at) }} />}
      <span
        className={styles.line}
        data-present={present}
        style={{ left: left(branch.from.at), width }}
      />
      {present && <Now playground={playground} end={end} />}
    </span>
  );
}

function Now({ playground, end }: { playground: Playground; end: SimTime }) {
  const left = useStore(playground.store, ({ now }) => Math.round(Math.min(1, now / end) * 1_000));
  return <span className={styles.now} style={{ left: `${left / 10}%` }} />;
}
