import { type CardSize, readableFrom } from './card-size.ts';
import type { Family } from './tree-family.ts';

/**
 * How a tree is set out. `rows`: supervisors above their children, leaves side by side, in so many columns
 * at most; `lists`: the same, but a supervisor of leaves has them one below the other; `outline`: all of it so.
 */
export interface Arrangement {
  readonly size: CardSize;
  readonly columns: number;
  readonly style: 'rows' | 'lists' | 'outline';
}

/** What the tree has to fit into, in pixels on screen. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** The canvas of a projector: for where there is none yet. */
export const DEFAULT_ROOM: Room = { width: 752, height: 364 };

/** The most telling first. More than four columns are for crowds. */
const STYLES: readonly Omit<Arrangement, 'size'>[] = [
  { style: 'rows', columns: 4 },
  { style: 'rows', columns: 6 },
  { style: 'rows', columns: 8 },
  { style: 'rows', columns: 2 },
  { style: 'lists', columns: 4 },
  { style: 'lists', columns: 2 },
  { style: 'outline', columns: 2 },
  { style: 'rows', columns: 16 },
  { style: 'rows', columns: 32 },
  { style: 'rows', columns: 64 },
];
const SIZES: readonly CardSize[] = ['whole', 'brief', 'name'];
const DEFAULT: Arrangement = { size: 'whole', ...(STYLES[0] as (typeof STYLES)[0]) };

/** Larger than this is no gain that one would set the tree out less plainly for. */
const LARGE = 1;
/** As large as the largest, or nearly so. */
const NEARLY = 0.8;

/**
 * The most telling arrangement with the richest cards that can be read, if it is nearly as large as others
 * of that kind; where none can be read, the largest. `before` is kept as long as it can be read: a
 * child more does not turn all around.
 *
 * @param zoomOf the zoom at which the tree fits its room, arranged so.
 */
export function chooseArrangement(
  before: Arrangement | null,
  zoomOf: (arrangement: Arrangement) => number,
): Arrangement {
  if (before !== null && zoomOf(before) >= readableFrom(before.size)) return before;
  let tried: { arrangement: Arrangement; zoom: number }[] = [];
  for (const size of SIZES) {
    tried = STYLES.map((style) => {
      const arrangement = { size, ...style };
      return { arrangement, zoom: Math.min(LARGE, zoomOf(arrangement)) };
    });
    const readable = tried.filter(({ zoom }) => zoom >= readableFrom(size));
    if (readable.length > 0) return firstOf(readable);
  }
  return firstOf(tried);
}

function firstOf(tried: readonly { arrangement: Arrangement; zoom: number }[]): Arrangement {
  const best = Math.max(...tried.map(({ zoom }) => zoom));
  return tried.find(({ zoom }) => zoom >= best * NEARLY)?.arrangement ?? DEFAULT;
}

/** Equal for trees of one shape: these are arranged alike, whoever runs, crashes or starts again in them. */
export function shapeOf(trees: readonly Family[], clients: number): string {
  const parts: string[] = [];
  const add = ({ children }: Family) => {
    parts.push('(');
    let leaves = 0;
    for (const child of children) {
      if (child.children.length === 0) leaves++;
      else {
        if (leaves > 0) parts.push(String(leaves));
        leaves = 0;
        add(child);
      }
    }
    parts.push(leaves > 0 ? `${leaves})` : ')');
  };
  for (const tree of trees) add(tree);
  return `${parts.join('')}+${clients}`;
}
