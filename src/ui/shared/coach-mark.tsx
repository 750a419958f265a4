import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { COACH_MARKS, type CoachName, isDone } from './coach.ts';
import styles from './coach-mark.module.css';
import { panelSetting, setPanel } from './panels.ts';

/** The hint `name`, when it is its turn; stands beside the thing to do. */
export function CoachMark({ playground, name }: { playground: Playground; name: CoachName }) {
  const done = useStore(playground.store, (state) => panelSetting(state.settings, 'coach'));
  // A story that is being told is not interrupted, and before the first step there is no card.
  const quiet = useStore(
    playground.store,
    ({ run, beat, bookmarks, view }) =>
      beat === null &&
      bookmarks.length === 0 &&
      view.step > 0 &&
      ['paused', 'playing', 'idle'].includes(run.type),
  );
  const index = COACH_MARKS.findIndex((mark) => mark.name === name);
  const due = done === index;
  useEffect(() => {
    if (!due) return;
    const stop = playground.store.subscribe((after, before) => {
      if (!isDone(name, before, after)) return;
      // First, for what follows changes the store again.
      stop();
      setPanel(playground, 'coach', index + 1);
    });
    return stop;
  }, [playground, name, index, due]);

  if (!due || !quiet) return null;
  return (
    <div className={`${styles.mark} ${styles[name]}`} role="note">
      <span>
        <b>
          {index + 1}/{COACH_MARKS.length}
        </b>{' '}
        {COACH_MARKS[index]?.text}
      </span>
      <button
        type="button"
        className={styles.close}
        aria-label="No more hints"
        title="No more hints"
        onClick={() => setPanel(playground, 'coach', COACH_MARKS.length)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
