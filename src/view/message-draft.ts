import type { SimTime } from '../base/sim-time.ts';
import type { MessageView, ProcessKey } from './view.ts';

/**
 * The messages of a view while a batch is folded into it: those that have arrived, as a queue, and
 * those under way, by `seq`. Both are bounded; the oldest leave.
 */
export class MessageDraft {
  private readonly base: readonly MessageView[];
  private arrived: MessageView[] | null = null;
  /** Index of the oldest that is still in `arrived`. */
  private head = 0;
  /** A Map iterates in the order of insertion, which is the order of sending. */
  private pending: Map<number, MessageView> | null = null;

  constructor(base: readonly MessageView[]) {
    this.base = base;
  }

  sent(message: MessageView): void {
    const pending = this.open();
    pending.set(message.seq, message);
    if (pending.size > PENDING_MAX) pending.delete(pending.keys().next().value as number);
  }

  /** The receiver is dead: its mail is lost with it. */
  lose(to: ProcessKey, at: SimTime): void {
    for (const message of this.open().values()) {
      if (message.to === to) this.arrive(message.seq, at, true);
    }
  }

  arrive(seq: number, at: SimTime, lost: boolean): void {
    const pending = this.open();
    const message = pending.get(seq);
    if (message === undefined) return;
    pending.delete(seq);
    const arrived = this.arrived as MessageView[];
    arrived.push({ ...message, receivedAt: at, lost });
    if (arrived.length - this.head > ARRIVED_MAX) this.head++;
  }

  finish(): readonly MessageView[] {
    if (this.pending === null || this.arrived === null) return this.base;
    return [...this.arrived.slice(this.head), ...this.pending.values()];
  }

  private open(): Map<number, MessageView> {
    if (this.pending !== null) return this.pending;
    this.pending = new Map();
    this.arrived = [];
    for (const message of this.base) {
      if (message.receivedAt === null) this.pending.set(message.seq, message);
      else this.arrived.push(message);
    }
    return this.pending;
  }
}

/** How long the arrived are to be seen depends on the speed, which the canvas knows; so they go by number alone. */
const ARRIVED_MAX = 1_024;
const PENDING_MAX = 4_096;
