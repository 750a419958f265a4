import type { Frame } from './frame.ts';
import { encloses, type Rect, type Size } from './geometry.ts';
import { cardTone } from './paint-cards.ts';
import { processOf } from './scene.ts';

export const MINIMAP: Size = { width: 144, height: 88 };
const MARGIN = 6;

/** How the tree is put into the minimap: map = tree × scale + (left, top). */
export function minimapScale(bounds: Rect): { scale: number; left: number; top: number } {
  const scale = Math.min(
    (MINIMAP.width - 2 * MARGIN) / bounds.width,
    (MINIMAP.height - 2 * MARGIN) / bounds.height,
  );
  return {
    scale,
    left: (MINIMAP.width - bounds.width * scale) / 2 - bounds.x * scale,
    top: (MINIMAP.height - bounds.height * scale) / 2 - bounds.y * scale,
  };
}

export function paintMinimap(canvas: HTMLCanvasElement | null, frame: Frame): void {
  const { scene, seen, colours, ratio, state } = frame;
  if (canvas === null) return;
  const hidden = scene.bounds === null || encloses(seen, scene.bounds);
  canvas.hidden = hidden;
  const context = canvas.getContext('2d');
  if (hidden || context === null || scene.bounds === null) return;
  canvas.width = MINIMAP.width * ratio;
  canvas.height = MINIMAP.height * ratio;
  context.scale(ratio, ratio);
  const { scale, left, top } = minimapScale(scene.bounds);
  for (const card of scene.cards) {
    const tone = cardTone(processOf(state.view, card), card, state.now);
    context.fillStyle = tone === 'running' ? colours.edge : colours[tone];
    const width = Math.max(tone === 'crashed' ? 4 : 1.5, card.width * scale);
    const height = Math.max(tone === 'crashed' ? 4 : 1.5, card.height * scale);
    context.fillRect(card.x * scale + left, card.y * scale + top, width, height);
  }
  const x = Math.max(1, seen.x * scale + left);
  const y = Math.max(1, seen.y * scale + top);
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.strokeRect(
    x,
    y,
    Math.max(3, Math.min(MINIMAP.width - 1, (seen.x + seen.width) * scale + left) - x),
    Math.max(3, Math.min(MINIMAP.height - 1, (seen.y + seen.height) * scale + top) - y),
  );
}
