import { hierarchy, tree } from 'd3-hierarchy';
import { CARDS, type CardMeasures, GAP_X, INDENT } from './card-size.ts';
import type { Arrangement } from './tree-arrangement.ts';
import type { Family } from './tree-family.ts';

export interface Placed {
  readonly family: Family;
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  /** Its children are listed below it: their edges meet them from the left. */
  readonly lists: boolean;
}

/** What the tree layout moves as one: a supervisor over its blocks, leaves in a grid, or an outline. Places are its own. */
interface Block {
  readonly cards: readonly Placed[];
  readonly width: number;
  readonly height: number;
  readonly children: readonly Block[];
}

/**
 * Reingold and Tilford's layout by d3-hierarchy, which knows levels and distances, but no sizes: widths
 * go into the distance two neighbours must keep, and a block higher than a level stands in it as a
 * chain of nodes, one a level, so that nothing slides under it.
 */
export function placeTrees(trees: readonly Family[], arrangement: Arrangement): Placed[] {
  const size = CARDS[arrangement.size];
  const level = size.height + size.levelGap;
  const nodes = trees.map((family) => toNode(blockOf(family, arrangement, size), level, size));
  const layout = tree<Node>()
    .nodeSize([1, 1])
    .separation((a, b) => (a.data.width + b.data.width) / 2 + GAP_X);
  const forest: Node = { block: null, width: 0, children: nodes };
  const root = layout(hierarchy(forest, ({ children }) => children));
  let left = Infinity;
  root.each(({ data, x }) => {
    if (data.block !== null) left = Math.min(left, x - data.width / 2);
  });
  const placed: Placed[] = [];
  root.eachBefore(({ data: { block, width }, x, depth }) => {
    if (block === null) return;
    const firstX = snap(x - width / 2 - left);
    const firstY = (depth - 1) * level;
    for (const card of block.cards) {
      placed.push({
        ...card,
        x: firstX + card.x,
        y: firstY + card.y,
        depth: depth - 1 + card.depth,
      });
    }
  });
  return placed;
}

/** A supervisor with all below it. */
function blockOf(family: Family, arrangement: Arrangement, size: CardMeasures): Block {
  const { children } = family;
  const ends = children.every((child) => child.children.length === 0);
  const lists = arrangement.style === 'lists' && ends && children.length > 1;
  if (arrangement.style === 'outline' || lists) return outlineOf(family, size);
  const blocks: Block[] = [];
  let leaves: Family[] = [];
  const flush = () => {
    if (leaves.length > 0) blocks.push(gridOf(leaves, arrangement.columns, size));
    leaves = [];
  };
  for (const child of children) {
    if (child.children.length === 0) leaves.push(child);
    else {
      flush();
      blocks.push(blockOf(child, arrangement, size));
    }
  }
  flush();
  return { ...gridOf([family], 1, size), children: blocks };
}

/** Neighbouring leaves, in start order. */
function gridOf(families: readonly Family[], most: number, size: CardMeasures): Block {
  const columns = columnsOf(families.length, most);
  const [stepX, stepY] = [size.width + GAP_X, size.height + size.rowGap];
  return {
    cards: families.map((family, index) => ({
      family,
      x: (index % columns) * stepX,
      y: Math.floor(index / columns) * stepY,
      depth: 0,
      lists: false,
    })),
    width: columns * stepX - GAP_X,
    height: Math.ceil(families.length / columns) * stepY - size.rowGap,
    children: [],
  };
}

/** One below the other, each a step to the right of its supervisor. */
function outlineOf(root: Family, size: CardMeasures): Block {
  const cards: Placed[] = [];
  let deepest = 0;
  const list = (family: Family, depth: number) => {
    deepest = Math.max(deepest, depth);
    const y = cards.length * (size.height + size.listGap);
    cards.push({ family, x: depth * INDENT, y, depth, lists: family.children.length > 0 });
    for (const child of family.children) list(child, depth + 1);
  };
  list(root, 0);
  const height = cards.length * (size.height + size.listGap) - size.listGap;
  return { cards, width: size.width + deepest * INDENT, height, children: [] };
}

/** All in one row if they may; else an even number, so that the trunk of the edges runs between columns. */
export const columnsOf = (count: number, most: number): number =>
  Math.max(1, count <= most ? count : most);

interface Node {
  /** Null above the trees, and in a chain under a high block. */
  readonly block: Block | null;
  readonly width: number;
  readonly children: readonly Node[];
}

function toNode(block: Block, level: number, size: CardMeasures): Node {
  const { width, height } = block;
  if (block.children.length > 0) {
    return { block, width, children: block.children.map((child) => toNode(child, level, size)) };
  }
  let below: Node[] = [];
  for (let levels = Math.ceil((height + size.levelGap) / level); levels > 1; levels--) {
    below = [{ block: null, width, children: below }];
  }
  return { block, width, children: below };
}

/** To the grid of 4 px. Two neighbours come 4 px closer at most; the gap is 12. */
const snap = (x: number): number => Math.round(x / 4) * 4;
