import { type KeyboardEvent, memo, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import type { CardPath } from '../../view/view.ts';
import { BehaviourPictogram } from '../shared/pictograms.tsx';
import styles from './outline.module.css';
import { type OutlineRow, outlineRows, treeMove } from './outline.ts';

/** The canvas in words: the same tree, selection and folding, for keyboard and screen reader. */
export default function TreeOutline({ playground }: { playground: Playground }) {
  const view = useStore(playground.store, (state) => state.view);
  const collapsed = useStore(playground.store, (state) => state.collapsed);
  const selected = useStore(playground.store, (state) => state.selection.path);
  const rows = useMemo(() => outlineRows(view, collapsed, view.at), [view, collapsed]);
  const tree = useRef<HTMLDivElement>(null);
  const focused = rows.some(({ path }) => path === selected) ? selected : (rows[0]?.path ?? null);

  // What is selected elsewhere comes into sight here; the focus follows only if it is in the tree.
  useEffect(() => {
    const row = tree.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    row?.scrollIntoView({ block: 'nearest' });
    if (selected !== null && tree.current?.contains(document.activeElement)) row?.focus();
  }, [selected]);

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = treeMove(rows, focused, event.key);
    if (move === null) {
      if (event.key === 'Enter' && focused !== null) select(playground, rows, focused);
      return;
    }
    event.preventDefault();
    if (move.type === 'go') select(playground, rows, move.path);
    else playground.setCollapsed(move.path, move.collapsed);
  };

  if (rows.length === 0)
    return <p className={styles.empty}>No process runs yet. Play (Space) to see it start.</p>;
  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Supervision tree"
      className={styles.tree}
      onKeyDown={press}
    >
      {rows.map((row) => (
        <Row
          key={row.path}
          playground={playground}
          {...row}
          selected={row.path === selected}
          focusable={row.path === focused}
        />
      ))}
    </div>
  );
}

function select(playground: Playground, rows: readonly OutlineRow[], path: CardPath): void {
  const pid = rows.find((row) => row.path === path)?.pid ?? 0;
  playground.select({ path, pid: pid === 0 ? null : pid });
}

const Row = memo(function Row({
  playground,
  path,
  pid,
  level,
  place,
  of,
  expanded,
  id,
  name,
  behaviour,
  strategy,
  tone,
  words,
  selected,
  focusable,
}: OutlineRow & { playground: Playground; selected: boolean; focusable: boolean }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree.
    <div
      role="treeitem"
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={selected}
      aria-expanded={expanded ?? undefined}
      tabIndex={focusable ? 0 : -1}
      className={styles.row}
      data-path={path}
      data-pid={pid === 0 ? undefined : pid}
      style={{ paddingLeft: 4 + (level - 1) * 16 }}
      onClick={() => playground.select({ path, pid: pid === 0 ? null : pid })}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a mouse's way only; the keys are Left and Right. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same. */}
      <span
        className={styles.twist}
        data-open={expanded}
        onClick={(event) => {
          if (expanded === null) return;
          event.stopPropagation();
          playground.setCollapsed(path, expanded);
        }}
      />
      <BehaviourPictogram behaviour={behaviour} strategy={strategy || undefined} size={18} />
      <span className={styles.id}>{id}</span>
      {name !== '' && <span className={styles.name}>· {name}</span>}
      <span className={styles.words} data-tone={tone} title={words}>
        {words}
      </span>
    </div>
  );
});
