import { formatTerm } from '../runtime/format-term.ts';
import { DECISIONS, type DecisionFacts, EVENT } from '../runtime/trace-event.ts';
import { isAbnormal } from './reason.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { Beat, ProcessKey } from './view.ts';

/** Which beat an event is; null for an event that is none. */
export function beatAt(buffer: TraceBuffer, seq: number): Beat | null {
  const place = buffer.place(seq);
  if (MAY_BE_BEAT[buffer.types[place] as number] !== 1) return null;
  const b = buffer.bs[place] as number;
  switch (buffer.types[place]) {
    case EVENT.crashed:
      return 'throw';
    case EVENT.exit_signal_sent:
      return isSignalOfStory(buffer, seq) ? 'exit_signal' : null;
    case EVENT.decided:
      return decisionBeat(buffer, seq, b);
    case EVENT.child_stopping:
      return 'stop';
    case EVENT.child_started:
      return b === 1 && buffer.peers[place] !== 0 ? 'start' : null;
    case EVENT.child_start_failed:
      return 'start';
    default:
      return null;
  }
}

/**
 * Exit signals that carry a crash on: abnormal ones, and the `shutdown` by which a supervisor that gave
 * up tells its own. Not those that go along with an ordered stop: there the stop is the beat.
 */
function isSignalOfStory(buffer: TraceBuffer, seq: number): boolean {
  const place = buffer.place(seq);
  const { names } = buffer;
  const pid = buffer.pids[place] as ProcessKey;
  const peer = buffer.peers[place] as ProcessKey;
  if (pid !== 0 && names.supervisorOf(peer) === pid) return false;
  if (names.wasToldToStop(pid)) return false;
  const byLink = buffer.as[place] === 0;
  if (byLink && names.supervises(pid) && names.supervisorOf(pid) === peer) return true;
  const reason = buffer.text(seq);
  return reason !== undefined && isAbnormal(reason);
}

/** A child that ended as it should and is left alone is no story. */
function decisionBeat(buffer: TraceBuffer, seq: number, decision: number): Beat | null {
  if (DECISIONS[decision] === 'give_up') return 'give_up';
  if (DECISIONS[decision] !== 'leave') return 'decision';
  const facts = buffer.fact(seq) as DecisionFacts | undefined;
  return facts !== undefined && isAbnormal(formatTerm(facts.reason)) ? 'decision' : null;
}

const MAY_BE_BEAT = new Uint8Array(256);
for (const type of [
  EVENT.crashed,
  EVENT.exit_signal_sent,
  EVENT.decided,
  EVENT.child_stopping,
  EVENT.child_started,
  EVENT.child_start_failed,
]) {
  MAY_BE_BEAT[type] = 1;
}
