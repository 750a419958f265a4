import { EVENT, WAIT } from '../../runtime/trace-event.ts';
import { textAt } from '../log-line.ts';
import type { ProcessKey } from '../view.ts';
import { NONE, type Past } from './past.ts';
import type { Told } from './told.ts';

/**
 * What `pid` was doing just before `until`, while somebody waited for its answer: busy, or waiting itself, and then
 * what that one was doing, and so on. The last of them is what to go on asking about; none when it is not known.
 */
export function doingOf(past: Past, pid: ProcessKey, until: number, request: number): Told[] {
  const told: Told[] = [];
  const asked = new Set<ProcessKey>([request === NONE ? 0 : past.pid(request)]);
  for (let who = pid; who !== 0; ) {
    const doing = lastDoing(past, who, until);
    if (doing === NONE) break;
    const next = isBlocked(past, doing) ? past.peer(doing) : 0;
    const isRing = asked.has(next) && next !== 0;
    told.push({ seq: doing, text: wordsOf(past, doing, isRing, who === pid ? request : NONE) });
    if (isRing) break;
    asked.add(who);
    who = next;
  }
  return told;
}

/** The newest of: a wait that lasts, work that lasts, the step before. */
function lastDoing(past: Past, pid: ProcessKey, until: number): number {
  for (let at = past.own(pid, until); at !== NONE; at = past.own(pid, at)) {
    switch (past.type(at)) {
      case EVENT.wait_started:
        return past.a(at) === WAIT.receive && past.peer(at) === 0 ? stepBefore(past, pid, at) : at;
      case EVENT.work_started:
        if (past.at(at) + past.a(at) * 1_000 >= past.at(until)) return at;
        break;
      case EVENT.suspended:
      case EVENT.received:
      case EVENT.called:
      case EVENT.spawned:
      case EVENT.exited:
        return at;
    }
  }
  return NONE;
}

/** A plain process that waits for whatever comes does nothing; what it did last is more telling. */
function stepBefore(past: Past, pid: ProcessKey, wait: number): number {
  const found = past.ownWhere(
    pid,
    wait,
    (at) => past.type(at) === EVENT.received,
    (at) => past.type(at) === EVENT.spawned,
  );
  return found === NONE ? wait : found;
}

const isBlocked = (past: Past, seq: number): boolean =>
  past.type(seq) === EVENT.wait_started && past.a(seq) !== WAIT.sleep;

function wordsOf(past: Past, doing: number, isRing: boolean, request: number): string {
  const text = textAt(past.buffer, doing).replace(/\.$/, '');
  const { names } = past.buffer;
  if (isRing) return `Meanwhile ${text}: they wait for each other.`;
  const isStep = past.type(doing) === EVENT.received || past.type(doing) === EVENT.called;
  if (!isStep) return `Meanwhile ${text}.`;
  return past.b(doing) === request && request !== NONE
    ? `${text}, and does not reply in time.`
    : `${text}; after that ${names.name(past.pid(doing))} does nothing more.`;
}

/** The message of the call that `wait` waits for; it stands right after, or before it. */
export function requestOf(past: Past, wait: number): number {
  const pid = past.pid(wait);
  const peer = past.peer(wait);
  for (let at = wait - REACH; at <= wait + REACH; at++) {
    if (past.type(at) !== EVENT.sent || past.pid(at) !== pid || past.peer(at) !== peer) continue;
    if (past.b(at) !== 0) return at;
  }
  return NONE;
}
const REACH = 2;

/** It was still in the mailbox of its receiver at `until`: nobody had taken it out. */
export function isUnread(past: Past, sent: number, until: number): boolean {
  const taken = past.ownWhere(
    past.peer(sent),
    until,
    (at) => past.type(at) === EVENT.received && past.b(at) === sent,
    (at) => at < sent,
  );
  return taken === NONE;
}
