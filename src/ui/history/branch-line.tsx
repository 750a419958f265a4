import { Pencil, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
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
          <span className={styles.name} style={{ paddingLeft: Math.min(row.depth, 6) * 12 }}>
            {branch.name}
            {present && <span className={styles.badge}>on view</span>}
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

/** "Left main at 00:12.480: kill kv, and 2 more actions. Known to 00:20.000." */
function useWords(playground: Playground, { branch, parent, own }: BranchRow): string {
  const style = useStore(playground.store, (state) => state.settings.terms);
  const known = `Known to ${formatTime(branch.extent.at)}.`;
  const [first, ...more] = own;
  const rest = more.length === 0 ? '' : `, and ${counted(more.length, 'action')} more`;
  const done = first === undefined ? 'nothing was done' : `${sayAction(first, style)}${rest}`;
  const left =
    parent === null ? 'From the start' : `Left ${parent.name} at ${formatTime(branch.from.at)}`;
  return `${left}: ${done}. ${known}`;
}
