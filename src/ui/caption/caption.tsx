import { useStore } from 'zustand';
import type { Playground, PlaygroundState } from '../../store/playground-state.ts';
import { BEAT_LOOKS } from '../shared/beat-look.ts';
import { CoachMark } from '../shared/coach-mark.tsx';
import styles from './caption.module.css';

/** The line under the tree: the beat on show, to be read from the back of a room, and aloud. */
export function Caption({ playground }: { playground: Playground }) {
  const shown = useStore(playground.store, (state) => state.beat);
  const resting = useStore(playground.store, restingWords);
  const look = shown === null ? null : BEAT_LOOKS[shown.beat];
  const text = shown?.line.text ?? '';
  return (
    <section
      className={styles.caption}
      aria-label="Caption"
      data-tone={look?.tone}
      data-long={text.length > 64}
    >
      <p className={styles.beat} aria-live="polite" aria-atomic="true">
        {look !== null && (
          <>
            <span className={styles.sign} aria-hidden="true">
              {look.sign}
            </span>
            <span title={text}>{text}</span>
          </>
        )}
      </p>
      {look === null && (
        <>
          <CoachMark playground={playground} name="select" />
          <p className={styles.resting}>{resting}</p>
        </>
      )}
    </section>
  );
}

/** Between beats: where things stand and what one could do. */
function restingWords({ run, view, next }: PlaygroundState): string {
  switch (run.type) {
    case 'loading':
      return 'The system is being started.';
    case 'idle':
      return 'Nothing left to do. Send a process something, kill one, or restart.';
    case 'paused':
      if (next === null)
        return 'Nothing left to do. Send a process something, kill one, or restart.';
      return view.step === 0
        ? 'Ready. Press Space to play, or the full stop for one step.'
        : 'Paused.';
    case 'playing':
      return view.crashes + view.restarts === 0
        ? 'Running. Kill a process to see what its supervisor does.'
        : 'Running.';
    case 'broken':
    case 'stuck':
    case 'failed':
      return '';
  }
}
