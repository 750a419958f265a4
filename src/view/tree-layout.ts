import { CARD_HEIGHT, CARD_WIDTH, CLIENT_GAP, GAP_X, ROW_GAP } from './card-size.ts';
import { type CardKind, type Family, type Fold, familiesOf } from './tree-family.ts';
import { type Block, placeBlocks } from './tree-place.ts';
import type { CardPath, ProcessKey, View } from './view.ts';

export interface LayoutCard {
  readonly path: CardPath;
  /** Null for a pool, for `you`, and for a child that never had a process. */
  readonly pid: ProcessKey | null;
  readonly kind: CardKind;
  /** What the card is called: child id, registered name, pid; of a pool the module its members run. */
  readonly title: string;
  readonly depth: number;
  readonly parentPath: CardPath | null;
  /** Processes hidden below a collapsed supervisor, or counted by a pool. */
  readonly collapsedCount: number;
  /** Of a pool: its members, in start order. */
  readonly members: readonly ProcessKey[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LayoutEdge {
  readonly from: CardPath;
  readonly to: CardPath;
}

/** What the tree stands in: on a tall screen the rows are short, so that cards are large. */
export type Room = 'wide' | 'tall';

export interface TreeLayout {
  readonly room: Room;

  readonly cards: readonly LayoutCard[];
  /** From each supervisor to its children. */
  readonly edges: readonly LayoutEdge[];
  readonly width: number;
  readonly height: number;
  /** Places of the clients, kept so that the others stay where they are when one goes. */
  readonly slots: ReadonlyMap<CardPath, number>;
}

export const EMPTY_LAYOUT: TreeLayout = Object.freeze({
  room: 'wide',
  cards: [],
  edges: [],
  width: 0,
  height: 0,
  slots: new Map(),
});

/**
 * Places of all cards: supervisors above their children, left to right in start order (so that what
 * rest_for_one restarts stands to the right), leaves in rows of four (of two where it is tall), the processes
 * outside every tree in rows below, who sends from outside in a free corner above. The left edge stays where it is, so what is
 * added moves only what is right of it.
 *
 * `previous` is the layout before: what did not change keeps its identity, clients keep their places.
 */
export function layoutTree(
  view: View,
  fold: Fold,
  previous: TreeLayout = EMPTY_LAYOUT,
  room: Room = 'wide',
): TreeLayout {
  const { trees, clients, you } = familiesOf(view, fold);
  const placed = placeBlocks(trees.map((tree) => toBlock(tree, room)));
  const cards: LayoutCard[] = [];
  let width = 0;
  let height = 0;
  for (const { family, x, y, depth } of placed) {
    cards.push(toCard(family, x, y, depth));
    width = Math.max(width, x + CARD_WIDTH);
    height = Math.max(height, y + CARD_HEIGHT);
  }
  const slots = keepSlots(clients, previous.slots);
  const columns = columnsOf(Math.max(-1, ...slots.values()) + 1, room);
  const top = height === 0 ? 0 : height + CLIENT_GAP;
  for (const client of clients) {
    const slot = slots.get(client.path) as number;
    const x = (slot % columns) * (CARD_WIDTH + GAP_X);
    const y = top + Math.floor(slot / columns) * (CARD_HEIGHT + ROW_GAP);
    cards.push(toCard(client, x, y, 0));
    width = Math.max(width, x + CARD_WIDTH);
    height = Math.max(height, y + CARD_HEIGHT);
  }
  if (you !== null) {
    const { x, y } = freeCorner(cards, previous, room);
    cards.push(toCard(you, x, y, 0));
  }
  return reuse({ room, cards, edges: edgesOf(cards), width, height, slots }, previous);
}

/**
 * The place of who sends from outside, which moves nobody: the corner above the leftmost child, which a
 * supervisor in the middle leaves free, else left of the upper rows; where it is tall, above them. Once
 * there it stays, as long as it can.
 */
function freeCorner(
  cards: readonly LayoutCard[],
  previous: TreeLayout,
  room: Room,
): { x: number; y: number } {
  const before = previous.room === room && previous.cards.find(({ kind }) => kind === 'you');
  const corner = before || { x: 0, y: 0 };
  const isTaken = cards.some(
    ({ x, y }) =>
      Math.abs(x - corner.x) < CARD_WIDTH + GAP_X && Math.abs(y - corner.y) < CARD_HEIGHT + ROW_GAP,
  );
  if (!isTaken) return corner;
  if (room === 'tall') return { x: 0, y: -CARD_HEIGHT - ROW_GAP };
  const beside = cards.filter(({ y }) => y < CARD_HEIGHT + ROW_GAP).map(({ x }) => x);
  return { x: Math.min(...beside) - CARD_WIDTH - 2 * GAP_X, y: 0 };
}

/** So wide that few rows are needed and names are read; even from four on, so that the trunk of the edges runs between columns. */
export function columnsOf(count: number, room: Room = 'wide'): number {
  if (room === 'tall' && count > 2) return count <= 12 ? 2 : columnsOf(count) / 2;
  if (count <= 4) return Math.max(1, count);
  if (count <= 12) return 4;
  if (count <= 48) return 8;
  return count <= 192 ? 16 : 32;
}

/** Neighbouring leaves make a grid, in start order; what has children of its own stands alone. */
function toBlock(family: Family, room: Room): Block {
  const blocks: Block[] = [];
  let leaves: Family[] = [];
  const flush = () => {
    if (leaves.length > 0)
      blocks.push({ families: leaves, columns: columnsOf(leaves.length, room), children: [] });
    leaves = [];
  };
  for (const child of family.children) {
    if (child.children.length === 0) leaves.push(child);
    else {
      flush();
      blocks.push(toBlock(child, room));
    }
  }
  flush();
  return { families: [family], columns: 1, children: blocks };
}

function toCard(family: Family, x: number, y: number, depth: number): LayoutCard {
  const { path, pid, kind, title, parentPath, collapsedCount, members } = family;
  return {
    path,
    pid,
    kind,
    title,
    depth,
    parentPath,
    collapsedCount,
    members,
    x,
    y,
    width: CARD_WIDTH,
    height: CARD_HEIGHT,
  };
}

function edgesOf(cards: readonly LayoutCard[]): LayoutEdge[] {
  return cards.flatMap(({ path, parentPath }) =>
    parentPath === null ? [] : [{ from: parentPath, to: path }],
  );
}

/** Whoever had a place keeps it; the others take the first free ones, in order of birth. */
function keepSlots(
  clients: readonly Family[],
  before: ReadonlyMap<CardPath, number>,
): ReadonlyMap<CardPath, number> {
  const slots = new Map<CardPath, number>();
  const taken = new Set<number>();
  for (const { path } of clients) {
    const slot = before.get(path);
    if (slot === undefined || taken.has(slot)) continue;
    slots.set(path, slot);
    taken.add(slot);
  }
  let free = 0;
  for (const { path } of clients) {
    if (slots.has(path)) continue;
    while (taken.has(free)) free++;
    slots.set(path, free);
    taken.add(free);
  }
  return slots;
}

/** What is as it was keeps its identity: the whole layout, or the single card. */
function reuse(layout: TreeLayout, previous: TreeLayout): TreeLayout {
  const before = new Map(previous.cards.map((card) => [card.path, card]));
  let same = layout.cards.length === previous.cards.length;
  const cards = layout.cards.map((card, index) => {
    const old = before.get(card.path);
    const kept = old !== undefined && isSame(old, card) ? old : card;
    if (kept !== previous.cards[index]) same = false;
    return kept;
  });
  return same ? previous : { ...layout, cards };
}

function isSame(a: LayoutCard, b: LayoutCard): boolean {
  return (
    a.pid === b.pid &&
    a.kind === b.kind &&
    a.title === b.title &&
    a.depth === b.depth &&
    a.parentPath === b.parentPath &&
    a.collapsedCount === b.collapsedCount &&
    a.x === b.x &&
    a.y === b.y &&
    a.members.length === b.members.length &&
    a.members.every((pid, index) => pid === b.members[index])
  );
}
