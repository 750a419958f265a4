import { createContext, useContext } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import type { CanvasLoop } from './canvas-loop.ts';
import type { Hold } from './hold.ts';

/** What every part of the canvas needs. One object for the canvas's life, so it never causes a render. */
export interface CanvasContext {
  readonly playground: Playground;
  readonly loop: CanvasLoop;
  readonly hold: Hold;
  /** Motion is reduced: whatever would move stands still. */
  readonly still: () => boolean;
}

export const CanvasContext = createContext<CanvasContext | null>(null);

export function useCanvas(): CanvasContext {
  const context = useContext(CanvasContext);
  if (context === null) throw new Error('A part of the canvas stands outside of it.');
  return context;
}
