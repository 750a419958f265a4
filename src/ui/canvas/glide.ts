import type { Viewport } from './geometry.ts';

export interface Glider {
  viewport(): Viewport;
  set(to: Viewport): void;
  /** Calls back before the next picture; gives the cancellation. */
  frame(callback: (ms: number) => void): () => void;
}

export interface GlideOptions {
  /** Real milliseconds; none: at once. */
  readonly duration?: number;
  readonly ease?: (part: number) => number;
}

/**
 * Moves the viewport there, each point of the tree in a straight line. Stops where it is when somebody
 * else moves it meanwhile. d3's transitions, which React Flow would use, weigh ten kilobytes.
 */
export function createGlide({ viewport, set, frame }: Glider) {
  let cancel = () => {};
  return (to: Viewport, { duration = 0, ease = (part) => part }: GlideOptions): void => {
    cancel();
    if (duration === 0) {
      set(to);
      return;
    }
    const from = viewport();
    let left = from;
    let started: number | null = null;
    const tick = (ms: number) => {
      const found = viewport();
      if (found.x !== left.x || found.y !== left.y || found.zoom !== left.zoom) return;
      started ??= ms;
      const part = Math.min(1, (ms - started) / duration);
      set(part === 1 ? to : between(from, to, ease(part)));
      left = viewport();
      if (part < 1) cancel = frame(tick);
    };
    cancel = frame(tick);
  };
}

function between(from: Viewport, to: Viewport, part: number): Viewport {
  const at = (one: number, other: number) => one + (other - one) * part;
  return { x: at(from.x, to.x), y: at(from.y, to.y), zoom: at(from.zoom, to.zoom) };
}
