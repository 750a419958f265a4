import { useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { resolveMotion, resolveTheme } from './theme.ts';
import { useMedia } from './use-media.ts';

/** Writes theme and motion where the style sheets and the canvas read them: on <html>. */
export function useTheme(playground: Playground): 'light' | 'dark' {
  const settings = useStore(playground.store, (state) => state.settings);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const reducedMotion = useMedia('(prefers-reduced-motion: reduce)');
  const theme = resolveTheme(settings, { dark, reducedMotion });
  const motion = resolveMotion(settings, { dark, reducedMotion });
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, { theme, motion });
  }, [theme, motion]);
  return theme;
}
