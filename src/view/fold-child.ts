import type { ChildFacts } from '../runtime/trace-event.ts';
import { pastOf } from './machine-past.ts';
import { childPath, printPid, shownPid } from './paths.ts';
import type { ChildView, Incarnation, ProcessKey, ProcessView, SupervisorView } from './view.ts';
import type { Draft, ViewDraft } from './view-draft.ts';

/**
 * A process was spawned by a supervisor: it is the child that is due, though nothing says so before
 * `child_started`. While its init runs, its card stands where it will be. Says whether it has a place.
 */
export function adopt(draft: ViewDraft, process: Draft<ProcessView>): boolean {
  const parent = draft.read(process.parent);
  if (parent === undefined || parent.supervisor === null) return false;
  if (parent.status.type === 'exited') return false;
  process.supervisedBy = parent.pid;
  const supervisor = draft.supervisor(parent.pid) as Draft<SupervisorView>;
  let place = draft.childIndex(supervisor).due(supervisor.children, supervisor.template !== null);
  if (place < 0 && supervisor.template !== null) {
    draft.addChild(supervisor, toChild({ ...supervisor.template, id: printPid(process.pid) }));
    place = supervisor.children.length - 1;
  }
  const child = supervisor.children[place];
  if (child === undefined) process.path = childPath(parent.path, printPid(process.pid));
  else incarnate(draft, supervisor, place, child, process);
  return true;
}

/**
 * A start function may give any pid: of a process that somebody else spawned for it, which is this
 * supervisor's child from now on; or of one that has its place already, which keeps it.
 */
export function takeIn(draft: ViewDraft, pid: ProcessKey, process: Draft<ProcessView>): boolean {
  if (process.supervisedBy === pid) return true;
  if (process.supervisedBy !== 0 || process.supervisor !== null || process.pid === pid)
    return false;
  process.supervisedBy = pid;
  draft.removeRoot(process.pid);
  return true;
}

/** The process is the child's newest incarnation; the one before it leaves the view after a while. */
export function incarnate(
  draft: ViewDraft,
  supervisor: Draft<SupervisorView>,
  place: number,
  child: ChildView,
  process: Draft<ProcessView>,
): void {
  const before = shownPid(child);
  if (draft.read(before)?.status.type === 'exited') draft.depart(before);
  succeed(draft, process, before === 0 ? formerChild(draft, process, child.id) : before);
  const present: Incarnation = {
    pid: process.pid,
    startedAt: process.startedAt,
    exitedAt: null,
    reason: null,
  };
  const id = supervisor.template === null ? child.id : printPid(process.pid);
  const incarnations = [...child.incarnations.slice(1 - INCARNATIONS_MAX), present];
  draft.replaceChild(supervisor, place, { ...child, id, incarnations });
  process.path = childPath(draft.read(process.supervisedBy)?.path ?? '', id);
}

/** What is known of the one whose place it takes is known of it, too. */
function succeed(draft: ViewDraft, process: Draft<ProcessView>, before: ProcessKey): void {
  const former = before === process.pid ? undefined : draft.read(before);
  process.replaces = former?.pid ?? 0;
  process.earlier = former === undefined ? null : pastOf(former);
}

/** Its supervisor was started again: the process that was this child of the supervisor before; 0 for none. */
function formerChild(draft: ViewDraft, { supervisedBy }: ProcessView, id: string): ProcessKey {
  const before = draft.read(draft.read(supervisedBy)?.replaces ?? 0)?.supervisor;
  const child =
    before?.template === null ? before.children.find((one) => one.id === id) : undefined;
  return child === undefined ? 0 : shownPid(child);
}

/** It was taken for another child: see `adopt`. */
export function disown(
  draft: ViewDraft,
  supervisor: Draft<SupervisorView>,
  process: ProcessView,
): void {
  const place = placeOfPid(draft, supervisor, process);
  const child = supervisor.children[place];
  if (child === undefined) return;
  const incarnations = child.incarnations.filter(({ pid }) => pid !== process.pid);
  draft.replaceChild(supervisor, place, { ...child, incarnations });
}

/** Tells the supervisor's card that its child is dead. Says whether the process has a place in a tree. */
export function noteExit(draft: ViewDraft, process: ProcessView, reason: string): boolean {
  const supervisor = process.supervisedBy === 0 ? null : draft.supervisor(process.supervisedBy);
  if (supervisor === null) return false;
  const place = placeOfPid(draft, supervisor, process);
  const child = supervisor.children[place];
  if (child === undefined) return false;
  const incarnations = child.incarnations.map((one) =>
    one.pid === process.pid ? { ...one, exitedAt: draft.at, reason } : one,
  );
  draft.replaceChild(supervisor, place, { ...child, incarnations });
  return true;
}

/** Takes a process that leaves the view out of its supervisor; gives the processes it leaves behind. */
export function releaseChildren(draft: ViewDraft, process: ProcessView): ProcessKey[] {
  const supervisor = process.supervisedBy === 0 ? null : draft.supervisor(process.supervisedBy);
  if (supervisor !== null) {
    const place = supervisor.children.findIndex(
      (child) => child.removedAt !== null && shownPid(child) === process.pid,
    );
    if (place >= 0) draft.removeChild(supervisor, place);
  }
  const below = process.supervisor?.children.map(shownPid) ?? [];
  return below.filter((pid) => draft.read(pid)?.supervisedBy === process.pid);
}

/** The card stays as long as there is somebody to see. */
export function removeLater(
  draft: ViewDraft,
  supervisor: Draft<SupervisorView>,
  place: number,
): void {
  const child = supervisor.children[place];
  if (child === undefined) return;
  const pid = shownPid(child);
  if (draft.read(pid) === undefined) return draft.removeChild(supervisor, place);
  draft.replaceChild(supervisor, place, { ...child, removedAt: draft.at });
  draft.depart(pid);
}

export function placeOf(
  draft: ViewDraft,
  supervisor: SupervisorView,
  id: string,
  peer: ProcessKey,
): number {
  return draft.childIndex(supervisor).placeOf(supervisor.template === null ? id : printPid(peer));
}

function placeOfPid(
  draft: ViewDraft,
  supervisor: SupervisorView,
  { pid, path }: ProcessView,
): number {
  const id = path.slice(path.lastIndexOf('/') + 1).replaceAll('%2F', '/');
  const place = draft.childIndex(supervisor).placeOf(id);
  const hasIt = (child: ChildView | undefined) =>
    child?.incarnations.some((one) => one.pid === pid) ?? false;
  return hasIt(supervisor.children[place]) ? place : supervisor.children.findIndex(hasIt);
}

export function toChild(facts: ChildFacts): ChildView {
  return { ...specOf(facts), current: 'undefined', incarnations: [], restarts: 0, removedAt: null };
}

export const specOf = ({ id, restart, shutdown, type, significant, start }: ChildFacts) => ({
  id,
  restart,
  shutdown: String(shutdown),
  type,
  significant,
  start,
});

/** `child_started` may come before the `child_added` that tells the rest. */
export const unknownChild = (id: string): ChildView =>
  toChild({
    id,
    restart: 'permanent',
    shutdown: 5000,
    type: 'worker',
    significant: false,
    start: '',
  });

const INCARNATIONS_MAX = 20;
