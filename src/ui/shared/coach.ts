import type { PlaygroundState } from '../../store/playground-state.ts';

/** The first visit's three hints, in order. Each goes away by doing the thing. */
export const COACH_MARKS = [
  { name: 'select', text: 'Click a card to see inside that process.' },
  { name: 'kill', text: 'Now kill it, here or with K, and watch its supervisor.' },
  { name: 'step', text: 'Pause, then step: one callback at a time. On a keyboard, the full stop.' },
] as const;
export type CoachName = (typeof COACH_MARKS)[number]['name'];

/** Whether `name` was done between these two moments. */
export function isDone(name: CoachName, before: PlaygroundState, after: PlaygroundState): boolean {
  switch (name) {
    case 'select':
      return after.selection.path !== null || after.selection.pid !== null;
    case 'kill':
      return (
        after.commands.length > before.commands.length &&
        ['exit', 'crash_next'].includes(after.commands.at(-1)?.type ?? '')
      );
    case 'step':
      return (
        before.run.type === 'paused' &&
        after.run.type !== 'playing' &&
        after.view.step > before.view.step &&
        after.commands === before.commands
      );
  }
}
