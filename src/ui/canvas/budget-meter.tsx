import { useRef } from 'react';
import { useStore } from 'zustand';
import type { SupervisorView } from '../../view/view.ts';
import { Sign } from '../shared/pictograms.tsx';
import styles from './budget-meter.module.css';
import {
  type BudgetPicture,
  budgetPicture,
  budgetText,
  pictureKey,
  TOKENS_DRAWN,
} from './budget-picture.ts';
import { useCanvas } from './canvas-context.ts';

/** The restart budget as a sliding window: tokens left, tokens used and on their way back, and in words. */
export function BudgetMeter({ supervisor }: { supervisor: SupervisorView }) {
  const { playground } = useCanvas();
  const budget = useRef<BudgetPicture>(null);
  useStore(playground.store, ({ now }) => {
    budget.current = budgetPicture(supervisor, now);
    return pictureKey(budget.current);
  });
  const shown = budget.current;
  if (shown === null) return null;
  const last = shown.nextEscalates;
  return (
    <div className={`${styles.budget} ${last ? styles.last : ''}`}>
      {shown.intensity <= TOKENS_DRAWN ? <Tokens budget={shown} /> : <Gauge budget={shown} />}
      {last && <Sign of="exit_signal" size={13} />}
      <span className={styles.text}>{budgetText(shown)}</span>
    </div>
  );
}

/** Oldest first: the token that will be back next stands first. */
function Tokens({ budget: { used, intensity, eighths } }: { budget: BudgetPicture }) {
  return (
    <span className={styles.tokens}>
      {Array.from({ length: intensity }, (_, place) => place).map((place) =>
        place < used ? (
          <span key={place} className={styles.used}>
            <span className={styles.fill} style={{ height: `${(eighths[place] ?? 0) * 12.5}%` }} />
          </span>
        ) : (
          <span key={place} className={styles.token} />
        ),
      )}
    </span>
  );
}

function Gauge({ budget: { used, intensity } }: { budget: BudgetPicture }) {
  return (
    <span className={styles.gauge}>
      <span
        className={styles.left}
        style={{ width: `${Math.max(0, 1 - used / intensity) * 100}%` }}
      />
    </span>
  );
}
