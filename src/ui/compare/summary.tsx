import { useStore } from 'zustand';
import type { Comparison } from '../../store/comparison-state.ts';
import type { Tally } from '../../view/tally.ts';
import { formatTime } from '../shared/format.ts';
import { Scrollable } from '../shared/scrollable.tsx';
import styles from './compare.module.css';
import { diedWords, ROWS } from './summary-rows.ts';

/** What became of each run up to the moment on view. */
export function Summary({ comparison }: { comparison: Comparison }) {
  const left = useStore(comparison.store, (state) => state.left);
  const right = useStore(comparison.store, (state) => state.right);
  if (left === null || right === null) return <section className={styles.summary} />;
  return (
    <Scrollable className={styles.summary} label="Summary">
      <table>
        <thead>
          <tr>
            <th scope="col" className={styles.upTo}>
              Up to <Moment comparison={comparison} />
            </th>
            <th scope="col">Left</th>
            <th scope="col">Right</th>
            <th scope="col">
              <span className="visually-hidden">Difference</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Died left={left} right={right} />
          {ROWS.map(({ of, sign, tone, words }) => (
            <tr key={of} data-differs={left[of] !== right[of]}>
              <th scope="row">
                <span className={styles.sign} data-tone={tone} aria-hidden="true">
                  {sign}
                </span>{' '}
                {words}
              </th>
              <td>{left[of]}</td>
              <td>{right[of]}</td>
              <Differs differs={left[of] !== right[of]} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

/** By itself: it changes with every frame. */
function Moment({ comparison }: { comparison: Comparison }) {
  const time = useStore(comparison.store, (state) => formatTime(state.now));
  return <span className="mono">{time}</span>;
}

function Died({ left, right }: { left: Tally; right: Tally }) {
  const [one, other] = [diedWords(left), diedWords(right)];
  return (
    <tr data-differs={one !== other} className={styles.died}>
      <th scope="row">
        <span className={styles.sign} aria-hidden="true">
          †
        </span>{' '}
        Who died, how often
      </th>
      <td>{one}</td>
      <td>{other}</td>
      <Differs differs={one !== other} />
    </tr>
  );
}

function Differs({ differs }: { differs: boolean }) {
  return (
    <td className={styles.differs}>
      {differs && (
        <>
          <span aria-hidden="true">≠</span>
          <span className="visually-hidden">not the same</span>
        </>
      )}
    </td>
  );
}
