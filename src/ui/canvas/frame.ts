import type { PlaygroundState } from '../../store/playground-state.ts';
import type { Colour } from '../shared/theme.ts';
import type { Easing } from './easing.ts';
import type { Rect, Size, Viewport } from './geometry.ts';
import type { Scene } from './scene.ts';

/** What a painter needs for one picture. One object, written anew for every frame. */
export interface Frame {
  /** Device pixels a CSS pixel. */
  ratio: number;
  viewport: Viewport;
  size: Size;
  /** The part of the tree in view, in its own units. */
  seen: Rect;
  /** Real time, ms: for what eases and fades. */
  clock: number;
  /** Motion is reduced. */
  still: boolean;
  state: PlaygroundState;
  scene: Scene;
  readonly easing: Easing;
  readonly colours: Readonly<Record<Colour, string>>;
  readonly theme: string;
}

/** From now on the context draws in the tree's units. */
export function inTreeUnits(context: CanvasRenderingContext2D, frame: Frame): void {
  const { ratio, viewport } = frame;
  const scale = ratio * viewport.zoom;
  context.setTransform(scale, 0, 0, scale, ratio * viewport.x, ratio * viewport.y);
}

/** From now on the context draws in CSS pixels of the screen. */
export function inScreenUnits(context: CanvasRenderingContext2D, { ratio }: Frame): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** The canvas as large as its place on screen, and empty. Null when it can't be drawn on. */
export function cleared(
  canvas: HTMLCanvasElement | null,
  frame: Frame,
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d') ?? null;
  if (canvas === null || context === null) return null;
  const width = Math.round(frame.size.width * frame.ratio);
  const height = Math.round(frame.size.height * frame.ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  } else {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
  }
  return context;
}
