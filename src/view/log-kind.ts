import { EVENT, EVENT_TYPES, type EventType } from '../runtime/trace-event.ts';
import { beatAt } from './beat-kind.ts';
import { isAbnormal } from './reason.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { LogKind } from './view.ts';

/** Under which kind the line of an event is filtered. Beats, and what belongs to one, are `beat`. */
export function kindAt(buffer: TraceBuffer, seq: number): LogKind {
  const type = buffer.types[buffer.place(seq)] as number;
  return isTold(buffer, seq, type) ? 'beat' : (KINDS[type] as LogKind);
}

function isTold(buffer: TraceBuffer, seq: number, type: number): boolean {
  switch (type) {
    case EVENT.crashed:
    case EVENT.child_stopping:
    case EVENT.child_stopped:
    case EVENT.child_start_failed:
      return true;
    case EVENT.exit_signal_sent:
    case EVENT.decided:
    case EVENT.child_started:
      return beatAt(buffer, seq) !== null;
    case EVENT.exited: {
      const reason = buffer.text(seq);
      return reason !== undefined && isAbnormal(reason);
    }
    default:
      return false;
  }
}

const KIND: Readonly<Record<EventType, LogKind>> = {
  spawned: 'process',
  registered: 'process',
  unregistered: 'process',
  linked: 'process',
  unlinked: 'process',
  monitored: 'process',
  demonitored: 'process',
  sent: 'message',
  received: 'message',
  called: 'process',
  state_changed: 'state',
  crashed: 'beat',
  exit_signal_sent: 'message',
  exit_signal_received: 'message',
  exited: 'process',
  down_sent: 'message',
  timer_started: 'timer',
  timer_fired: 'timer',
  timer_cancelled: 'timer',
  wait_started: 'process',
  wait_ended: 'process',
  work_started: 'process',
  dropped: 'message',
  supervisor_started: 'process',
  child_added: 'process',
  child_removed: 'process',
  child_started: 'process',
  child_start_failed: 'beat',
  decided: 'process',
  child_stopping: 'beat',
  child_stopped: 'beat',
  reported: 'report',
  handler_added: 'change',
  handler_removed: 'change',
  command_applied: 'command',
  command_answered: 'command',
  suspended: 'change',
  resumed: 'change',
  entered_loop: 'process',
  transitioned: 'change',
  postponed: 'change',
};

const KINDS: readonly LogKind[] = EVENT_TYPES.map((type) => KIND[type]);
