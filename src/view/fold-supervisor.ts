import { toWholeSeconds } from '../base/sim-time.ts';
import type { ChildFacts, DecisionFacts, SupervisorFacts } from '../runtime/trace-event.ts';
import { childPath, printPid, shownPid } from './paths.ts';
import type { ChildView, Incarnation, ProcessKey, ProcessView, SupervisorView } from './view.ts';
import type { Draft, ViewDraft } from './view-draft.ts';

export function supervisorStarted(draft: ViewDraft, pid: ProcessKey, facts: SupervisorFacts): void {
  const process = draft.process(pid);
  if (process === undefined) return;
  const { children, ...flags } = facts;
  const isTemplate = flags.strategy === 'simple_one_for_one';
  process.supervisor = {
    flags,
    template: isTemplate ? (children[0] ?? null) : null,
    children: isTemplate ? [] : children.map(toChild),
    restarts: [],
    lastDecision: null,
  };
}

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

export function childAdded(draft: ViewDraft, pid: ProcessKey, facts: ChildFacts): void {
  const supervisor = draft.supervisor(pid);
  if (supervisor === null || supervisor.template !== null) return;
  const place = draft.childIndex(supervisor).placeOf(facts.id);
  const known = supervisor.children[place];
  if (known === undefined) draft.addChild(supervisor, toChild(facts));
  // A new spec under the id of one that has just gone takes its place.
  else draft.replaceChild(supervisor, place, { ...known, ...specOf(facts), removedAt: null });
}

export function childRemoved(draft: ViewDraft, pid: ProcessKey, id: string): void {
  const supervisor = draft.supervisor(pid);
  if (supervisor === null || supervisor.template !== null) return;
  removeLater(draft, supervisor, draft.childIndex(supervisor).placeOf(id));
}

export function childStarted(
  draft: ViewDraft,
  pid: ProcessKey,
  peer: ProcessKey,
  id: string,
  again: boolean,
): void {
  const supervisor = draft.supervisor(pid);
  if (supervisor === null) return;
  if (again && peer !== 0) draft.restarts++;
  const process = draft.process(peer);
  if (process !== undefined) {
    process.ready = true;
    if (process.status.type === 'starting') process.status = { type: 'running' };
  }
  const place = placeOf(draft, supervisor, id, peer);
  const child = supervisor.children[place] ?? unknownChild(id);
  if (place < 0) draft.addChild(supervisor, child);
  const at = place < 0 ? supervisor.children.length - 1 : place;
  if (process !== undefined && shownPid(child) !== peer)
    incarnate(draft, supervisor, at, child, process);
  const present = supervisor.children[at] as ChildView;
  draft.replaceChild(supervisor, at, {
    ...present,
    current: peer === 0 ? 'undefined' : peer,
    restarts: present.restarts + (again && peer !== 0 ? 1 : 0),
    removedAt: null,
  });
}

export function decided(
  draft: ViewDraft,
  pid: ProcessKey,
  peer: ProcessKey,
  seq: number,
  facts: DecisionFacts,
): void {
  const supervisor = draft.supervisor(pid);
  if (supervisor === null) return;
  supervisor.lastDecision = { ...facts, at: draft.at, seq };
  countRestart(draft, supervisor, facts);
  const place = placeOf(draft, supervisor, facts.child, peer);
  const child = supervisor.children[place];
  if (child === undefined) return;
  const again = facts.decision === 'restart' || facts.decision === 'retry';
  draft.replaceChild(supervisor, place, { ...child, current: again ? 'restarting' : 'undefined' });
  // An instance of a template has no spec of its own: it is gone when it is not started again.
  if (!again && supervisor.template !== null) removeLater(draft, supervisor, place);
}

export function childStopped(
  draft: ViewDraft,
  pid: ProcessKey,
  peer: ProcessKey,
  id: string,
): void {
  const supervisor = draft.supervisor(pid);
  if (supervisor === null) return;
  const place = placeOf(draft, supervisor, id, peer);
  const child = supervisor.children[place];
  if (child === undefined) return;
  const { lastDecision } = supervisor;
  const startedAt = child.incarnations.at(-1)?.startedAt ?? 0;
  const again =
    lastDecision !== null &&
    (lastDecision.decision === 'restart' || lastDecision.decision === 'retry') &&
    lastDecision.at > startedAt &&
    lastDecision.start.includes(child.id);
  draft.replaceChild(supervisor, place, { ...child, current: again ? 'restarting' : 'undefined' });
  if (supervisor.template !== null) removeLater(draft, supervisor, place);
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

/** The process is the child's newest incarnation; the one before it leaves the view after a while. */
function incarnate(
  draft: ViewDraft,
  supervisor: Draft<SupervisorView>,
  place: number,
  child: ChildView,
  process: Draft<ProcessView>,
): void {
  const before = shownPid(child);
  if (before !== 0 && draft.read(before) !== undefined) draft.depart(before);
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

/** The card stays as long as there is somebody to see. */
function removeLater(draft: ViewDraft, supervisor: Draft<SupervisorView>, place: number): void {
  const child = supervisor.children[place];
  if (child === undefined) return;
  const pid = shownPid(child);
  if (draft.read(pid) === undefined) return draft.removeChild(supervisor, place);
  draft.replaceChild(supervisor, place, { ...child, removedAt: draft.at });
  draft.depart(pid);
}

/** Whether a decision counted is told by its own count: a retried start counts once more, a child left does not. */
function countRestart(
  draft: ViewDraft,
  supervisor: Draft<SupervisorView>,
  { count, period }: DecisionFacts,
): void {
  const oldest = toWholeSeconds(draft.at) - period;
  const restarts = draft.own(supervisor, 'restarts');
  let gone = 0;
  while (gone < restarts.length && toWholeSeconds(restarts[gone] as number) < oldest) gone++;
  if (restarts.length - gone < count) restarts.push(draft.at);
  gone = Math.max(gone, restarts.length - RESTARTS_MAX);
  if (gone > 0) restarts.splice(0, gone);
}

function placeOf(
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

function toChild(facts: ChildFacts): ChildView {
  return { ...specOf(facts), current: 'undefined', incarnations: [], restarts: 0, removedAt: null };
}

const specOf = ({ id, restart, shutdown, type, significant, start }: ChildFacts) => ({
  id,
  restart,
  shutdown: String(shutdown),
  type,
  significant,
  start,
});

/** `child_started` may come before the `child_added` that tells the rest. */
const unknownChild = (id: string): ChildView =>
  toChild({
    id,
    restart: 'permanent',
    shutdown: 5000,
    type: 'worker',
    significant: false,
    start: '',
  });

const INCARNATIONS_MAX = 20;
/** More than this many restarts in one window are not told apart. */
const RESTARTS_MAX = 1_000;
