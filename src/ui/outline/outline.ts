import type { SimTime } from '../../base/sim-time.ts';
import { childPath, isInit, printPid, shownPid } from '../../view/paths.ts';
import { statusAt } from '../../view/status.ts';
import type { CardPath, ChildView, ProcessKey, ProcessView, View } from '../../view/view.ts';
import { lookOf, pictogramOf, sayLook, type Tone } from '../shared/process-look.ts';

/** One line of the outline. Plain values only, so that a line that didn't change is not drawn anew. */
export interface OutlineRow {
  readonly path: CardPath;
  /** 0 when no process ever filled the place. */
  readonly pid: ProcessKey;
  /** From 1. */
  readonly level: number;
  /** Place among its siblings, from 1, and their number. */
  readonly place: number;
  readonly of: number;
  /** Null: nothing below it. */
  readonly expanded: boolean | null;
  readonly id: string;
  /** Registered name, when it is another word than the id. */
  readonly name: string;
  readonly behaviour: string;
  readonly strategy: string;
  readonly tone: Tone;
  readonly words: string;
}

/** The tree as lines, top down, without what is below a collapsed place. */
export function outlineRows(
  view: View,
  collapsed: ReadonlySet<CardPath>,
  now: SimTime,
): readonly OutlineRow[] {
  const rows: OutlineRow[] = [];
  const add = (place: Place, level: number, index: number, of: number) => {
    const { path, process, child, id } = place;
    const children = process?.supervisor?.children ?? [];
    const expanded = children.length === 0 ? null : !collapsed.has(path);
    rows.push({
      path,
      pid: process?.pid ?? 0,
      level,
      place: index + 1,
      of,
      expanded,
      id,
      name: process?.name !== undefined && process.name !== id ? (process.name ?? '') : '',
      behaviour: behaviourOf(process, child),
      strategy: process?.supervisor?.flags.strategy ?? '',
      ...statusOf(view, process, child, now),
    });
    if (expanded === true) {
      children.forEach((each, at) => {
        add(placeOf(view, path, each), level + 1, at, children.length);
      });
    }
  };
  const roots = view.roots
    .flatMap((pid) => view.processes.get(pid) ?? [])
    .filter((process) => !isInit(process));
  roots.forEach((process, index) => {
    const id = process.name ?? printPid(process.pid);
    add({ path: process.path, process, child: undefined, id }, 1, index, roots.length);
  });
  return rows;
}

function behaviourOf(process: ProcessView | undefined, child: ChildView | undefined): string {
  if (process === undefined) return child?.type === 'supervisor' ? 'supervisor' : 'process';
  return pictogramOf(process.behaviour, process.path);
}

interface Place {
  readonly path: CardPath;
  readonly process: ProcessView | undefined;
  readonly child: ChildView | undefined;
  readonly id: string;
}

function placeOf(view: View, parent: CardPath, child: ChildView): Place {
  const process = view.processes.get(shownPid(child));
  return { path: childPath(parent, child.id), process, child, id: child.id };
}

function statusOf(
  view: View,
  process: ProcessView | undefined,
  child: ChildView | undefined,
  now: SimTime,
): { tone: Tone; words: string } {
  const status = process && statusAt(process, now);
  const look = lookOf(view, process, status, child);
  return { tone: look.tone, words: sayLook(look, status) };
}

/** What a key does in a tree (ARIA's pattern): go to a line, or open and close one. */
export type TreeMove =
  | { readonly type: 'go'; readonly path: CardPath }
  | { readonly type: 'collapse'; readonly path: CardPath; readonly collapsed: boolean };

export function treeMove(
  rows: readonly OutlineRow[],
  at: CardPath | null,
  key: string,
): TreeMove | null {
  const index = Math.max(
    0,
    rows.findIndex(({ path }) => path === at),
  );
  const row = rows[index];
  if (row === undefined) return null;
  const go = (to: OutlineRow | undefined): TreeMove | null =>
    to === undefined ? null : { type: 'go', path: to.path };
  switch (key) {
    case 'ArrowDown':
      return go(rows[index + 1]);
    case 'ArrowUp':
      return go(rows[index - 1]);
    case 'Home':
      return go(rows[0]);
    case 'End':
      return go(rows.at(-1));
    case 'ArrowRight':
      if (row.expanded === false) return { type: 'collapse', path: row.path, collapsed: false };
      return row.expanded === true ? go(rows[index + 1]) : null;
    case 'ArrowLeft':
      if (row.expanded === true) return { type: 'collapse', path: row.path, collapsed: true };
      return go(rows.slice(0, index).findLast(({ level }) => level < row.level));
    default:
      return null;
  }
}
