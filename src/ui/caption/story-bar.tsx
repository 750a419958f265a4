import { ChevronLeft, Flag, Play } from 'lucide-react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { bookmarkBefore, bookmarkHere, canRun } from '../../store/selectors.ts';
import { goToPreviousNote } from '../shared/actions.ts';
import styles from './caption.module.css';

/** The note on the moment on view, for the back of the room, and the ways to the next one and back. */
export default function StoryBar({ playground }: { playground: Playground }) {
  const bookmarks = useStore(playground.store, (state) => state.bookmarks);
  const here = useStore(playground.store, bookmarkHere);
  const before = useStore(playground.store, bookmarkBefore);
  const runnable = useStore(playground.store, canRun);
  const playing = useStore(playground.store, (state) => state.run.type === 'playing');
  const note = bookmarks[here]?.note ?? null;
  const count = bookmarks.length;
  if (count === 0) return null;
  const isLast = (here < 0 ? before : here) === count - 1;
  const place = here < 0 ? placeWords(before, count) : `Note ${here + 1} of ${count}`;
  return (
    <section className={styles.story} aria-label="Story" data-note={note !== null}>
      <Flag size={18} aria-hidden="true" className={styles.flag} />
      <div className={styles.told}>
        <p className={styles.place}>{place}</p>
        <p className={styles.note} aria-live="polite" data-long={(note?.length ?? 0) > 90}>
          {note}
        </p>
      </div>
      <button
        type="button"
        className="button"
        title="Back to the note before (<)"
        disabled={!runnable || before < 0}
        onClick={() => goToPreviousNote(playground)}
      >
        <ChevronLeft size={16} aria-hidden="true" /> Previous
      </button>
      <button
        type="button"
        className="button primary"
        title={isLast ? 'To the first note (>)' : 'Plays on to the next note (>)'}
        disabled={!runnable || playing}
        onClick={() => playground.playStory()}
      >
        <Play size={14} fill="currentColor" aria-hidden="true" />
        {isLast ? 'From the start' : here < 0 && before < 0 ? 'Play the story' : 'Next'}
      </button>
    </section>
  );
}

function placeWords(before: number, count: number): string {
  if (before < 0) return count === 1 ? 'A note lies ahead' : `A story of ${count} notes`;
  if (before === count - 1) return 'After the last note';
  return `Between notes ${before + 1} and ${before + 2} of ${count}`;
}
