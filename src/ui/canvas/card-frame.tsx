import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Look } from '../shared/process-look.ts';
import { parseRole, roleText } from './beat-role.ts';
import { useCanvas } from './canvas-context.ts';
import styles from './card.module.css';
import { labelId } from './card-label.ts';
import { lengthOf } from './cut.ts';
import type { SceneCard } from './scene.ts';
import tear from './tear.module.css';

/**
 * What all cards share: outline by state, the tear of a crash, the card's part in a beat,
 * the mark of selection, and its name for those who can't see it.
 */
export function CardFrame({
  card,
  look,
  label,
  title = card.title,
  children,
}: {
  card: SceneCard;
  look: Look;
  label: string;
  /** Its name, if it goes by another than the layout knows. */
  title?: string;
  children: ReactNode;
}) {
  const { playground } = useCanvas();
  const selected = useStore(playground.store, (state) => state.selection.path === card.path);
  const role = parseRole(useStore(playground.store, (state) => roleText(state.beat, card)));
  return (
    <div
      className={styles.card}
      data-kind={card.kind}
      data-length={lengthOf(title)}
      data-tone={look.tone}
      data-role={role?.type}
      data-selected={selected || undefined}
    >
      <span id={labelId(card)} hidden>
        {label}
      </span>
      <div className={styles.body}>{children}</div>
      {look.tone === 'crashed' && <Tear />}
      {role !== null && role.order > 0 && (
        <span className={styles.order} style={{ animationDelay: `${(role.order - 1) * 70}ms` }}>
          {role.order}
        </span>
      )}
    </div>
  );
}

/** A rip through the card, from top to bottom: two vermilion edges, the ground between them. */
function Tear() {
  return (
    <svg className={tear.tear} viewBox="0 0 60 100" preserveAspectRatio="none" aria-hidden="true">
      <path className={tear.edge} d={TEAR} pathLength={1} vectorEffect="non-scaling-stroke" />
      <path className={tear.gap} d={TEAR} pathLength={1} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
const TEAR = 'M44 -4 34 12 42 26 26 42 36 58 20 74 28 88 16 104';
