import type { Node } from '@xyflow/react';
import { parentPath, pathOf, processAt, shownPid } from '../../view/paths.ts';
import type { LayoutCard } from '../../view/tree-layout.ts';
import type { CardPath, ChildView, ProcessKey, ProcessView, View } from '../../view/view.ts';
import { boundsOf, holds, type Rect } from './geometry.ts';

export type SceneCard = LayoutCard;

/** A supervisor and its children in the scene: what the edges are drawn from. */
export interface Family {
  readonly parent: SceneCard;
  readonly children: readonly SceneCard[];
  readonly bounds: Rect;
}

export type CardNode = Node<{ card: SceneCard }, SceneCard['kind']>;

/** All cards with their places, and what is asked of them many times a frame. */
export class Scene {
  readonly cards: readonly SceneCard[];
  readonly families: readonly Family[];
  /** Null when there are no cards. */
  readonly bounds: Rect | null;
  readonly #byPath = new Map<CardPath, SceneCard>();
  readonly #pools = new Map<ProcessKey, SceneCard>();
  /** Cards of processes that have none of their own, found once. */
  readonly #above = new Map<CardPath, SceneCard | null>();

  constructor(cards: readonly SceneCard[]) {
    this.cards = cards;
    for (const card of cards) {
      this.#byPath.set(card.path, card);
      for (const pid of card.members) this.#pools.set(pid, card);
    }
    this.families = familiesOf(cards, this.#byPath);
    this.bounds = boundsOf(cards);
  }

  card(path: CardPath): SceneCard | undefined {
    return this.#byPath.get(path);
  }

  /** The card of a process, or of the outside (0), or that under which it is hidden; null when it is nowhere on the canvas. */
  cardOf(view: View, pid: ProcessKey): SceneCard | null {
    const path = pathOf(view, pid);
    if (path === null) return null;
    return this.#byPath.get(path) ?? this.#pools.get(pid) ?? this.#hiddenUnder(path);
  }

  /** The card at this place of the tree; the last drawn is on top. */
  hit(x: number, y: number): SceneCard | null {
    return this.cards.findLast((card) => holds(card, x, y)) ?? null;
  }

  #hiddenUnder(path: CardPath): SceneCard | null {
    const known = this.#above.get(path);
    if (known !== undefined) return known;
    let above = parentPath(path);
    let found: SceneCard | undefined;
    while (above !== null && found === undefined) {
      found = this.#byPath.get(above);
      above = parentPath(above);
    }
    this.#above.set(path, found ?? null);
    return found ?? null;
  }
}

export const EMPTY_SCENE = new Scene([]);

function familiesOf(
  cards: readonly SceneCard[],
  byPath: ReadonlyMap<CardPath, SceneCard>,
): readonly Family[] {
  const children = new Map<SceneCard, SceneCard[]>();
  for (const card of cards) {
    const parent = card.parentPath === null ? undefined : byPath.get(card.parentPath);
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [card]);
    else siblings.push(card);
  }
  return [...children].map(([parent, siblings]) => ({
    parent,
    children: siblings,
    bounds: boundsOf([parent, ...siblings]) as Rect,
  }));
}

/**
 * The process a card shows. The layout is a frame behind the view: meanwhile its `pid` may be that of
 * the one before, so a child's card asks its supervisor.
 */
export function processOf(view: View, card: SceneCard): ProcessView | undefined {
  const child = childAt(view, card);
  const pid = child === undefined ? card.pid : shownPid(child);
  return pid === null ? undefined : view.processes.get(pid);
}

/** Where a card's child was found last: it is there again nearly always. */
const places = new WeakMap<SceneCard, number>();

export function childAt(view: View, card: SceneCard): ChildView | undefined {
  if (card.parentPath === null) return undefined;
  const process = card.pid === null ? undefined : view.processes.get(card.pid);
  const above =
    process === undefined
      ? processAt(view, card.parentPath)
      : view.processes.get(process.supervisedBy);
  const children = above?.supervisor?.children ?? [];
  const known = children[places.get(card) ?? 0];
  if (known?.id === card.title) return known;
  const place = children.findIndex(({ id }) => id === card.title);
  places.set(card, place);
  return children[place];
}
