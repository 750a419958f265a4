import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ComparedRun, Comparison } from '../../store/comparison-state.ts';
import type { Difference } from '../../view/compare.ts';
import { textAt } from '../../view/log-line.ts';
import { textsOfLines } from '../../view/why/texts.ts';
import { formatTime } from '../shared/format.ts';
import styles from './compare.module.css';

/** Where the runs part: in what happens, and before that perhaps only in when. */
export function Differences({ comparison }: { comparison: Comparison }) {
  const run = useStore(comparison.store, (state) => state.run.type);
  const turn = useStore(comparison.store, (state) => state.turn);
  const difference = useStore(comparison.store, (state) => state.difference);
  const until = useStore(comparison.store, (state) => state.until);
  const isWhole = useStore(comparison.store, (state) => state.isWhole);
  const quiet = useStore(
    comparison.store,
    ({ left, right }) => (left?.crashes ?? 0) + (right?.crashes ?? 0) === 0,
  );
  if (run === 'loading' || run === 'failed') return <section className={styles.differences} />;
  const asFar = isWhole ? 'to their ends' : `up to ${formatTime(until)}`;
  const isSame = turn !== null && difference !== null && turn.at === difference.at;
  return (
    <section className={styles.differences} aria-label="Differences">
      <h3>
        <span aria-hidden="true">≠ </span>First difference in what happens
      </h3>
      {turn === null ? (
        <p>
          {difference === null
            ? `None: the runs are the same, ${asFar}.`
            : `None: the same things happen, ${asFar}, in the same order.`}
        </p>
      ) : (
        <Told comparison={comparison} difference={turn} />
      )}
      {difference === null && quiet && (
        <p className="quiet">
          Nobody has died yet, and only then do supervisors differ. Go back to your run, kill a
          process, and compare again.
        </p>
      )}
      {difference !== null && !isSame && (
        <>
          <h3>First difference of any kind</h3>
          <Told comparison={comparison} difference={difference} />
        </>
      )}
    </section>
  );
}

function Told({ comparison, difference }: { comparison: Comparison; difference: Difference }) {
  return (
    <div className={styles.told}>
      <dl>
        <Telling run={comparison.left} which="Left" seq={difference.left} />
        <Telling run={comparison.right} which="Right" seq={difference.right} />
      </dl>
      <button
        type="button"
        className="button"
        title="Both sides, when it has happened"
        onClick={() => comparison.jump(difference.at)}
      >
        Go to {formatTime(difference.at)}
      </button>
    </div>
  );
}

function Telling({ run, which, seq }: { run: ComparedRun; which: string; seq: number | null }) {
  const { playground } = run;
  // Texts that are missing are asked for, and come with another version of the log.
  useStore(playground.store, (state) => state.logVersion);
  useEffect(() => {
    if (seq !== null) playground.askTexts(textsOfLines(playground.trace(), [seq]));
  }, [playground, seq]);
  const trace = playground.trace();
  return (
    <>
      <dt>
        {which}
        {seq !== null && trace.has(seq) && (
          <span className="mono"> {formatTime(trace.ats[trace.place(seq)] as number)}</span>
        )}
      </dt>
      <dd>{seq === null ? 'Nothing more happens.' : textAt(trace, seq)}</dd>
    </>
  );
}
