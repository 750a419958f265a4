import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { useDesk } from '../shared/desk.ts';
import { counted } from '../shared/format.ts';
import frame from '../shared/lower-panel.module.css';
import { BranchList } from './branch-list.tsx';
import styles from './history.module.css';
import { NoteList } from './note-list.tsx';

/** The histories of this run, as a tree, and the notes on its moments. */
export default function HistoryPanel({
  playground,
  lead,
}: {
  playground: Playground;
  /** What stands first in the bar. */
  lead: ReactNode;
}) {
  const { openDialog } = useDesk();
  const branches = useStore(playground.store, (state) => state.branches.length);
  const notes = useStore(playground.store, (state) => state.bookmarks.length);
  return (
    <div className={frame.panel}>
      <div className={`${frame.bar} ${styles.bar}`}>
        {lead}
        <span className={`quiet ${frame.counts}`}>
          {counted(branches, 'branch')} · {counted(notes, 'note')}
        </span>
        <button
          type="button"
          className={`button ${styles.inBar}`}
          onClick={() => openDialog('compare')}
        >
          Compare…
        </button>
      </div>
      <div className={styles.columns}>
        <BranchList playground={playground} />
        <NoteList playground={playground} />
      </div>
    </div>
  );
}
