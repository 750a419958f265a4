import { DECISIONS, type DecisionFacts, EVENT } from '../../runtime/trace-event.ts';
import { textAt } from '../log-line.ts';
import type { ProcessKey } from '../view.ts';
import { isUnread, requestOf } from './callee.ts';
import { NONE, type Past, TIMED_OUT } from './past.ts';
import type { Told } from './told.ts';

/** What belongs to an event without being its cause. */
export function asidesOf(past: Past, seq: number): Told[] {
  switch (past.type(seq)) {
    case EVENT.decided:
      return DECISIONS[past.b(seq)] === 'give_up' ? restartsInWindow(past, seq) : [];
    case EVENT.wait_ended:
      return past.a(seq) === TIMED_OUT ? unanswered(past, seq) : [];
    case EVENT.dropped:
      return past.has(past.b(seq)) ? [{ seq: past.b(seq) }] : [];
    default:
      return [];
  }
}

/** The restarts that stood in the window when the supervisor gave up, without the one it did not make any more. */
function restartsInWindow(past: Past, gaveUp: number): Told[] {
  const facts = past.buffer.fact(gaveUp) as DecisionFacts | undefined;
  return restartsBefore(past, past.pid(gaveUp), gaveUp, (facts?.count ?? 1) - 1).map((seq) => ({
    seq,
  }));
}

/** The newest decisions of `supervisor` before `seq` that count against its intensity, newest first. */
export function restartsBefore(
  past: Past,
  supervisor: ProcessKey,
  seq: number,
  most: number,
): number[] {
  const found: number[] = [];
  const counts = (at: number) => past.type(at) === EVENT.decided && COUNTS.has(past.b(at));
  for (let at = seq; found.length < most; ) {
    at = past.ownWhere(supervisor, at, counts);
    if (at === NONE) break;
    found.push(at);
  }
  return found;
}

const COUNTS: ReadonlySet<number> = new Set(
  ['restart', 'retry', 'give_up'].map((decision) => DECISIONS.indexOf(decision as never)),
);

/** The call whose time was over, and whether anybody had looked at it by then. */
function unanswered(past: Past, ended: number): Told[] {
  const wait = past.waitOf(ended);
  const request = wait === NONE ? NONE : requestOf(past, wait);
  if (request === NONE) return [];
  if (!isUnread(past, request, ended)) return [{ seq: request }];
  const whom = past.buffer.names.name(past.peer(request));
  return [
    {
      seq: request,
      text: `${textAt(past.buffer, request)} It still stands in the mailbox of ${whom}.`,
    },
  ];
}
