import { MESSAGE_KINDS } from '../runtime/trace-event.ts';
import { called, ready } from './fold-process.ts';
import type { MessageView, ProcessKey } from './view.ts';
import type { ViewDraft } from './view-draft.ts';

/** Messages, exit signals and answers all count as mail: they stand in one queue, in the order of sending. */
export function sent(
  draft: ViewDraft,
  seq: number,
  from: ProcessKey,
  to: ProcessKey,
  kind: MessageView['kind'],
): void {
  const receiver = draft.process(to);
  if (receiver !== undefined && receiver.status.type !== 'exited') receiver.mailbox++;
  // A start's acknowledgement is sent when init is over.
  if (kind === 'ack') ready(draft, from);
  draft.messages.sent({ seq, from, to, kind, sentAt: draft.at, receivedAt: null, lost: false });
}

export const messageKind = (number: number): MessageView['kind'] => MESSAGE_KINDS[number] ?? 'info';

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

/** A trapped exit signal has arrived, but stays in the mailbox as a message. */
export function signalReceived(
  draft: ViewDraft,
  pid: ProcessKey,
  effect: number,
  sentSeq: number,
): void {
  if (effect !== TRAPPED) taken(draft, pid);
  draft.messages.arrive(sentSeq, draft.at, false);
}

function taken(draft: ViewDraft, pid: ProcessKey): void {
  const receiver = draft.process(pid);
  if (receiver !== undefined && receiver.mailbox > 0) receiver.mailbox--;
}

const TRAPPED = 1;
