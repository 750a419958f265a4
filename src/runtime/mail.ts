import { MAILBOX_MAX, type Node } from './node.ts';
import {
  AWAITING,
  enqueue,
  Message,
  NO_OUTCOME,
  type Process,
  REPLIED,
  SLEEPING,
  takeOut,
} from './process.ts';
import { type From, type Pid, Ref, type Term } from './term.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/** Messages, and the answers of those who were asked. */
export class Mail {
  private readonly node: Node;

  constructor(node: Node) {
    this.node = node;
  }

  /** Puts a message into the target's queue, at once: delivery within a node takes no time, having one's turn does. */
  send(sender: Process | null, target: Process, kind: number, ref: number, body: Term): void {
    const seq = this.node.trace.write(
      this.node.now,
      EVENT.sent,
      sender === null ? 0 : sender.pid.id,
      target.pid.id,
      kind,
      ref,
      body,
    );
    this.deliver(target, new Message(kind, sender === null ? null : sender.pid, ref, body, seq));
  }

  deliver(target: Process, message: Message): void {
    enqueue(target, message);
    if (
      !target.scheduled &&
      target !== this.node.current &&
      target.wait !== AWAITING &&
      target.wait !== SLEEPING
    )
      this.node.turns.schedule(target);
    if (target.queued > MAILBOX_MAX) this.node.exits.send(null, target, 'system_limit', true);
  }

  /** Answers whoever awaits `ref`; an answer nobody waits for any more is dropped (OTP: through an alias). */
  answer(sender: Process | null, to: Pid, ref: number, kind: number, value: Term): void {
    const from = sender === null ? 0 : sender.pid.id;
    const seq = this.node.trace.write(this.node.now, EVENT.sent, from, to.id, kind, ref, value);
    const target = this.node.find(to);
    if (
      target === null ||
      target.wait !== AWAITING ||
      target.awaitRef !== ref ||
      target.outcome !== NO_OUTCOME
    ) {
      if (target?.watching?.has(ref) === true) return this.respond(target, sender, ref, value, seq);
      this.node.trace.write(
        this.node.now,
        EVENT.dropped,
        from,
        to.id,
        target === null ? 0 : 1,
        seq,
        value,
      );
      return;
    }
    this.node.waits.leaveAwaiters(target);
    target.outcome = REPLIED;
    target.outcomeValue = value;
    target.outcomeSeq = seq;
    if (target !== this.node.current) this.node.turns.schedule(target);
  }

  /** The answer to a request that isn't waited for: its ref is a monitor, which ends with it (OTP: an alias of the kind `demonitor`). */
  private respond(
    target: Process,
    sender: Process | null,
    ref: number,
    reply: Term,
    seq: number,
  ): void {
    this.node.ties.demonitor(target, ref);
    const body = Object.freeze({ type: 'reply', ref: new Ref(this.node.name, ref), reply });
    this.deliver(target, new Message(MESSAGE.reply, sender?.pid ?? null, ref, body, seq));
  }

  reply(sender: Process | null, from: From, value: Term): void {
    this.answer(sender, from.pid, from.ref, MESSAGE.reply, value);
  }

  /** Takes a message out of the mailbox that nobody will handle: as a receive that looks for just this one. */
  discard(process: Process, before: Message | null, message: Message): void {
    takeOut(process, before, message);
    const sender = message.sender?.id ?? 0;
    this.node.trace.write(
      this.node.now,
      EVENT.received,
      process.pid.id,
      sender,
      0,
      message.seq,
      message.body,
    );
  }
}
