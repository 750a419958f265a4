import { EVENT } from '../../runtime/trace-event.ts';
import { isShell } from '../paths.ts';
import type { ProcessKey } from '../view.ts';
import { BY_SIGNAL, DIED, FATAL, NONE, type Past, RAISED, TIMED_OUT } from './past.ts';

/**
 * What made `pid` do what it did at `seq`: the newest event before it that began a step of its own accord. Answers
 * to what it asked itself are passed over, for the callback that asked goes on; of a supervisor also the starts and
 * ends of children that it waited for, for these belong to what it decided.
 */
export function triggerOf(past: Past, pid: ProcessKey, seq: number): number {
  const found = past.ownWhere(pid, seq, (at) => isTrigger(past, pid, at));
  return past.type(found) === EVENT.spawned ? birthOf(past, found) : found;
}

/** As `triggerOf`, with answers: what a callback raised may stand in the answer. */
export function triggerOfCrash(past: Past, pid: ProcessKey, seq: number): number {
  const isOne = (at: number) =>
    isTrigger(past, pid, at) || (past.type(at) === EVENT.received && !past.supervises(pid));
  const found = past.ownWhere(pid, seq, isOne);
  return past.type(found) === EVENT.spawned ? birthOf(past, found) : found;
}

function isTrigger(past: Past, pid: ProcessKey, seq: number): boolean {
  switch (past.type(seq)) {
    case EVENT.spawned:
    case EVENT.decided:
    case EVENT.crashed:
      return true;
    case EVENT.received:
      return !past.isAnswer(seq) && !(past.supervises(pid) && past.word(seq) === '');
    case EVENT.called:
      return !past.isPlain(pid);
    case EVENT.wait_ended:
      return isNews(past, pid, seq);
    default:
      return false;
  }
}

/** The end of a wait that the process did not wait for: time is up, or the other died. Or it has slept enough. */
function isNews(past: Past, pid: ProcessKey, seq: number): boolean {
  if (!past.supervises(pid)) return true;
  return past.a(seq) === TIMED_OUT || (past.a(seq) !== DIED && past.peer(seq) === 0);
}

/** Of the process that makes a call from outside: the command. The birth of any other process is what it is. */
function birthOf(past: Past, spawned: number): number {
  const isOutside = isShell(past.peer(spawned), past.buffer.string(past.b(spawned)));
  return isOutside ? commandBefore(past, spawned) : spawned;
}

/** The command that did what comes from outside at `seq`: it stands right before it. */
export function commandBefore(past: Past, seq: number): number {
  for (let at = seq - 1; at >= seq - COMMAND_REACH; at--) {
    if (past.type(at) === EVENT.command_applied) return at;
  }
  return NONE;
}
const COMMAND_REACH = 4;

/** The newest `exited` of `pid` before `seq`. */
export function exitOf(past: Past, pid: ProcessKey, seq: number): number {
  return past.ownWhere(
    pid,
    seq,
    (at) => past.type(at) === EVENT.exited,
    (at) => past.type(at) === EVENT.spawned,
  );
}

/** How the death of `pid` is told: by what ended it, where that says all, else by its end. */
export function deathOf(past: Past, pid: ProcessKey, seq: number): number {
  const exited = exitOf(past, pid, seq);
  if (exited === NONE) return NONE;
  const why = causeOfExit(past, exited);
  switch (past.type(why)) {
    case EVENT.crashed:
    case EVENT.exit_signal_received:
    case EVENT.decided:
      return why;
    default:
      return exited;
  }
}

/** What ended the process: an exit signal, a callback that raised, a start that failed, or what it stopped at. */
export function causeOfExit(past: Past, exited: number): number {
  const pid = past.pid(exited);
  const how = past.a(exited);
  // A behaviour's process terminates first; what it takes out of its mailbox meanwhile has ended nothing.
  let isBefore = past.isPlain(pid) || how === BY_SIGNAL;
  for (let at = past.own(pid, exited); at !== NONE; at = past.own(pid, at)) {
    const type = past.type(at);
    if (how === BY_SIGNAL && type === EVENT.exit_signal_received && past.a(at) === FATAL) return at;
    if (how === RAISED && type === EVENT.crashed) return at;
    if (how === RAISED && isFailedFirstStart(past, at)) return at;
    if (past.isTerminate(at)) isBefore = true;
    else if (past.isInit(at) || type === EVENT.spawned) return triggerOf(past, pid, at + 1);
    else if (isBefore && isTrigger(past, pid, at)) return at;
  }
  return NONE;
}

/** Of a supervisor whose init can't start a child: it ends by that. */
const isFailedFirstStart = (past: Past, seq: number): boolean =>
  past.type(seq) === EVENT.child_start_failed && past.b(seq) === 0;
