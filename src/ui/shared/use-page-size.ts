import { useSyncExternalStore } from 'react';

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** The window's inner size in CSS pixels. */
export function usePageSize(): PageSize {
  const width = useSyncExternalStore(onResize, () => innerWidth);
  const height = useSyncExternalStore(onResize, () => innerHeight);
  return { width, height };
}

function onResize(changed: () => void): () => void {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
}
