import { MICROSECONDS_PER_MS } from '../base/sim-time.ts';
import { EVENT, WAIT_KINDS } from '../runtime/trace-event.ts';
import { adopt, noteExit, releaseChildren } from './fold-child.ts';
import { atRest } from './fold-machine.ts';
import { isShell, printPid, rootPath, YOU } from './paths.ts';
import { isCrash, withoutStack } from './reason.ts';
import type { CardPath, ProcessKey, ProcessStatus, ProcessView } from './view.ts';
import type { Draft, ViewDraft } from './view-draft.ts';

export function spawned(
  draft: ViewDraft,
  pid: ProcessKey,
  parent: ProcessKey,
  behaviour: string,
  module: string,
): void {
  const process: Draft<ProcessView> = {
    pid,
    parent,
    path: printPid(pid),
    supervisedBy: 0,
    behaviour,
    module,
    name: null,
    status: STARTING,
    ready: false,
    mailbox: 0,
    callback: '',
    state: '',
    links: NOTHING,
    monitors: NOTHING,
    startedAt: draft.at,
    supervisor: null,
    handlers: NO_NAMES,
    machine: null,
    replaces: 0,
    earlier: null,
    suspended: false,
  };
  draft.add(process);
  if (isShell(parent, module)) {
    process.path = YOU;
    draft.addShell(pid);
  } else if (!adopt(draft, process)) draft.addRoot(pid);
}

export function enteredLoop(
  draft: ViewDraft,
  pid: ProcessKey,
  behaviour: string,
  module: string,
): void {
  const process = draft.process(pid);
  if (process === undefined) return;
  process.behaviour = behaviour;
  process.module = module;
}

/** `isVia`: in `global`, or by a module that knows names. A local name comes before it. */
export function registered(draft: ViewDraft, pid: ProcessKey, name: string, isVia: boolean): void {
  draft.names.set(name, pid);
  const process = draft.process(pid);
  if (process === undefined || (isVia && process.name !== null)) return;
  process.name = name;
  if (process.supervisedBy !== 0) return;
  // A new process under an old name: what is left of the old one has been seen.
  const former = draft.rootAt(rootPath(pid, name));
  if (former !== undefined && former.pid !== pid) leave(draft, former.pid);
  moveTo(draft, process, rootPath(pid, name));
}

export function unregistered(draft: ViewDraft, pid: ProcessKey, name: string): void {
  if (draft.names.get(name) === pid) draft.names.delete(name);
  const process = draft.process(pid);
  if (process?.name !== name) return;
  process.name = null;
  if (process.supervisedBy === 0) moveTo(draft, process, printPid(pid));
}

export function linked(draft: ViewDraft, pid: ProcessKey, peer: ProcessKey): void {
  for (const [one, other] of [
    [pid, peer],
    [peer, pid],
  ] as const) {
    const process = draft.process(one);
    if (process !== undefined && !process.links.includes(other))
      draft.own(process, 'links').push(other);
  }
}

export function unlinked(draft: ViewDraft, pid: ProcessKey, peer: ProcessKey): void {
  drop(draft, pid, 'links', peer);
  drop(draft, peer, 'links', pid);
}

export function monitored(draft: ViewDraft, pid: ProcessKey, peer: ProcessKey): void {
  const process = draft.process(pid);
  if (process !== undefined) draft.own(process, 'monitors').push(peer);
}

export const demonitored = (draft: ViewDraft, pid: ProcessKey, peer: ProcessKey): void =>
  drop(draft, pid, 'monitors', peer);

/** A callback begins: whatever the process waited for or worked at is over. */
export function called(draft: ViewDraft, pid: ProcessKey, callback: string): void {
  const process = draft.process(pid);
  if (process === undefined) return;
  if (callback !== '') process.callback = callback;
  // Only OTP's behaviours have an init to get through; a plain process is at work at once.
  if (process.behaviour === 'process') process.ready = true;
  awake(process);
}

/** It does something: it neither waits nor works. */
function awake(process: Draft<ProcessView>): void {
  if (process.status.type === 'exited') return;
  if (process.suspended) process.status = SUSPENDED;
  else process.status = process.ready ? RUNNING : STARTING;
}

/** It takes system messages only, or all again. */
export function suspended(draft: ViewDraft, pid: ProcessKey, isSuspended: boolean): void {
  const process = draft.process(pid);
  if (process === undefined || process.status.type === 'exited') return;
  process.suspended = isSuspended;
  awake(process);
}

/** Its init is over. */
export function ready(draft: ViewDraft, pid: ProcessKey): void {
  const process = draft.process(pid);
  if (process === undefined || process.ready) return;
  process.ready = true;
  if (process.status.type === 'starting') process.status = RUNNING;
}

