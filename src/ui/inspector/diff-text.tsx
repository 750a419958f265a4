import styles from './inspector.module.css';
import type { DiffLine } from './line-diff.ts';

/** A comparison of two texts, line by line; what is gone and what has come is marked by sign and colour. */
export function DiffText({ lines }: { lines: readonly DiffLine[] }) {
  return (
    <pre>
      {lines.map(({ sign, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity.
        <span key={index} className={styles.diffLine} data-sign={sign}>
          <span className={styles.sign}>{sign}</span>
          {sign !== ' ' && (
            <span className="visually-hidden">{sign === '+' ? 'added: ' : 'removed: '}</span>
          )}
          {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
