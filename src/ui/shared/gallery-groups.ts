import type { GalleryEntry } from '../../store/playground-state.ts';

export const GROUPS = [
  'start',
  'strategies',
  'patterns',
  'awkward',
] as const satisfies readonly GalleryEntry['group'][];

export const GROUP_TITLES: Record<GalleryEntry['group'], string> = {
  start: 'Start here',
  strategies: 'Restart strategies',
  patterns: 'Patterns',
  awkward: 'Awkward on purpose',
};
