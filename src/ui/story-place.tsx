import { Suspense } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../store/playground-state.ts';
import { Region } from './notices/region.tsx';
import { lazyPart } from './shared/lazy-part.tsx';

const StoryBar = lazyPart(() => import('./caption/story-bar.tsx'));

/** There when somebody has put notes on moments of this run. */
export function StoryPlace({ playground }: { playground: Playground }) {
  const has = useStore(playground.store, (state) => state.bookmarks.length > 0);
  if (!has) return null;
  return (
    <Region playground={playground} name="the story">
      <Suspense fallback={null}>
        <StoryBar playground={playground} />
      </Suspense>
    </Region>
  );
}
