import { Pencil, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { Branch } from '../../store/branches.ts';
import type { Playground } from '../../store/playground-state.ts';
import { sayAction } from '../../view/say-action.ts';
import { counted, formatTime } from '../shared/format.ts';
import { BranchGraph } from './branch-graph.tsx';
import type { BranchRow } from './branch-rows.ts';
import styles from './history.module.css';
import { NameField } from './name-field.tsx';
import { RemoveBranch } from './remove-branch.tsx';

/** One branch: its name, what was done in it, and its line in the graph. */
export function BranchLine({
  playground,
  row,
  end,
  present,
  removable,
  focusable,
  edit,
  onFocus,
  onEdit,
  onLeave,
}: {
  playground: Playground;
  row: BranchRow;
  /** How far the longest branch is known. */
  end: number;
  present: boolean;
  removable: boolean;
  focusable: boolean;
  edit: 'rename' | 'remove' | null;
  onFocus: (id: number) => void;
  onEdit: (edit: 'rename' | 'remove') => void;
  onLeave: (by: 'key' | 'elsewhere') => void;
}) {
  const { branch } = row;
  const words = useWords(playground, row);
  const tabIndex = focusable ? 0 : -1;
  if (edit === 'remove')
    return (
      <li className={styles.item}>
        <RemoveBranch
          row={row}
          onRemove={() => playground.removeBranch(branch.id)}
          onLeave={() => onLeave('key')}
        />
      </li>
    );
  return (
    <li className={styles.item} data-present={present} onFocus={() => onFocus(branch.id)}>
      {edit === 'rename' ? (
        <NameField
          name={branch.name}
          onName={(name) => playground.renameBranch(branch.id, name)}
          onLeave={onLeave}
        />
      ) : (
        <button
          type="button"
          className={styles.row}
          data-row={branch.id}
          tabIndex={tabIndex}
          aria-current={present ? 'true' : undefined}
          title={present ? undefined : `Go to ${branch.name}`}
          onClick={() => playground.goToBranch(branch.id)}
        >
          <span className={styles.title} style={{ paddingLeft: Math.min(row.depth, 6) * 12 }}>
            <span className={styles.name}>{branch.name}</span>
            {present && <span className={styles.badge}>on view</span>}
            <Figures branch={branch} />
          </span>
          <span className={styles.words} title={words}>
            {words}
          </span>
        </button>
      )}
      <BranchGraph playground={playground} row={row} end={end} present={present} />
      <span className={styles.tools}>
        <button
          type="button"
          className="icon-button"
          tabIndex={tabIndex}
          aria-label={`Rename ${branch.name}`}
          title="Rename (F2)"
          onClick={() => onEdit('rename')}
        >
          <Pencil size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          tabIndex={tabIndex}
          aria-label={`Delete ${branch.name}`}
          title={removable ? 'Delete (Del)' : whyNot(row)}
          disabled={!removable}
          onClick={() => onEdit('remove')}
        >
          <Trash2 size={14} aria-hidden="true" />
        </button>
      </span>
    </li>
  );
}

const whyNot = ({ parent }: BranchRow): string =>
  parent === null ? 'The first one stays' : 'On view: go to another one to delete it';

/** What one compares branches by: what became of each, as far as it is known. */
function Figures({ branch: { extent } }: { branch: Branch }) {
  const { figures, at } = extent;
  return (
    <span className={styles.figures}>
      {figures === null ? (
        <span className="quiet" title="It comes from a file: go there once, and they are known">
          crashes not known yet
        </span>
      ) : (
        <>
          <Figure sign="✕" tone="crashed" words={counted(figures.crashes, 'crash')} />
          <Figure sign="↻" tone="restarting" words={counted(figures.restarts, 'restart')} />
        </>
      )}
      <span title="So far it is known">
        <span className="visually-hidden">known </span>to{' '}
        <span className="mono">{formatTime(at)}</span>
      </span>
    </span>
  );
}

function Figure({ sign, tone, words }: { sign: string; tone: string; words: string }) {
  return (
    <span>
      <span className={styles.figureSign} data-tone={tone} aria-hidden="true">
        {sign}
      </span>{' '}
      {words}
    </span>
  );
}

/** "Left main at 00:12.480: kill kv, and 2 more actions." */
function useWords(playground: Playground, { branch, parent, own }: BranchRow): string {
  const style = useStore(playground.store, (state) => state.settings.terms);
  const [first, ...more] = own;
  const rest = more.length === 0 ? '' : `, and ${counted(more.length, 'more action')}`;
  const done = first === undefined ? 'nothing was done' : `${sayAction(first, style)}${rest}`;
  const left =
    parent === null ? 'From the start' : `Left ${parent.name} at ${formatTime(branch.from.at)}`;
  return `${left}: ${done}.`;
}
