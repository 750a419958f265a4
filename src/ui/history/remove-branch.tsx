import { type KeyboardEvent, useEffect, useRef } from 'react';
import { counted, formatTime } from '../shared/format.ts';
import type { BranchRow } from './branch-rows.ts';
import styles from './history.module.css';

/** Asks, and says what goes. */
export function RemoveBranch({
  row: { branch, parent, own, leaves },
  onRemove,
  onLeave,
}: {
  row: BranchRow;
  onRemove: () => void;
  onLeave: () => void;
}) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onLeave();
  };
  const actions = own.length === 0 ? '' : `, with ${counted(own.length, 'action')} in it`;
  const children =
    leaves.length === 0
      ? ''
      : ` ${counted(leaves.length, 'branch')} that left it ${leaves.length === 1 ? 'stays, and leaves' : 'stay, and leave'} ${parent?.name} then.`;
  return (
    <div
      className={styles.remove}
      role="alertdialog"
      aria-label={`Delete ${branch.name}?`}
      aria-describedby="what-goes"
      onKeyDown={press}
    >
      <p id="what-goes">
        <b>Delete {branch.name}?</b> What happens in it from {formatTime(branch.from.at)} to{' '}
        {formatTime(branch.extent.at)} goes{actions}.{children} There is no way back.
      </p>
      <button
        type="button"
        className="button danger"
        onClick={() => {
          onRemove();
          onLeave();
        }}
      >
        Delete
      </button>
      <button ref={keep} type="button" className="button" onClick={onLeave}>
        Keep it
      </button>
    </div>
  );
}
