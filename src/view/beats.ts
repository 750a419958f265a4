import { formatTerm } from '../runtime/format-term.ts';
import { DECISIONS, type DecisionFacts, EVENT } from '../runtime/trace-event.ts';
import { lineAt } from './log-line.ts';
import { isAbnormal } from './reason.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { Beat, CardPath, LogLine, ProcessKey } from './view.ts';

/** One moment of a crash's story, with what the canvas lights up. */
export interface BeatEvent {
  readonly seq: number;
  readonly beat: Beat;
  readonly line: LogLine;
  /** Whom it is about: first who acts, then whom it concerns. */
  readonly pids: readonly ProcessKey[];
  /** The cards it is about; of a decision, those of the children it affects. */
  readonly paths: readonly CardPath[];
}

/** The first beat among the events `from` to `to` (not included); null for none. */
export function nextBeat(buffer: TraceBuffer, from: number, to: number): BeatEvent | null {
  const { types } = buffer;
  for (let seq = Math.max(from, buffer.first); seq < to; seq++) {
    if (MAY_BE_BEAT[types[buffer.place(seq)] as number] !== 1) continue;
    const beat = beatAt(buffer, seq);
    if (beat !== null) return tell(buffer, seq, beat);
  }
  return null;
}

/** How many beats of each kind there are: what is told of them when they pass too fast to be seen. */
export function countBeats(
  buffer: TraceBuffer,
  from: number,
  to: number,
): Readonly<Record<Beat, number>> {
  const counts = { throw: 0, exit_signal: 0, decision: 0, stop: 0, start: 0, give_up: 0 };
  const { types } = buffer;
  for (let seq = Math.max(from, buffer.first); seq < to; seq++) {
    if (MAY_BE_BEAT[types[buffer.place(seq)] as number] !== 1) continue;
    const beat = beatAt(buffer, seq);
    if (beat !== null) counts[beat]++;
  }
  return counts;
}

/** "12 crashes, 12 restarts": a stretch of the story in a few words; '' when nothing happened in it. */
export function sayCounts(counts: Readonly<Record<Beat, number>>): string {
  const parts: string[] = [];
  const say = (count: number, one: string, many: string) => {
    if (count > 0) parts.push(count === 1 ? one : `${count} ${many}`);
  };
  say(counts.throw, '1 crash', 'crashes');
  say(counts.start, '1 restart', 'restarts');
  say(counts.stop, '1 child stopped', 'children stopped');
  say(counts.give_up, 'a supervisor gives up', 'supervisors give up');
  return parts.join(', ');
}

/** Which beat an event is; null for an event that is none. */
export function beatAt(buffer: TraceBuffer, seq: number): Beat | null {
  const place = buffer.place(seq);
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

function tell(buffer: TraceBuffer, seq: number, beat: Beat): BeatEvent {
  const place = buffer.place(seq);
  const pid = buffer.pids[place] as ProcessKey;
  const peer = buffer.peers[place] as ProcessKey;
  const pids = [pid, peer].filter((one) => one > 0);
  return {
    seq,
    beat,
    line: lineAt(buffer, seq),
    pids,
    paths: pathsOf(buffer, seq, beat, pid, peer),
  };
}

function pathsOf(
  buffer: TraceBuffer,
  seq: number,
  beat: Beat,
  pid: ProcessKey,
  peer: ProcessKey,
): CardPath[] {
  const { names } = buffer;
  const child = () => buffer.string(buffer.as[buffer.place(seq)] as number);
  switch (beat) {
    case 'throw':
      return [names.path(pid)];
    case 'exit_signal':
      return [pid, peer].filter((one) => one > 0).map((one) => names.path(one));
    case 'stop':
    case 'start':
      return [names.childPath(pid, child(), peer)];
    case 'decision':
    case 'give_up': {
      const { stop, start } = buffer.fact(seq) as DecisionFacts;
      const affected = new Set([child(), ...stop, ...start]);
      return [...affected].map((id) => names.childPath(pid, id, peer));
    }
  }
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
