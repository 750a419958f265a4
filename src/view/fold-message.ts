import { EVENT, MESSAGE } from '../runtime/trace-event.ts';
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
  if (!isExitSignal(draft, sentSeq)) taken(draft, pid);
  called(draft, pid, callback);
  draft.messages.arrive(sentSeq, draft.at, false);
}

/** Nobody gets the message: there is nobody, or it comes too late. */
export function unreceived(draft: ViewDraft, to: ProcessKey, sentSeq: number): void {
  if (sentSeq < 0) return;
  taken(draft, to);
  draft.messages.arrive(sentSeq, draft.at, true);
}

/**
 * The receiver has looked at an exit signal. A trapped one is a message from now on, but no mail any
 * more: supervisors take such messages out of the mailbox without a word, and a count that only grows
 * would say something worse than one that leaves them out.
 */
export function signalReceived(draft: ViewDraft, pid: ProcessKey, sentSeq: number): void {
  taken(draft, pid);
  draft.messages.arrive(sentSeq, draft.at, false);
}

function isExitSignal({ buffer }: ViewDraft, seq: number): boolean {
  return buffer.has(seq) && buffer.types[buffer.place(seq)] === EVENT.exit_signal_sent;
}

function taken(draft: ViewDraft, pid: ProcessKey): void {
  const receiver = draft.process(pid);
  if (receiver !== undefined && receiver.mailbox > 0) receiver.mailbox--;
}
