import { ArrowRightToLine, GitBranch, History } from 'lucide-react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { SimTime } from '../../base/sim-time.ts';
import type { Playground, PlaygroundState } from '../../store/playground-state.ts';
import { canRun, looksBack } from '../../store/selectors.ts';
import { goToEnd } from '../shared/actions.ts';
import { useDesk } from '../shared/desk.ts';
import { counted, formatSpan, formatTime } from '../shared/format.ts';
import { openLower } from '../shared/panels.ts';
import styles from './transport.module.css';

/** Where in all that is known one is, when that is not its end: how far before it, and on which branch. */
export function Whereabouts({ playground }: { playground: Playground }) {
  const isTravelling = useStore(playground.store, ({ journey }) => journey !== null);
  return isTravelling ? <OnTheWay playground={playground} /> : <StandsAt playground={playground} />;
}

/** A long jump is under way. */
function OnTheWay({ playground }: { playground: Playground }) {
  const words = useStore(playground.store, ({ journey, now }) =>
    journey === null ? '' : wayWords(journey, now),
  );
  return (
    <div className={styles.whereabouts}>
      <span className={styles.back}>
        <History size={16} aria-hidden="true" /> {words}
      </span>
      <button
        type="button"
        className={`button ${styles.toEnd}`}
        title="Gives up the jump (Esc)"
        onClick={() => playground.pause()}
      >
        Stay here
      </button>
    </div>
  );
}

/** "on the way, at 00:12.480 of 41:40.000"; a way back begins at the start, or at some moment that is kept. */
function wayWords({ at, to }: NonNullable<PlaygroundState['journey']>, now: SimTime): string {
  const far = to === null ? formatTime(at) : `${formatTime(Math.min(at, to))} of ${formatTime(to)}`;
  return to !== null && to < now ? `on the way back, at ${far}` : `on the way, at ${far}`;
}

function StandsAt({ playground }: { playground: Playground }) {
  const desk = useDesk();
  const before = useStore(playground.store, beforeTheEnd);
  const runnable = useStore(playground.store, canRun);
  const { name, place, of } = useStore(
    playground.store,
    useShallow(({ branches, branch }) => {
      const index = branches.findIndex(({ id }) => id === branch);
      return { name: branches[index]?.name ?? '', place: index + 1, of: branches.length };
    }),
  );
  if (before === null && of === 1) return null;
  return (
    <div className={styles.whereabouts} data-branches={of}>
      {before !== null && (
        <>
          <span
            className={styles.back}
            title={`Looking back, ${before} before the end of what is known`}
          >
            <History size={16} aria-hidden="true" />
            <span>
              <span className={styles.roomy}>looking back, </span>
              <span className="visually-hidden">{before} before the end of what is known</span>
              <span aria-hidden="true">−{before}</span>
            </span>
          </span>
          <button
            type="button"
            className={`button ${styles.toEnd}`}
            title="Back to the end of what is known (End)"
            disabled={!runnable}
            onClick={() => goToEnd(playground)}
          >
            <ArrowRightToLine size={14} aria-hidden="true" /> Back to the end
          </button>
        </>
      )}
      {of > 1 && (
        <button
          type="button"
          className={`button ${styles.branch}`}
          title={`On view: ${name}, ${place} of ${of} branches. Shows them all (h)`}
          onClick={() => openLower(playground, desk, 'history')}
        >
          <GitBranch size={14} aria-hidden="true" />
          <span className={styles.branchName}>{name}</span>
          <span className="quiet">
            <span className={`visually-hidden ${styles.branchWord}`}>branch </span>
            {place} of {of}
          </span>
        </button>
      )}
    </div>
  );
}

/** "12.4 s"; null when nothing that is known lies ahead. */
function beforeTheEnd(state: PlaygroundState): string | null {
  if (!looksBack(state)) return null;
  const { extent, now, view } = state;
  const span = extent.at - now;
  return span < 1_000 ? counted(Math.max(1, extent.seq - view.seq), 'event') : formatSpan(span);
}
