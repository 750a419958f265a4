import { hierarchy, tree } from 'd3-hierarchy';
import { CARD_HEIGHT, CARD_WIDTH, GAP_X, LEVEL_GAP, ROW_GAP } from './card-size.ts';
import type { Family } from './tree-family.ts';

/** What the tree layout moves as one: a single card with its children below, or leaves in a grid. */
export interface Block {
  readonly families: readonly Family[];
  readonly columns: number;
  readonly children: readonly Block[];
}

export interface Placed {
  readonly family: Family;
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/**
 * Reingold and Tilford's layout by d3-hierarchy, which knows levels and distances, but no sizes: widths
 * go into the distance two neighbours must keep, and a grid higher than a level stands in it as a
 * chain of nodes, one a level, so that nothing slides under it.
 */
export function placeBlocks(trees: readonly Block[]): Placed[] {
  const forest: Node = { block: null, width: 0, children: trees.map(toNode) };
  const layout = tree<Node>()
    .nodeSize([1, 1])
    .separation(
      (a, b) => (a.data.width + b.data.width) / 2 + GAP_X * (a.parent === b.parent ? 1 : 2),
    );
  const root = layout(hierarchy(forest, (node) => node.children));
  let left = Infinity;
  root.each(({ data, x }) => {
    if (data.block !== null) left = Math.min(left, x - data.width / 2);
  });
  const placed: Placed[] = [];
  root.eachBefore(({ data, x, depth }) => {
    const { block, width } = data;
    if (block === null) return;
    const firstX = snap(x - width / 2 - left);
    const firstY = (depth - 1) * (CARD_HEIGHT + LEVEL_GAP);
    block.families.forEach((family, index) => {
      placed.push({
        family,
        x: firstX + (index % block.columns) * (CARD_WIDTH + GAP_X),
        y: firstY + Math.floor(index / block.columns) * (CARD_HEIGHT + ROW_GAP),
        depth: depth - 1,
      });
    });
  });
  return placed;
}

interface Node {
  /** Null above the trees, and in a chain under a grid. */
  readonly block: Block | null;
  readonly width: number;
  readonly children: readonly Node[];
}

function toNode(block: Block): Node {
  const width = block.columns * (CARD_WIDTH + GAP_X) - GAP_X;
  if (block.children.length > 0) return { block, width, children: block.children.map(toNode) };
  const rows = Math.ceil(block.families.length / block.columns);
  const height = rows * (CARD_HEIGHT + ROW_GAP) - ROW_GAP;
  let below: Node[] = [];
  for (
    let levels = Math.ceil((height + LEVEL_GAP) / (CARD_HEIGHT + LEVEL_GAP));
    levels > 1;
    levels--
  ) {
    below = [{ block: null, width, children: below }];
  }
  return { block, width, children: below };
}

/** To the grid of 8 px. Two neighbours come 8 px closer at most; the gap is 16. */
const snap = (x: number): number => Math.round(x / 8) * 8;
