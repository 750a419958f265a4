import type { PlaygroundState } from '../../store/playground-state.ts';
import { parentPath } from '../../view/paths.ts';
import type { Room } from '../../view/tree-arrangement.ts';
import { EMPTY_LAYOUT, layoutTree, type TreeLayout } from '../../view/tree-layout.ts';
import type { CardPath, View } from '../../view/view.ts';
import { EMPTY_SCENE, Scene } from './scene.ts';

/**
 * Lays the tree out anew when its shape changes, and only then: most of what happens in a run
 * changes states and mailboxes.
 */
export class SceneKeeper {
  #layout: TreeLayout = EMPTY_LAYOUT;
  #scene = EMPTY_SCENE;
  #view: View | null = null;
  #scenario: PlaygroundState['scenario'] | null = null;
  #shape: readonly unknown[] = [];
  #others: readonly unknown[] = [];
  #expanded: ReadonlySet<CardPath> = new Set();

  sceneOf({ view, collapsed, scenario }: PlaygroundState, room: Room): Scene {
    const shape = view === this.#view ? this.#shape : shapeOf(view);
    const others = [room, collapsed, this.#expanded, scenario];
    this.#view = view;
    if (isSame(shape, this.#shape) && isSame(others, this.#others)) return this.#scene;
    this.#shape = shape;
    this.#others = others;
    // Another scenario is set out as suits it, whatever was there before.
    const before = scenario === this.#scenario ? this.#layout : EMPTY_LAYOUT;
    this.#scenario = scenario;
    const layout = layoutTree(view, { collapsed, expanded: this.#expanded }, before, room);
    if (layout.cards !== this.#layout.cards) this.#scene = new Scene(layout.cards);
    this.#layout = layout;
    return this.#scene;
  }

  /** Shows the members of pools one by one, or as one again. */
  setExpanded(paths: readonly CardPath[], expanded: boolean): void {
    const after = new Set(this.#expanded);
    for (const path of paths) {
      if (expanded) after.add(path);
      else after.delete(path);
    }
    this.#expanded = after;
  }

  /** Pools of this supervisor that are shown one by one. */
  expandedBelow(path: CardPath): CardPath[] {
    return [...this.#expanded].filter((pool) => parentPath(pool) === path);
  }
}

/** What the layout takes from the view; the fold keeps what it does not touch, so identity tells. */
function shapeOf(view: View): unknown[] {
  const shape: unknown[] = [view.roots, view.processes.size, view.you === null];
  for (const process of view.processes.values()) {
    if (process.supervisor !== null) shape.push(process.supervisor.children);
    else if (process.supervisedBy === 0) shape.push(process.name);
  }
  return shape;
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
