import { MESSAGE } from '../runtime/trace-event.ts';
import { called, ready } from './fold-process.ts';
import type { ProcessKey } from './view.ts';
import type { ViewDraft } from './view-draft.ts';

/**
 * Messages, answers, exit signals, DOWNs and the messages of timers all count as mail: they stand in
 * one queue, in the order of sending.
 */
export function mailed(draft: ViewDraft, seq: number, to: ProcessKey): void {
  const receiver = draft.process(to);
  if (receiver !== undefined && receiver.status.type !== 'exited') receiver.mailbox++;
  draft.messages.sent(seq);
}

export function sent(
  draft: ViewDraft,
  seq: number,
  from: ProcessKey,
  to: ProcessKey,
  kind: number,
): void {
  // A start's acknowledgement is sent when init is over.
  if (kind === MESSAGE.ack) ready(draft, from);
  mailed(draft, seq, to);
}

export function received(
  draft: ViewDraft,
  pid: ProcessKey,
  callback: string,
  sentSeq: number,
): void {
  taken(draft, pid);
  called(draft, pid, callback);
  draft.messages.arrive(sentSeq, draft.at, false);
}

/** Nobody gets the message: there is nobody, or it comes too late. */
export function unreceived(draft: ViewDraft, to: ProcessKey, sentSeq: number): void {
  if (sentSeq < 0) return;
  taken(draft, to);
  draft.messages.arrive(sentSeq, draft.at, true);
}

/** The receiver has looked at an exit signal. A trapped one stays in the mailbox, as a message. */
export function signalReceived(
  draft: ViewDraft,
  pid: ProcessKey,
  outcome: number,
  sentSeq: number,
): void {
  if (outcome !== TRAPPED) taken(draft, pid);
  draft.messages.arrive(sentSeq, draft.at, false);
}
const TRAPPED = 1;

function taken(draft: ViewDraft, pid: ProcessKey): void {
  const receiver = draft.process(pid);
  if (receiver !== undefined && receiver.mailbox > 0) receiver.mailbox--;
}
