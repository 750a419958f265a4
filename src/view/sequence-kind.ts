import { EVENT, MESSAGE, MESSAGE_KINDS, WAIT } from '../runtime/trace-event.ts';
import { YOU } from './paths.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { MessageView, ProcessKey } from './view.ts';

/** By what the rows of a sequence diagram are chosen. */
export const ROW_KINDS = ['call', 'cast', 'info', 'signal', 'timer', 'life', 'state'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** How an event takes part in a sequence diagram. */
const ROLES = ['none', 'send', 'arrive', 'mark', 'wait'] as const;
export type Role = (typeof ROLES)[number];

/** Role of each type of event, as a number. Those of `none` are passed over. */
export const ROLE = new Uint8Array(256);
const role = (name: Role, ...types: readonly number[]) => {
  for (const type of types) ROLE[type] = ROLES.indexOf(name);
};
role('send', EVENT.sent, EVENT.exit_signal_sent, EVENT.down_sent, EVENT.timer_fired);
role('arrive', EVENT.received, EVENT.exit_signal_received, EVENT.dropped);
role('mark', EVENT.spawned, EVENT.crashed, EVENT.exited, EVENT.decided, EVENT.wait_ended);
role('mark', EVENT.command_applied, EVENT.state_changed, EVENT.transitioned);
role('wait', EVENT.wait_started, EVENT.work_started);

export const isRole = (type: number, name: Role): boolean => ROLES[ROLE[type] as number] === name;

/** Of which kind a row of this event is; null for an event that makes no row by itself. */
export function rowKindAt(buffer: TraceBuffer, seq: number): RowKind | null {
  const place = buffer.place(seq);
  switch (buffer.types[place]) {
    case EVENT.sent:
      return KIND_OF_MESSAGE[buffer.as[place] as number] ?? 'info';
    case EVENT.exit_signal_sent:
    case EVENT.down_sent:
      return 'signal';
    case EVENT.timer_fired:
      return 'timer';
    case EVENT.wait_ended:
      return buffer.as[place] === WOKE ? null : 'call';
    case EVENT.spawned:
    case EVENT.crashed:
    case EVENT.exited:
    case EVENT.decided:
    case EVENT.command_applied:
      return 'life';
    case EVENT.state_changed:
    case EVENT.transitioned:
      return 'state';
    default:
      return null;
  }
}

/** Which sign a message bears, as on the canvas. */
export function messageKindAt(buffer: TraceBuffer, seq: number): MessageView['kind'] {
  const place = buffer.place(seq);
  switch (buffer.types[place]) {
    case EVENT.exit_signal_sent:
      return 'exit_signal';
    case EVENT.down_sent:
      return 'down';
    case EVENT.timer_fired:
      return 'timeout';
    default:
      return MESSAGE_KINDS[buffer.as[place] as number] ?? 'info';
  }
}

/** At whose line the event stands: what a timer sends, and what is lost, at the receiver's. */
export function standsAt(buffer: TraceBuffer, seq: number): ProcessKey {
  const place = buffer.place(seq);
  const peer = buffer.peers[place] as ProcessKey;
  const type = buffer.types[place];
  const isAtPeer = type === EVENT.timer_fired || (type === EVENT.dropped && peer !== 0);
  return isAtPeer ? peer : (buffer.pids[place] as ProcessKey);
}

/** The first sight of what changes the course: after it, repetition is told anew. */
export function isTurn(buffer: TraceBuffer, seq: number): boolean {
  switch (buffer.types[buffer.place(seq)]) {
    case EVENT.spawned:
    case EVENT.crashed:
    case EVENT.exited:
    case EVENT.decided:
    case EVENT.command_applied:
    case EVENT.wait_ended:
      return true;
    default:
      return false;
  }
}

/** In which a process is held up, and its bar is hollow. */
export const isHeldUp = (wait: number): boolean =>
  wait === WAIT.call || wait === WAIT.start || wait === WAIT.stop;

export const isYou = (path: string): boolean => path === YOU;

const WOKE = 2;

const KIND_OF_MESSAGE: Readonly<Record<number, RowKind>> = {
  [MESSAGE.call]: 'call',
  [MESSAGE.reply]: 'call',
  [MESSAGE.sync_notify]: 'call',
  [MESSAGE.cast]: 'cast',
  [MESSAGE.notify]: 'cast',
  [MESSAGE.ack]: 'life',
  [MESSAGE.timeout]: 'timer',
  [MESSAGE.exit]: 'signal',
  [MESSAGE.down]: 'signal',
};
