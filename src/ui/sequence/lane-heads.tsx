import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { YOU } from '../../view/paths.ts';
import type { SequenceRows } from '../../view/sequence-rows.ts';
import { laneName } from '../../view/sequence-words.ts';
import type { CardPath } from '../../view/view.ts';
import { BehaviourPictogram, Pictogram } from '../shared/pictograms.tsx';
import { pictogramOf } from '../shared/process-look.ts';
import styles from './sequence.module.css';

/** Who stands on the lanes. A head selects its process; its cross takes the lane away. */
export function LaneHeads({
  playground,
  rows,
  px,
  onHide,
}: {
  playground: Playground;
  rows: SequenceRows;
  /** Width of a lane. */
  px: number;
  onHide: (path: CardPath) => void;
}) {
  const selected = useStore(playground.store, (state) => state.selection.path);
  return rows.query.lanes.map((path, lane) => (
    <div key={path} className={styles.laneHead} style={{ width: px }}>
      <button
        type="button"
        className={styles.laneName}
        title={path}
        aria-pressed={path === selected}
        onClick={() => playground.select({ path })}
      >
        <LanePicture rows={rows} lane={lane} />
        <span>{laneName(path)}</span>
      </button>
      <button
        type="button"
        className={styles.hide}
        aria-label={`Hide ${laneName(path)}`}
        title={`Hide ${laneName(path)}`}
        onClick={() => onHide(path)}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </div>
  ));
}

function LanePicture({ rows, lane }: { rows: SequenceRows; lane: number }) {
  if (rows.query.lanes[lane] === YOU) return <Pictogram of="client" size={16} />;
  const { buffer } = rows;
  const pid = rows.lanes.lives(lane).at(-1)?.pid ?? 0;
  const born = buffer.names.spawnSeq(pid);
  const behaviour = buffer.has(born) ? buffer.string(buffer.as[buffer.place(born)] as number) : '';
  return (
    <BehaviourPictogram
      behaviour={pictogramOf(behaviour, rows.query.lanes[lane] ?? '')}
      size={16}
    />
  );
}
