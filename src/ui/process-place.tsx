import { Suspense } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../store/playground-state.ts';
import { selectedProcess } from '../store/selectors.ts';
import { NothingSelected } from './inspector/nothing-selected.tsx';
import { Region } from './notices/region.tsx';
import { useDesk } from './shared/desk.ts';
import { lazyPart } from './shared/lazy-part.tsx';

const load = () => import('./process-panel.tsx');
const ProcessPanel = lazyPart(load);
const WhyPanel = lazyPart(() => import('./why/why-panel.tsx'));

/** Ahead of time, where a process may be selected next. */
export const preloadProcessPanel = (): void => void load().catch(() => {});

/** All of the selected process, or why something is as it is. What shows it loads when it is first asked for. */
export function ProcessPlace({ playground }: { playground: Playground }) {
  const nothing = useStore(playground.store, (state) => selectedProcess(state) === null);
  const { question, askWhy } = useDesk();
  if (question !== null) {
    const close = () => askWhy(null);
    return (
      <Region playground={playground} name="the answer" onClose={close}>
        <Suspense fallback={null}>
          <WhyPanel playground={playground} question={question} onClose={close} />
        </Suspense>
      </Region>
    );
  }
  if (nothing) return <NothingSelected />;
  return (
    <Region playground={playground} name="the inspector">
      <Suspense fallback={null}>
        <ProcessPanel playground={playground} />
      </Suspense>
    </Region>
  );
}
