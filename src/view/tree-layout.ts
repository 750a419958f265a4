import { CARDS, type CardMeasures, GAP_X } from './card-size.ts';
import {
  type Arrangement,
  chooseArrangement,
  DEFAULT_ROOM,
  type Room,
  shapeOf,
} from './tree-arrangement.ts';
import { type CardKind, type Family, type Fold, familiesOf } from './tree-family.ts';
import { columnsOf, type Placed, placeTrees } from './tree-place.ts';
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
  /** Its children are listed below it: their edges meet them from the left. */
  readonly lists: boolean;
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

export interface TreeLayout {
  readonly room: Room;
  /** How it is set out, and of which shape it was when that was chosen; null while there is nothing. */
  readonly arrangement: Arrangement | null;
  readonly shape: string;
  readonly cards: readonly LayoutCard[];
  /** From each supervisor to its children. */
  readonly edges: readonly LayoutEdge[];
  readonly width: number;
  readonly height: number;
  /** Places of the clients, kept so that the others stay where they are when one goes. */
  readonly slots: ReadonlyMap<CardPath, number>;
}

export const EMPTY_LAYOUT: TreeLayout = Object.freeze({
  room: DEFAULT_ROOM,
  arrangement: null,
  shape: '',
  cards: [],
  edges: [],
  width: 0,
  height: 0,
  slots: new Map(),
});

/**
 * Places of all cards, set out so that they can be read in this room (tree-arrangement.ts): supervisors
 * above their children, left to right in start order (so that what rest_for_one restarts stands to the right)
 * and row by row, or one below the other; the processes outside every tree in rows below, who sends from outside
 * in a free corner above. The left edge stays where it is, so what is added moves only what is right of it.
 *
 * `previous` is the layout before: what did not change keeps its identity, clients keep their places.
 */
export function layoutTree(
  view: View,
  fold: Fold,
  previous: TreeLayout = EMPTY_LAYOUT,
  room: Room = DEFAULT_ROOM,
): TreeLayout {
  const { trees, clients, you } = familiesOf(view, fold);
  const slots = keepSlots(clients, previous.slots);
  const shape = shapeOf(trees, slots.size === 0 ? 0 : Math.max(...slots.values()) + 1);
  const sameRoom = room.width === previous.room.width && room.height === previous.room.height;
  const before = sameRoom && previous.cards.length > 0 ? previous.arrangement : null;
  const set = (arrangement: Arrangement) => setOut(trees, clients, slots, arrangement);
  const arrangement =
    before !== null && shape === previous.shape
      ? before
      : chooseArrangement(before, (tried) => {
          const { width, height } = set(tried);
          return Math.min(room.width / width, room.height / height);
        });
  const { cards, width, height } = set(arrangement);
  if (you !== null) {
    const { x, y } = freePlace(cards, previous, arrangement, room);
    cards.push(toCard({ family: you, x, y, depth: 0, lists: false }, CARDS[arrangement.size]));
  }
  const layout = { room, arrangement, shape, cards, edges: edgesOf(cards), width, height, slots };
  return reuse(layout, previous);
}

/** Cards of the trees, and below them those of the processes outside, in this arrangement. */
function setOut(
  trees: readonly Family[],
  clients: readonly Family[],
  slots: ReadonlyMap<CardPath, number>,
  arrangement: Arrangement,
): { cards: LayoutCard[]; width: number; height: number } {
  const size = CARDS[arrangement.size];
  const cards = placeTrees(trees, arrangement).map((placed) => toCard(placed, size));
  let width = Math.max(0, ...cards.map(({ x }) => x + size.width));
  let height = Math.max(0, ...cards.map(({ y }) => y + size.height));
  const top = height === 0 ? 0 : height + size.clientGap;
  const columns = columnsOf(Math.max(-1, ...slots.values()) + 1, arrangement.columns);
  for (const family of clients) {
    const slot = slots.get(family.path) as number;
    const x = (slot % columns) * (size.width + GAP_X);
    const y = top + Math.floor(slot / columns) * (size.height + size.rowGap);
    cards.push(toCard({ family, x, y, depth: 0, lists: false }, size));
    width = Math.max(width, x + size.width);
    height = Math.max(height, y + size.height);
  }
  return { cards, width, height };
}

/**
 * The place of who sends from outside, which moves nobody: the corner above the leftmost child, which a
 * supervisor in the middle leaves free; else the first that a row below leaves at its end (above stand the
 * canvas's tools); else where there is more room, left of the upper rows or above them. Once there it stays, as long as it can.
 */
function freePlace(
  cards: readonly LayoutCard[],
  previous: TreeLayout,
  arrangement: Arrangement,
  room: Room,
): { x: number; y: number } {
  const { width, height, rowGap } = CARDS[arrangement.size];
  const isFree = (at: { x: number; y: number }) =>
    cards.every(
      ({ x, y }) => Math.abs(x - at.x) >= width + GAP_X || Math.abs(y - at.y) >= height + rowGap,
    );
  const before =
    previous.arrangement === arrangement && previous.cards.find(({ kind }) => kind === 'you');
  if (before && isFree(before)) return before;
  const right = Math.max(0, ...cards.map(({ x }) => x));
  const rows = [...new Set(cards.map(({ y }) => y))].sort((a, b) => a - b);
  const ends = rows.filter((y) => y > 0).map((y) => ({ x: right, y }));
  const place = [{ x: 0, y: 0 }, ...ends].find(isFree);
  if (place !== undefined) return place;
  if (room.height > room.width) return { x: 0, y: -height - rowGap };
  const beside = cards.filter(({ y }) => y < height + rowGap).map(({ x }) => x);
  return { x: Math.min(...beside) - width - 2 * GAP_X, y: 0 };
}

function toCard(
  { family, x, y, depth, lists }: Placed,
  { width, height }: CardMeasures,
): LayoutCard {
  const { path, pid, kind, title, parentPath, collapsedCount, members } = family;
  return {
    path,
    pid,
    kind,
    title,
    depth,
    parentPath,
    lists,
    collapsedCount,
    members,
    x,
    y,
    width,
    height,
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
  if (!same) return { ...layout, cards };
  const sameChoice = layout.shape === previous.shape && layout.room === previous.room;
  return sameChoice ? previous : { ...layout, cards: previous.cards, edges: previous.edges };
}

function isSame(a: LayoutCard, b: LayoutCard): boolean {
  return (
    a.pid === b.pid &&
    a.kind === b.kind &&
    a.title === b.title &&
    a.depth === b.depth &&
    a.parentPath === b.parentPath &&
    a.lists === b.lists &&
    a.width === b.width &&
    a.height === b.height &&
    a.collapsedCount === b.collapsedCount &&
    a.x === b.x &&
    a.y === b.y &&
    a.members.length === b.members.length &&
    a.members.every((pid, index) => pid === b.members[index])
  );
}