export function waiting(draft: ViewDraft, pid: ProcessKey, peer: ProcessKey, kind: number): void {
  const process = draft.process(pid);
  if (process !== undefined)
    process.status = { type: 'waiting', kind: WAIT_KINDS[kind] ?? 'receive', peer };
}

export function working(draft: ViewDraft, pid: ProcessKey, forMs: number): void {
  const process = draft.process(pid);
  if (process === undefined) return;
  process.status = {
    type: 'busy',
    callback: process.callback,
    until: draft.at + forMs * MICROSECONDS_PER_MS,
  };
}

export function exited(draft: ViewDraft, seq: number, pid: ProcessKey, cause: number): void {
  const reason = withoutStack(draft.buffer.text(seq) ?? '');
  if (isCrash(cause, reason)) draft.crashes++;
  const process = draft.process(pid);
  if (process === undefined) return;
  restoreName(draft, process, seq);
  process.status = { type: 'exited', reason, how: howItEnded(cause, reason), at: draft.at };
  if (process.mailbox > 0) draft.messages.lose(pid, draft.at);
  process.mailbox = 0;
  process.suspended = false;
  if (process.machine !== null) process.machine = atRest(process.machine);
  for (const peer of process.links) drop(draft, peer, 'links', pid);
  process.links = NOTHING;
  process.monitors = NOTHING;
  draft.removeShell(pid);
  const hasPlace = noteExit(draft, process, reason);
  // The ruin of a whole tree is the thing to see: a dead root supervisor stays.
  if (!hasPlace && process.supervisor === null) draft.depart(pid);
}

function howItEnded(cause: number, reason: string): 'normal' | 'crashed' | 'signal' {
  if (cause === BY_SIGNAL) return 'signal';
  return isCrash(cause, reason) ? 'crashed' : 'normal';
}

const BY_SIGNAL = 2;

/** A dying process gives its name up in its last step; here it keeps it, to be read. */
function restoreName(draft: ViewDraft, process: Draft<ProcessView>, seq: number): void {
  const { buffer } = draft;
  for (let before = seq - 1; buffer.has(before) && before > seq - LAST_STEP_MAX; before--) {
    const place = buffer.place(before);
    if (buffer.ats[place] !== draft.at) return;
    if (buffer.pids[place] !== process.pid || buffer.types[place] !== EVENT.unregistered) continue;
    process.name = buffer.string(buffer.as[place] as number);
    if (process.supervisedBy === 0) moveTo(draft, process, rootPath(process.pid, process.name));
    return;
  }
}

/** Few things are told between giving up the name and the end. */
const LAST_STEP_MAX = 16;

/** The process leaves the view, and with it what is left of its children. */
export function leave(draft: ViewDraft, pid: ProcessKey): void {
  const process = draft.read(pid);
  if (process === undefined) return;
  for (const child of releaseChildren(draft, process)) {
    const living = draft.read(child)?.status.type !== 'exited' ? draft.process(child) : undefined;
    if (living === undefined) {
      leave(draft, child);
      continue;
    }
    living.supervisedBy = 0;
    moveTo(draft, living, rootPath(child, living.name));
    draft.addRoot(child);
  }
  draft.remove(pid);
}

/** The process and all below it have their cards at other paths now. */
export function moveTo(draft: ViewDraft, process: Draft<ProcessView>, path: CardPath): void {
  const before = process.path;
  if (before === path) return;
  process.path = path;
  for (const child of process.supervisor?.children ?? []) {
    for (const { pid } of child.incarnations) {
      const below = draft.process(pid);
      if (below !== undefined) moveTo(draft, below, path + below.path.slice(before.length));
    }
  }
}

export function handlerAdded(
  draft: ViewDraft,
  pid: ProcessKey,
  handler: string,
  place: number,
): void {
  const manager = draft.process(pid);
  if (manager !== undefined) draft.own(manager, 'handlers').splice(place, 0, handler);
}

export function handlerRemoved(
  draft: ViewDraft,
  pid: ProcessKey,
  handler: string,
  place: number,
): void {
  const manager = draft.process(pid);
  if (manager?.handlers[place] === handler) draft.own(manager, 'handlers').splice(place, 1);
}

export function drop(
  draft: ViewDraft,
  pid: ProcessKey,
  key: 'links' | 'monitors',
  other: ProcessKey,
): void {
  const place = draft.read(pid)?.[key].indexOf(other) ?? -1;
  const process = place < 0 ? undefined : draft.process(pid);
  if (process !== undefined) draft.own(process, key).splice(place, 1);
}

const STARTING: ProcessStatus = Object.freeze({ type: 'starting' });
const SUSPENDED: ProcessStatus = Object.freeze({ type: 'suspended' });
const RUNNING: ProcessStatus = Object.freeze({ type: 'running' });
const NOTHING: readonly ProcessKey[] = Object.freeze([]);
const NO_NAMES: readonly string[] = Object.freeze([]);
