import type { PlaygroundState } from '../../store/playground-state.ts';
import { parentPath } from '../../view/paths.ts';
import { EMPTY_LAYOUT, layoutTree, type Room, type TreeLayout } from '../../view/tree-layout.ts';
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
  #shape: readonly unknown[] = [];
  #expanded: ReadonlySet<CardPath> = new Set();

  sceneOf({ view, collapsed }: PlaygroundState, room: Room): Scene {
    const shape = view === this.#view ? this.#shape : shapeOf(view);
    this.#view = view;
    const asked = [room, collapsed, this.#expanded, ...shape];
    if (isSame(asked, this.#shape)) return this.#scene;
    this.#shape = asked;
    const layout = layoutTree(view, { collapsed, expanded: this.#expanded }, this.#layout, room);
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#scene = new Scene(layout.cards);
    }
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

/** What the layout depends on; the fold keeps what it does not touch, so identity tells. */
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
