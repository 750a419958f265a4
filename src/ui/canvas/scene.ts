import type { Node } from '@xyflow/react';
import { parentPath } from '../../view/paths.ts';
import type { LayoutCard } from '../../view/tree-layout.ts';
import type { CardPath, ChildView, ProcessKey, ProcessView, View } from '../../view/view.ts';
import { childOf } from './card-look.ts';
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

  /** The card of a process, or that under which it is hidden; null when it is nowhere on the canvas. */
  cardOf(view: View, pid: ProcessKey): SceneCard | null {
    const path = view.processes.get(pid)?.path;
    if (path === undefined) return null;
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

export function processOf(view: View, card: SceneCard): ProcessView | undefined {
  return card.pid === null ? undefined : view.processes.get(card.pid);
}

export function childAt(view: View, card: SceneCard): ChildView | undefined {
  const process = processOf(view, card);
  return process && childOf(view, process);
}
