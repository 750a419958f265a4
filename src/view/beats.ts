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
