import type { Settings } from '../../store/playground-state.ts';

/** Every colour of theme.css, for what is drawn on a 2D canvas. */
export const COLOURS = [
  'ground',
  'panel',
  'raised',
  'hover',
  'selected',
  'hairline',
  'edge',
  'ink',
  'ink-2',
  'ink-3',
  'busy',
  'busy-text',
  'busy-pale',
  'waiting',
  'crashed',
  'crashed-text',
  'crashed-pale',
  'exited',
  'exited-text',
  'exited-pale',
  'restarting',
  'restarting-text',
  'restarting-pale',
  'lost',
  'lost-text',
  'added',
  'added-pale',
] as const;
export type Colour = (typeof COLOURS)[number];

/** The colours as they are now; read anew after the theme has changed (`data-theme` on <html>). */
export function readColours(): Record<Colour, string> {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Record<Colour, string>;
}

/** What 'system' means on this machine, now. */
export interface SystemWishes {
  readonly dark: boolean;
  readonly reducedMotion: boolean;
}

export function resolveTheme(settings: Settings, system: SystemWishes): 'light' | 'dark' {
  if (settings.theme !== 'system') return settings.theme;
  return system.dark ? 'dark' : 'light';
}

export function resolveMotion(settings: Settings, system: SystemWishes): 'reduced' | 'full' {
  if (settings.motion !== 'system') return settings.motion;
  return system.reducedMotion ? 'reduced' : 'full';
}
