import type { ReactNode } from 'react';
import styles from './inspector.module.css';

/** A part of the inspector that folds; says how much is in it. */
export function Section({
  title,
  note = '',
  open = true,
  children,
}: {
  title: string;
  note?: string;
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details className={styles.section} open={open}>
      <summary>
        <h3>{title}</h3>
        <span className="quiet">{note}</span>
      </summary>
      <div className={styles.content}>{children}</div>
    </details>
  );
}
