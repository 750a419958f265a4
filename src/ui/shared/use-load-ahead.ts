import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { loadAhead } from './lazy-part.tsx';

/** So long the tree has stood by then: it and its first movements have the machine for themselves. */
const AFTER_MS = 4_000;

/** Once there has been a tree for a while, all that the page consists of is loaded. */
export function useLoadAhead({ store }: Playground): void {
  const stands = useStore(store, ({ view }) => view.processes.size > 0);
  useEffect(() => {
    if (!stands) return;
    const timer = setTimeout(() => void loadAhead(idle), AFTER_MS);
    return () => clearTimeout(timer);
  }, [stands]);
}

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    // Safari has no such callback.
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve());
    else setTimeout(resolve, 200);
  });
