import type { TraceBuffer } from '../view/trace-buffer.ts';
import type { Beat, CardPath, LogKind, LogLine, ProcessKey, View } from '../view/view.ts';

/** A beat in the trace. */
export interface BeatEvent {
  readonly seq: number;
  readonly beat: Beat;
  readonly line: LogLine;
  readonly pids: readonly ProcessKey[];
  readonly paths: readonly CardPath[];
}

/** The first beat among the events `from` to `to` (not included); null for none. */
export function nextBeat(
  buffer: TraceBuffer,
  _view: View,
  from: number,
  to: number,
): BeatEvent | null {
  for (let seq = from; seq < to; seq++) {
    const event = buffer.decode(seq);
    if (event === null) continue;
    const beat = BEAT_OF[event.type];
    if (beat === undefined || (beat === 'start' && event.b === 0)) continue;
    const line = lineOf(buffer, seq, 'beat');
    return { seq, beat, line, pids: [event.pid, event.peer].filter((pid) => pid > 0), paths: [] };
  }
  return null;
}

export function lineOf(buffer: TraceBuffer, seq: number, kind: LogKind): LogLine {
  const event = buffer.decode(seq);
  const text = `${event?.type ?? 'forgotten'} ${buffer.text(seq) ?? ''}`.trim();
  return { seq, at: event?.at ?? 0, pid: event?.pid ?? 0, kind, text };
}

const BEAT_OF: Readonly<Record<string, Beat>> = {
  crashed: 'throw',
  decided: 'decision',
  child_stopping: 'stop',
  child_started: 'start',
};
