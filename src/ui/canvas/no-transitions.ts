import { selection } from 'd3-selection';

/**
 * Stands where React Flow and d3-zoom ask for d3-transition and d3-interpolate (vite.config.ts): the
 * viewport glides by `glide.ts`, so there is nothing to interrupt and nothing between two viewports.
 * Who gives React Flow a duration is told by an error.
 */
export function interrupt(): void {}

export const interpolate = none;
export const interpolateZoom = none;

Object.assign(selection.prototype, {
  interrupt<Self>(this: Self): Self {
    return this;
  },
  transition: none,
});

function none(): never {
  throw new Error('The viewport moves by glide.ts: give React Flow no duration.');
}
