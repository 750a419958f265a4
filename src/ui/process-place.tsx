import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../store/playground-state.ts';
import { selectedProcess } from '../store/selectors.ts';
import { NothingSelected } from './inspector/nothing-selected.tsx';
import { Region } from './notices/region.tsx';

const load = () => import('./process-panel.tsx');
const ProcessPanel = lazy(load);

/** Ahead of time, where a process may be selected next. */
export const preloadProcessPanel = (): void => void load().catch(() => {});

/** All of the selected process. What shows it loads when the first one is selected. */
export function ProcessPlace({ playground }: { playground: Playground }) {
  const nothing = useStore(playground.store, (state) => selectedProcess(state) === null);
  if (nothing) return <NothingSelected />;
  return (
    <Region playground={playground} name="the inspector">
      <Suspense fallback={null}>
        <ProcessPanel playground={playground} />
      </Suspense>
    </Region>
  );
}
