import { toWholeSeconds } from '../base/sim-time.ts';
import type { ChildFacts, DecisionFacts, SupervisorFacts } from '../runtime/trace-event.ts';
import {
  disown,
  incarnate,
  placeOf,
  removeLater,
  specOf,
  takeIn,
  toChild,
  unknownChild,
} from './fold-child.ts';
import { shownPid } from './paths.ts';
import type { ChildView, ProcessKey, SupervisorView } from './view.ts';
import type { Draft, ViewDraft } from './view-draft.ts';

export function supervisorStarted(draft: ViewDraft, pid: ProcessKey, facts: SupervisorFacts): void {
  const process = draft.process(pid);
  if (process === undefined) return;
  if (process.supervisor !== null) return codeChanged(draft, pid, facts);
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

/** Other flags and specs, in a new order; nobody is started or stopped. A card that is about to leave stays until then. */
function codeChanged(
  draft: ViewDraft,
  pid: ProcessKey,
  { children, ...flags }: SupervisorFacts,
): void {
  const supervisor = draft.supervisor(pid);
  if (supervisor === null) return;
  supervisor.flags = flags;
  const { template } = supervisor;
  if (template !== null) {
    const changed = children[0] ?? template;
    supervisor.template = changed;
    supervisor.children = supervisor.children.map((child) => ({
      ...child,
      ...specOf({ ...changed, id: child.id }),
    }));
    return;
  }
  const index = draft.childIndex(supervisor);
  const present = children.map((spec) => {
    const known = supervisor.children[index.placeOf(spec.id)];
    return known === undefined || known.removedAt !== null
      ? toChild(spec)
      : { ...known, ...specOf(spec) };
  });
  const ids = new Set(children.map(({ id }) => id));
  const leaving = supervisor.children.filter(
    ({ id, removedAt }) => removedAt !== null && !ids.has(id),
  );
  supervisor.children = [...present, ...leaving];
}

export function childAdded(draft: ViewDraft, pid: ProcessKey, facts: ChildFacts): void {
  const supervisor = draft.supervisor(pid);
  if (supervisor === null || supervisor.template !== null) return;
  const place = draft.childIndex(supervisor).placeOf(facts.id);
  const known = supervisor.children[place];
  if (known === undefined || known.removedAt !== null) {
    // A new spec under the id of one that has just gone comes last nevertheless: as its start would be.
    if (known !== undefined) draft.removeChild(supervisor, place);
    draft.addChild(supervisor, toChild(facts));
  } else draft.replaceChild(supervisor, place, { ...known, ...specOf(facts) });
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
  const isOurs = process !== undefined && takeIn(draft, pid, process);
  if (isOurs && shownPid(child) !== peer) {
    disown(draft, supervisor, process);
    incarnate(draft, supervisor, at, child, process);
  }
  const present = supervisor.children[at] as ChildView;
  draft.replaceChild(supervisor, at, {
    ...present,
    current: isOurs ? peer : 'undefined',
    restarts: present.restarts + (again && peer !== 0 ? 1 : 0),
    removedAt: null,
  });
}

/**
 * A child that `start_child` asked for and that could not start has no spec. One whose supervisor is
 * still in its init stays to be seen: the supervisor ends by it.
 */
export function childStartFailed(
  draft: ViewDraft,
  pid: ProcessKey,
  id: string,
  again: boolean,
): void {
  const supervisor = again || draft.read(pid)?.ready !== true ? null : draft.supervisor(pid);
  if (supervisor === null) return;
  const isNew = ({ current, incarnations, removedAt }: ChildView) =>
    current === 'undefined' &&
    removedAt === null &&
    incarnations.length <= 1 &&
    incarnations.at(-1)?.exitedAt !== null;
  const place =
    supervisor.template === null
      ? draft.childIndex(supervisor).placeOf(id)
      : supervisor.children.findLastIndex(isNew);
  const child = supervisor.children[place];
  if (child !== undefined && isNew(child)) removeLater(draft, supervisor, place);
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
  resurrect(draft, supervisor, facts);
  const place = placeOf(draft, supervisor, facts.child, peer);
  const child = supervisor.children[place];
  if (child === undefined) return;
  const again = facts.decision === 'restart' || facts.decision === 'retry';
  draft.replaceChild(supervisor, place, { ...child, current: again ? 'restarting' : 'undefined' });
  // An instance of a template has no spec of its own: it is gone when it is not started again.
  if (!again && supervisor.template !== null) removeLater(draft, supervisor, place);
}

/** A group restart also starts siblings that were stopped by hand, or had ended for good. */
function resurrect(
  draft: ViewDraft,
  supervisor: Draft<SupervisorView>,
  facts: DecisionFacts,
): void {
  if (supervisor.template !== null) return;
  for (const id of facts.start) {
    const place = draft.childIndex(supervisor).placeOf(id);
    const child = supervisor.children[place];
    if (child?.current !== 'undefined') continue;
    draft.replaceChild(supervisor, place, { ...child, current: 'restarting' });
  }
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

/** More than this many restarts in one window are not told apart. */
const RESTARTS_MAX = 1_000;
