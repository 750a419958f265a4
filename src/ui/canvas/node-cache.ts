import { labelId } from './card-label.ts';
import type { CardNode, SceneCard } from './scene.ts';

/**
 * React Flow's nodes for cards. The same card gives the same node object, so that only cards that
 * moved, or have another process, are rendered anew; sizes and handles are told, so nothing is measured.
 */
export class NodeCache {
  #nodes = new Map<SceneCard, CardNode>();

  nodesOf(cards: ReadonlySet<SceneCard>): CardNode[] {
    const nodes = new Map<SceneCard, CardNode>();
    for (const card of cards) nodes.set(card, this.#nodes.get(card) ?? nodeOf(card));
    this.#nodes = nodes;
    return [...nodes.values()];
  }
}

function nodeOf(card: SceneCard): CardNode {
  const { path, kind, x, y, width, height } = card;
  return {
    id: path,
    type: kind,
    position: { x, y },
    data: { card },
    width,
    height,
    measured: { width, height },
    handles: [],
    // React Flow takes it from cards that it neither drags nor selects, and so from the buttons on them.
    style: { pointerEvents: 'all' },
    // Its name changes with its state, and stands in the card.
    domAttributes: { 'aria-labelledby': labelId(card), 'aria-roledescription': 'process' },
  };
}
