import { useRef } from 'react';
import { useStore } from 'zustand';
import type { ProcessView } from '../../view/view.ts';
import type { Look } from '../shared/process-look.ts';
import styles from './busy-bar.module.css';
import { useCanvas } from './canvas-context.ts';

/** In how many steps the bar fills: as often is the card drawn anew while its process works. */
const STEPS = 12;

/** The left bar: filling while the process is busy with work that takes time, hollow while it waits for another. */
export function BusyBar({ look, process }: { look: Look; process: ProcessView | undefined }) {
  const { playground } = useCanvas();
  const until = process?.status.type === 'busy' ? process.status.until : 0;
  const since = useRef({ until: 0, at: 0 });
  if (since.current.until !== until) {
    since.current = { until, at: playground.store.getState().now };
  }
  const steps = useStore(playground.store, ({ now }) => {
    const whole = until - since.current.at;
    return whole <= 0 ? STEPS : Math.round(((now - since.current.at) / whole) * STEPS);
  });
  if (look.tone === 'waiting') return <span className={`${styles.bar} ${styles.hollow}`} />;
  if (look.tone !== 'busy') return null;
  const part = Math.max(0.08, Math.min(1, steps / STEPS));
  return (
    <span className={styles.bar}>
      <span className={styles.filled} style={{ height: `${Math.round(part * 100)}%` }} />
    </span>
  );
}
