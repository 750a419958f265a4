import { useEffect, useReducer } from 'react';
import { useStore } from 'zustand';
import { statusAt } from '../../view/status.ts';
import type { ChildView, ProcessView } from '../../view/view.ts';
import { type Look, lookOf } from '../shared/process-look.ts';
import { useCanvas } from './canvas-context.ts';
import type { SceneCard } from './scene.ts';

/** The look to show. While the run goes on, a crash stays in sight for a moment (see Hold). */
export function useLook(
  card: SceneCard,
  process: ProcessView | undefined,
  child: ChildView | undefined,
): Look {
  const { playground, hold } = useCanvas();
  const [, again] = useReducer((count: number) => count + 1, 0);
  // Work ends by time alone, so the status is asked for at every moment; it is the same object until it changes.
  const status = useStore(playground.store, ({ now }) => process && statusAt(process, now));
  const { view, run } = playground.store.getState();
  const look = lookOf(view, process, status, child);
  const now = performance.now();
  const shown = run.type === 'playing' ? hold.show(card.path, look, now) : look;
  const remaining = shown === look ? 0 : hold.remaining(card.path, now);
  useEffect(() => {
    if (remaining === 0) return;
    const timer = setTimeout(again, remaining + 1);
    return () => clearTimeout(timer);
  }, [remaining]);
  return shown;
}
