import { EVENT_TYPES, type EventType } from '../runtime/trace-event.ts';
import { beatAt } from './beat-kind.ts';
import * as change from './log-change.ts';
import { kindAt } from './log-kind.ts';
import * as message from './log-message.ts';
import * as process from './log-process.ts';
import * as supervisor from './log-supervisor.ts';
import { Line } from './log-words.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { LogLine } from './view.ts';

/**
 * The line that tells an event: plain English, present tense, OTP's words. It is made from the columns,
 * the facts and the texts as they are now; where a text has not come yet it says `…`.
 */
export function lineAt(buffer: TraceBuffer, seq: number): LogLine {
  const place = buffer.place(seq);
  return {
    seq,
    at: buffer.ats[place] as number,
    pid: buffer.pids[place] as number,
    kind: kindAt(buffer, seq),
    beat: beatAt(buffer, seq),
    text: textAt(buffer, seq),
  };
}

/** The text of a line alone. Events that were dropped have none. */
export function textAt(buffer: TraceBuffer, seq: number): string {
  if (!buffer.has(seq)) return '';
  const type = EVENT_TYPES[buffer.types[buffer.place(seq)] as number] as EventType;
  return SAY[type](new Line(buffer, seq));
}

/** What each event is told as; a missing one does not compile. */
const SAY: Readonly<Record<EventType, (line: Line) => string>> = {
  ...process.SAY,
  ...change.SAY,
  ...message.SAY,
  ...supervisor.SAY,
};
