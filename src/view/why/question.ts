import { EVENT } from '../../runtime/trace-event.ts';
import type { ProcessKey } from '../view.ts';
import { restartsBefore } from './asides.ts';
import { doingOf, requestOf } from './callee.ts';
import { NONE, type Past } from './past.ts';
import type { Told } from './told.ts';

export type WhyQuestion =
  /** Why did this happen? */
  | { readonly type: 'event'; readonly seq: number }
  /** Why is this process as it is? `end` is the moment on view: how many events are shown. */
  | { readonly type: 'process'; readonly pid: ProcessKey; readonly end: number }
  /** Why was this one of the restarts that stand in the window? `fromNewest` counts back: 0 is the newest. */
  | {
      readonly type: 'restart';
      readonly supervisor: ProcessKey;
      readonly fromNewest: number;
      readonly end: number;
    };

/** What the answer begins with; nothing when there is no such event, or it is no longer kept. */
export function questionTold(past: Past, question: WhyQuestion): readonly Told[] {
  switch (question.type) {
    case 'event':
      return past.has(question.seq) ? [{ seq: question.seq }] : [];
    case 'process':
      return deciding(past, question.pid, question.end);
    case 'restart': {
      const { supervisor, fromNewest, end } = question;
      const seq = restartsBefore(past, supervisor, end, fromNewest + 1)[fromNewest];
      return seq === undefined ? [] : [{ seq }];
    }
  }
}

/** Of one that waits for another's answer also what that one does. */
function deciding(past: Past, pid: ProcessKey, end: number): readonly Told[] {
  const seq = decidingEvent(past, pid, end);
  if (seq === NONE) return [];
  const isAsking = past.isWaitFor(seq, 'call') || past.isWaitFor(seq, 'start');
  return isAsking
    ? [{ seq }, ...doingOf(past, past.peer(seq), end, requestOf(past, seq))]
    : [{ seq }];
}

/** The newest that says most: its end; what it waits for or is busy with; its last decision; its start. */
function decidingEvent(past: Past, pid: ProcessKey, end: number): number {
  let waits = true;
  for (let at = past.own(pid, end); at !== NONE; at = past.own(pid, at)) {
    switch (past.type(at)) {
      case EVENT.exited:
      case EVENT.suspended:
      case EVENT.decided:
        return at;
      case EVENT.wait_started:
        if (waits) return at;
        break;
      case EVENT.work_started:
        if (past.at(at) + past.a(at) * 1_000 >= past.at(end - 1)) return at;
        break;
      case EVENT.received:
      case EVENT.wait_ended:
        if (!past.supervises(pid)) return startOf(past, pid, end);
        waits = false;
        break;
      case EVENT.called:
      case EVENT.spawned:
        return startOf(past, pid, end);
    }
  }
  return NONE;
}

/** That its supervisor has it up (again); else its birth. */
function startOf(past: Past, pid: ProcessKey, end: number): number {
  const born = past.buffer.names.spawnSeq(pid);
  const supervisor = past.buffer.names.supervisorOf(pid);
  const started =
    supervisor === 0
      ? NONE
      : past.ownWhere(
          supervisor,
          end,
          (at) => past.type(at) === EVENT.child_started && past.peer(at) === pid,
          (at) => at < born,
        );
  return started === NONE && past.has(born) ? born : started;
}
