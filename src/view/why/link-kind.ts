import { EVENT_TYPES, type EventType } from '../../runtime/trace-event.ts';
import type { Past } from './past.ts';

/** What a link is of: its shape and word. */
export const LINK_KINDS = [
  'crash',
  'end',
  'signal',
  'decision',
  'stop',
  'start',
  'message',
  'callback',
  'timer',
  'wait',
  'lost',
  'command',
  'other',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

const KIND: Readonly<Partial<Record<EventType, LinkKind>>> = {
  spawned: 'start',
  sent: 'message',
  received: 'callback',
  called: 'callback',
  crashed: 'crash',
  exit_signal_sent: 'signal',
  exit_signal_received: 'signal',
  exited: 'end',
  down_sent: 'signal',
  timer_started: 'timer',
  timer_fired: 'timer',
  timer_cancelled: 'timer',
  wait_started: 'wait',
  wait_ended: 'wait',
  work_started: 'callback',
  dropped: 'lost',
  supervisor_started: 'start',
  child_started: 'start',
  child_start_failed: 'crash',
  decided: 'decision',
  child_stopping: 'stop',
  child_stopped: 'stop',
  command_applied: 'command',
  command_answered: 'command',
};

const KINDS: readonly LinkKind[] = EVENT_TYPES.map((type) => KIND[type] ?? 'other');

export const linkKind = (past: Past, seq: number): LinkKind => KINDS[past.type(seq)] ?? 'other';
