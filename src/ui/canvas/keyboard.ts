import type { SceneCard } from './scene.ts';

const DIRECTIONS: Record<string, readonly [x: number, y: number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The card an arrow key leads to: the nearest on that side, where sideways distance counts double. Null when there is none. */
export function nextCard(
  cards: readonly SceneCard[],
  from: SceneCard,
  key: string,
): SceneCard | null {
  const direction = DIRECTIONS[key];
  if (direction === undefined) return null;
  let best: SceneCard | null = null;
  let least = Infinity;
  for (const card of cards) {
    const dx = card.x + card.width / 2 - (from.x + from.width / 2);
    const dy = card.y + card.height / 2 - (from.y + from.height / 2);
    const ahead = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1] + dy * direction[0]);
    const far = ahead + 2 * aside;
    if (ahead < 1 || (direction[0] !== 0 && aside > from.height) || far >= least) continue;
    best = card;
    least = far;
  }
  return best;
}
