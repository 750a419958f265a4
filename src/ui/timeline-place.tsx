import { lazy, Suspense } from 'react';
import type { Playground } from '../store/playground-state.ts';
import { Region } from './notices/region.tsx';
import styles from './playground.module.css';

// It draws what has happened: when the page comes, nothing has.
const TimelineStrip = lazy(() => import('./timeline/timeline-strip.tsx'));

export function TimelinePlace({ playground }: { playground: Playground }) {
  return (
    <div className={styles.timelinePlace}>
      <Region playground={playground} name="the timeline">
        <Suspense fallback={null}>
          <TimelineStrip playground={playground} />
        </Suspense>
      </Region>
    </div>
  );
}
