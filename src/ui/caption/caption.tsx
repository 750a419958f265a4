import { useState } from 'react';
import { useStore } from 'zustand';
import type { BeatOnShow, Playground, PlaygroundState } from '../../store/playground-state.ts';
import type { Search } from '../../store/search.ts';
import { canRun } from '../../store/selectors.ts';
import { BEAT_LOOKS } from '../shared/beat-look.ts';
import { CoachMark } from '../shared/coach-mark.tsx';
import { counted, formatCount } from '../shared/format.ts';
import { nameOf } from '../shared/process-words.ts';
import styles from './caption.module.css';
import { goesOn, hasTree, lastSupervisor, sayBootFailure, sayRunning } from './story.ts';

/** The line under the tree: the beat on show, to be read from the back of a room, and aloud. */
export function Caption({ playground }: { playground: Playground }) {
  const shown = useStore(playground.store, (state) => state.beat);
  const resting = useStore(playground.store, restingWords);
  const story = useStory(playground, shown);
  const gone = useGone(playground);
  const failed = useStore(playground.store, ({ bootFailure, view }) =>
    bootFailure === null || hasTree(view) ? null : sayBootFailure(bootFailure),
  );
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
          {story === null && <CoachMark playground={playground} name="select" />}
          <p className={styles.resting}>{story ?? failed ?? gone ?? resting}</p>
          {story === null && <CoachMark playground={playground} name="step" />}
        </>
      )}
    </section>
  );
}

/** Between two beats of one story: the line of the last one; null when the story is over. */
function useStory(playground: Playground, shown: BeatOnShow | null): string | null {
  const [last, setLast] = useState(shown);
  if (shown !== null && shown !== last) setLast(shown);
  const on = useStore(
    playground.store,
    ({ run, view }) =>
      last !== null && run.type === 'playing' && view.seq >= last.line.seq && goesOn(view, last),
  );
  // What is over stays over.
  if (shown === null && last !== null && !on) setLast(null);
  return shown === null && on ? (last?.line.text ?? null) : null;
}

/** The whole tree has come down: who was at its root, even when its card has left the view. */
function useGone(playground: Playground): string | null {
  const name = useStore(playground.store, ({ view }) => {
    const gone = lastSupervisor(view);
    return gone === null ? null : nameOf(view, gone.pid);
  });
  const [last, setLast] = useState<{ name: string; seq: number } | null>(null);
  const over = useStore(
    playground.store,
    ({ view }) => last !== null && (view.seq < last.seq || hasTree(view)),
  );
  if (name !== null && name !== last?.name)
    setLast({ name, seq: playground.store.getState().view.seq });
  else if (name === null && over) setLast(null);
  const runs = useStore(playground.store, canRun);
  if (!runs || last === null || over) return null;
  return `${last.name} has ended: nothing is left to restart it. Press R to start again.`;
}

/** Between beats: where things stand and what one could do. */
function restingWords({ run, view, next, speed }: PlaygroundState): string {
  switch (run.type) {
    case 'loading':
      return 'The system is being started.';
    case 'idle':
      return 'Nothing left to do. Send a process something, kill one, or restart.';
    case 'paused':
      if (next === null)
        return 'Nothing left to do. Send a process something, kill one, or restart.';
      return view.step === 0 ? 'Ready. Play (Space), or take one step (full stop).' : 'Paused.';
    case 'playing':
      if (run.search !== null) return searchWords(run.search, view.step);
      return sayRunning({ view, speed });
    case 'broken':
    case 'stuck':
    case 'failed':
      return '';
  }
}

/** "Looking for the next crash: 120 000 of at most 250 000 steps." */
function searchWords({ for: what, from, most }: Search, step: number): string {
  const far = `${formatCount(Math.max(0, step - from))} of at most ${counted(most, 'step')}`;
  return `${SEARCHING[what]}: ${far}. Escape stops.`;
}

const SEARCHING = {
  crash: 'Looking for the next crash',
  idle: 'Running until nothing is left to do',
} as const;
