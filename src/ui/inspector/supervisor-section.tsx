import { useStore } from 'zustand';
import { MICROSECONDS_PER_SECOND, type SimTime, toWholeSeconds } from '../../base/sim-time.ts';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { budgetAt } from '../../view/budget.ts';
import { useDesk } from '../shared/desk.ts';
import { formatTime } from '../shared/format.ts';
import { budgetWords } from './budget-words.ts';
import styles from './inspector.module.css';
import { Section } from './section.tsx';

/** OTP counts in whole seconds, and a restart exactly one period old still counts. */
const leavesAt = (at: SimTime, period: number): SimTime =>
  (toWholeSeconds(at) + period + 1) * MICROSECONDS_PER_SECOND;

const RESTARTS_SHOWN = 12;

/** A supervisor's flags, and its restart budget with the moment of each restart that still counts. */
export function SupervisorSection({ playground }: { playground: Playground }) {
  const supervisor = useStore(
    playground.store,
    (state) => selectedProcess(state)?.supervisor ?? null,
  );
  const { askWhy } = useDesk();
  const pid = useStore(playground.store, (state) => selectedProcess(state)?.pid ?? 0);
  // The window is counted in whole seconds, and so is the view of it.
  const second = useStore(playground.store, (state) => Math.ceil(state.now / 1_000_000));
  if (supervisor === null) return null;
  const { strategy, intensity, period, autoShutdown } = supervisor.flags;
  const budget = budgetAt(supervisor, second * 1_000_000);
  const counted = supervisor.restarts.slice(supervisor.restarts.length - budget.used);
  const left = Math.max(0, intensity - budget.used);
  const why = (fromNewest: number) => {
    const end = playground.store.getState().view.seq;
    askWhy({ type: 'restart', supervisor: pid, fromNewest, end });
  };
  return (
    <Section title="Supervisor" note={strategy}>
      <dl className={styles.facts}>
        <dt>intensity</dt>
        <dd>
          {intensity} in {period} s
        </dd>
        {autoShutdown !== 'never' && (
          <>
            <dt>auto_shutdown</dt>
            <dd>{autoShutdown}</dd>
          </>
        )}
        <dt>budget</dt>
        <dd>
          <p className={left === 0 ? styles.lastToken : ''}>{budgetWords(budget)}</p>
          {intensity <= 20 && (
            <p className={styles.tokens} aria-hidden="true">
              {Array.from({ length: intensity }, (_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: tokens are alike.
                <span key={index} className={styles.token} data-spent={index >= left} />
              ))}
            </p>
          )}
        </dd>
        {counted.length > 0 && (
          <>
            <dt>restarts</dt>
            <dd>
              <ul>
                {counted.slice(-RESTARTS_SHOWN).map((at, index, shown) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two restarts may have one moment.
                  <li key={index} className={styles.restart}>
                    <span>
                      {formatTime(at)}{' '}
                      <span className="quiet">counts until {formatTime(leavesAt(at, period))}</span>
                    </span>
                    <button
                      type="button"
                      className={styles.why}
                      aria-label={`Why was there a restart at ${formatTime(at)}?`}
                      onClick={() => why(shown.length - 1 - index)}
                    >
                      Why?
                    </button>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </Section>
  );
}
