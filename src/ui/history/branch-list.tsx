import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Playground } from '../../store/playground-state.ts';
import { knownBranches } from '../../store/selectors.ts';
import { focusRow, walkRows } from '../shared/walk-rows.ts';
import { BranchLine } from './branch-line.tsx';
import { branchRows } from './branch-rows.ts';
import styles from './history.module.css';

/** What is being done to a branch, in its place. */
export interface Edit {
  readonly id: number;
  readonly type: 'rename' | 'remove';
}

/** The tree of branches, a line each. Arrow keys walk it, Enter goes there, F2 renames, Delete deletes. */
export function BranchList({ playground }: { playground: Playground }) {
  const known = useStore(
    playground.store,
    useShallow(({ branches, branch, commands, extent }) => ({
      branches,
      branch,
      commands,
      extent,
    })),
  );
  const [edit, setEdit] = useState<Edit | null>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const rows = useMemo(() => branchRows(knownBranches(known)), [known]);
  const end = Math.max(1, ...rows.map(({ branch }) => branch.extent.at));
  const present = known.branch;
  const isThere = rows.some(({ branch }) => branch.id === focused);

  // Whoever acts in the past, or goes to another branch, sees where that is.
  useEffect(() => {
    const row = list.current?.querySelector(`[data-row="${present}"]`);
    row?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [present]);

  const begin = (next: Edit) => {
    if (next.type === 'rename' || canRemove(next.id, present, rows)) setEdit(next);
  };
  const leave = (by: 'key' | 'elsewhere') => {
    setEdit(null);
    if (by === 'key') requestAnimationFrame(() => focusRow(list.current));
  };
  const press = (event: KeyboardEvent<HTMLUListElement>) => {
    if (edit !== null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (walkRows(event)) return;
    const row = (event.target as HTMLElement).closest<HTMLElement>('button[data-row]');
    const type = EDITS[event.key];
    if (row === null || type === undefined) return;
    event.preventDefault();
    begin({ id: Number(row.dataset.row), type });
  };

  return (
    <section className={styles.column} aria-label="Branches">
      <ul ref={list} aria-label="Branches" onKeyDown={press}>
        {rows.map((row) => (
          <BranchLine
            key={row.branch.id}
            playground={playground}
            row={row}
            end={end}
            present={row.branch.id === present}
            removable={canRemove(row.branch.id, present, rows)}
            focusable={row.branch.id === (isThere ? focused : present)}
            edit={edit?.id === row.branch.id ? edit.type : null}
            onFocus={setFocused}
            onEdit={(type) => begin({ id: row.branch.id, type })}
            onLeave={leave}
          />
        ))}
      </ul>
      {rows.length === 1 && (
        <p className={styles.hint}>
          One history so far. Go back, on the timeline or by steps, and do something there: that
          begins a branch, and this one is kept.
        </p>
      )}
    </section>
  );
}

const EDITS: Readonly<Record<string, Edit['type']>> = { F2: 'rename', Delete: 'remove' };

const canRemove = (id: number, present: number, rows: ReturnType<typeof branchRows>): boolean =>
  id !== present && rows.some(({ branch }) => branch.id === id && branch.parent !== null);
