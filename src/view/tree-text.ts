import { unreachable } from '../base/assert.ts';
import type { SimTime } from '../base/sim-time.ts';
import { budgetAt } from './budget.ts';
import { childPath, printPid, shownPid } from './paths.ts';
import { statusAt } from './status.ts';
import type { CardPath, ChildView, ProcessKey, ProcessView, View } from './view.ts';

/** One process or child of the tree, in words: a line of text, or an item of the tree for screen readers. */
export interface TreeLine {
  readonly path: CardPath;
  /** 0 for a child that never had a process. */
  readonly pid: ProcessKey;
  /** 0 for a root. */
  readonly depth: number;
  readonly hasChildren: boolean;
  /** Child id and registered name, or what it has of both: `server, kv`. */
  readonly name: string;
  /** What it is: `one_for_one supervisor, 2 of 5 restarts in 1000 s`, `gen_server kv`. */
  readonly what: string;
  /** How it is, in a word or two. */
  readonly status: string;
}

/** The whole view as indented text: name, what it is, how it is. */
export function treeText(view: View, now: SimTime = view.at): string {
  return treeLines(view, now)
    .map(({ depth, name, pid, what, status }) => {
      const printed = pid === 0 ? '' : ` ${printPid(pid)}`;
      return `${'  '.repeat(depth)}${name}${printed} (${what}): ${status}`;
    })
    .join('\n');
}

/** The lines of the tree, from the roots down, children in start order. */
export function treeLines(view: View, now: SimTime = view.at): TreeLine[] {
  const lines: TreeLine[] = [];
  for (const pid of view.roots) {
    const root = view.processes.get(pid);
    if (root !== undefined) addProcess(lines, view, root, null, 0, now);
  }
  return lines;
}

function addProcess(
  lines: TreeLine[],
  view: View,
  process: ProcessView,
  child: ChildView | null,
  depth: number,
  now: SimTime,
): void {
  const { path, pid, supervisor } = process;
  const children = supervisor?.children ?? [];
  lines.push({
    path,
    pid,
    depth,
    hasChildren: children.length > 0,
    name: nameOf(process, child),
    what: whatOf(process, now),
    status: statusWord(view, process, child, now),
  });
  for (const below of children) {
    const present = view.processes.get(shownPid(below));
    if (present === undefined) lines.push(emptyPlace(path, below, depth + 1));
    else addProcess(lines, view, present, below, depth + 1, now);
  }
}

function emptyPlace(above: CardPath, child: ChildView, depth: number): TreeLine {
  return {
    path: childPath(above, child.id),
    pid: 0,
    depth,
    hasChildren: false,
    name: child.id,
    what: child.type,
    status: child.current === 'restarting' ? 'restarting' : 'not running',
  };
}

function nameOf({ name, pid }: ProcessView, child: ChildView | null): string {
  const words = [child?.id, name].filter((word) => word !== null && word !== undefined);
  const named = [...new Set(words)].filter((word) => word !== printPid(pid));
  return named.length === 0 ? 'process' : named.join(', ');
}

function whatOf({ supervisor, behaviour, module }: ProcessView, now: SimTime): string {
  if (supervisor === null) return `${behaviour} ${module}`;
  const { used, intensity, period } = budgetAt(supervisor, now);
  const budget =
    used > intensity
      ? `gave up at ${used} restarts in ${period} s`
      : `${used} of ${intensity} restarts in ${period} s`;
  return `${supervisor.flags.strategy} supervisor, ${budget}`;
}

/** How a process is, in the words of the cards: the words double colour and shape. */
function statusWord(
  view: View,
  process: ProcessView,
  child: ChildView | null,
  now: SimTime = view.at,
): string {
  const status = statusAt(process, now);
  switch (status.type) {
    case 'starting':
      return 'starting';
    case 'running':
      return 'running';
    case 'suspended':
      return 'suspended';
    case 'busy':
      return `busy in ${status.callback}`;
    case 'waiting':
      return waitWord(view, status.kind, status.peer);
    case 'exited': {
      const restarting = child?.current === 'restarting' ? ', restarting' : '';
      const ended =
        status.how === 'crashed' ? `crashed: ${status.reason}` : `exited: ${status.reason}`;
      return `${ended}${restarting}`;
    }
    default:
      return unreachable(status);
  }
}

function waitWord(view: View, kind: string, peer: ProcessKey): string {
  if (kind === 'sleep') return 'sleeps';
  if (kind === 'receive') return 'waits for a message';
  return `waits for ${view.processes.get(peer)?.name ?? printPid(peer)}`;
}
