import type { DecisionFacts } from '../runtime/trace-event.ts';
import { beatAt } from './beat-kind.ts';
import { lineAt } from './log-line.ts';
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
  for (let seq = Math.max(from, buffer.first); seq < to; seq++) {
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
  for (let seq = Math.max(from, buffer.first); seq < to; seq++) {
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
