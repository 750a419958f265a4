import { childPath, isInit, printPid, shownPid, YOU } from './paths.ts';
import type { CardPath, ChildView, ProcessKey, ProcessView, SupervisorView, View } from './view.ts';

/** `you` is whoever sends from outside. */
export type CardKind = 'supervisor' | 'worker' | 'pool' | 'client' | 'you';

/** What the person has folded: supervisors by their path, and pools that are shown one by one by theirs. */
export interface Fold {
  readonly collapsed: ReadonlySet<CardPath>;
  readonly expanded: ReadonlySet<CardPath>;
}

/** A card to be placed, and below it its children, in start order. */
export interface Family {
  readonly path: CardPath;
  readonly pid: ProcessKey | null;
  readonly kind: CardKind;
  readonly title: string;
  readonly parentPath: CardPath | null;
  readonly collapsedCount: number;
  readonly members: readonly ProcessKey[];
  readonly children: readonly Family[];
}

/** More children of one kind than this are shown as one. */
const POOL_FROM = 13;

/** The cards of a view: supervision trees, the processes outside of every tree, and who sends from outside. */
export function familiesOf(
  view: View,
  fold: Fold,
): { trees: Family[]; clients: Family[]; you: Family | null } {
  const trees: Family[] = [];
  const clients: ProcessView[] = [];
  for (const pid of view.roots) {
    const root = view.processes.get(pid);
    if (root === undefined || isInit(root)) continue;
    if (root.behaviour === 'supervisor') {
      trees.push(supervisorFamily(view, fold, root, root.path, nameOf(root), null));
    } else clients.push(root);
  }
  const you = view.you === null ? null : leaf(YOU, null, 'you', YOU, null);
  return { trees, clients: clientFamilies(clients, fold), you };
}

const nameOf = ({ name, pid }: ProcessView): string => name ?? printPid(pid);

function supervisorFamily(
  view: View,
  fold: Fold,
  process: ProcessView,
  path: CardPath,
  title: string,
  parentPath: CardPath | null,
): Family {
  const supervisor = process.supervisor ?? formerSupervisor(view, process);
  const isCollapsed = fold.collapsed.has(path);
  return {
    path,
    pid: process.pid,
    kind: 'supervisor',
    title,
    parentPath,
    collapsedCount: isCollapsed ? countBelow(view, supervisor) : 0,
    members: NOBODY,
    children: isCollapsed || supervisor === null ? [] : childFamilies(view, fold, path, supervisor),
  };
}

/** While a restarted supervisor is in its init, its card keeps the children of the one before it. */
function formerSupervisor(view: View, { pid, supervisedBy }: ProcessView): SupervisorView | null {
  const siblings = view.processes.get(supervisedBy)?.supervisor?.children;
  const own = siblings?.find((child) => shownPid(child) === pid);
  const before = own?.incarnations.at(-2);
  return (before && view.processes.get(before.pid)?.supervisor) ?? null;
}

function childFamilies(
  view: View,
  fold: Fold,
  above: CardPath,
  { children }: SupervisorView,
): Family[] {
  const families: Family[] = [];
  let pools = 0;
  for (let from = 0; from < children.length; ) {
    const to = endOfLikes(children, from);
    const likes = children.slice(from, to);
    from = to;
    if (likes.length >= POOL_FROM) {
      const path = poolPath(above, pools++);
      if (!fold.expanded.has(path)) {
        families.push(
          poolFamily(path, above, moduleOf(likes[0] as ChildView), likes.map(shownPid)),
        );
        continue;
      }
    }
    for (const child of likes) families.push(childFamily(view, fold, above, child));
  }
  return families;
}

/** The card that stands for the first, second … crowd of like children of the supervisor at `above`. */
const poolPath = (above: CardPath, index: number): CardPath =>
  `${above}/*${index === 0 ? '' : index + 1}`;

/** Neighbours that run the same code under the same rules. */
function endOfLikes(children: readonly ChildView[], from: number): number {
  const first = children[from] as ChildView;
  let to = from + 1;
  if (first.type === 'supervisor') return to;
  for (; to < children.length; to++) {
    const { start, restart, type } = children[to] as ChildView;
    if (start !== first.start || restart !== first.restart || type !== first.type) break;
  }
  return to;
}

const moduleOf = ({ start }: ChildView): string => start.split(':')[0] ?? start;

function poolFamily(
  path: CardPath,
  parentPath: CardPath | null,
  title: string,
  members: readonly ProcessKey[],
): Family {
  const collapsedCount = members.length;
  return {
    path,
    pid: null,
    kind: 'pool',
    title,
    parentPath,
    collapsedCount,
    members,
    children: [],
  };
}

function childFamily(view: View, fold: Fold, above: CardPath, child: ChildView): Family {
  const path = childPath(above, child.id);
  const process = view.processes.get(shownPid(child));
  if (process !== undefined && (child.type === 'supervisor' || process.supervisor !== null)) {
    return supervisorFamily(view, fold, process, path, child.id, above);
  }
  return leaf(path, process?.pid ?? null, child.type, child.id, above);
}

function leaf(
  path: CardPath,
  pid: ProcessKey | null,
  kind: CardKind,
  title: string,
  parentPath: CardPath | null,
): Family {
  return { path, pid, kind, title, parentPath, collapsedCount: 0, members: NOBODY, children: [] };
}

/** A crowd of clients of one module is a pool, too. */
function clientFamilies(clients: readonly ProcessView[], fold: Fold): Family[] {
  const byModule = new Map<string, ProcessView[]>();
  for (const client of clients) {
    const crowd = byModule.get(client.module);
    if (crowd === undefined) byModule.set(client.module, [client]);
    else crowd.push(client);
  }
  const families: Family[] = [];
  for (const [module, crowd] of byModule) {
    const path = `*${module}`;
    if (crowd.length >= POOL_FROM && !fold.expanded.has(path)) {
      families.push(
        poolFamily(
          path,
          null,
          module,
          crowd.map(({ pid }) => pid),
        ),
      );
    } else {
      for (const client of crowd) {
        families.push(leaf(client.path, client.pid, 'client', nameOf(client), null));
      }
    }
  }
  return families;
}

function countBelow(view: View, supervisor: SupervisorView | null): number {
  let count = 0;
  for (const child of supervisor?.children ?? []) {
    count += 1 + countBelow(view, view.processes.get(shownPid(child))?.supervisor ?? null);
  }
  return count;
}

const NOBODY: readonly ProcessKey[] = Object.freeze([]);
