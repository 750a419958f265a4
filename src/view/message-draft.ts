import type { SimTime } from '../base/sim-time.ts';
import { EVENT, MESSAGE_KINDS } from '../runtime/trace-event.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { MessageView, ProcessKey } from './view.ts';

/**
 * The messages of a view while a batch is folded into it: those that have arrived, as a queue, and
 * those under way, in the order of their `seq`. Both are bounded; the oldest leave.
 *
 * Of the tens of thousands a fast batch sends, few are left at its end. So only numbers are kept on
 * the way, and the rest is read from the trace for those that are.
 */
export class MessageDraft {
  private readonly base: readonly MessageView[];
  private readonly buffer: TraceBuffer;
  private isOpen = false;
  /** Those of the view before that had arrived are its first; `oldHead` is the first still kept. */
  private oldHead = 0;
  private oldEnd = 0;
  private readonly arrived: Arrival[] = [];
  private arrivedHead = 0;
  /** Under way, by `seq`, found by halving; beside it the message, if the view before had it. */
  private readonly pending: number[] = [];
  private readonly known: (MessageView | null | undefined)[] = [];
  private pendingHead = 0;
  private pendingCount = 0;

  constructor(base: readonly MessageView[], buffer: TraceBuffer) {
    this.base = base;
    this.buffer = buffer;
  }

  sent(seq: number): void {
    if (!this.isOpen) this.open();
    this.pending.push(seq);
    this.known.push(null);
    this.pendingCount++;
    if (this.pendingCount > PENDING_MAX) this.forgetOldest();
  }

  arrive(seq: number, at: SimTime, lost: boolean): void {
    if (!this.isOpen) this.open();
    const place = this.placeOf(seq);
    if (this.pending[place] !== seq) return;
    const known = this.known[place];
    if (known === GONE) return;
    this.known[place] = GONE;
    this.pendingCount--;
    this.arrived.push({ seq, at, lost, known: known ?? null });
    if (this.arrivedCount <= ARRIVED_MAX) return;
    if (this.oldHead < this.oldEnd) this.oldHead++;
    else this.arrivedHead++;
  }

  /** The receiver is dead: its mail is lost with it. */
  lose(to: ProcessKey, at: SimTime): void {
    if (!this.isOpen) this.open();
    const { peers } = this.buffer;
    for (let place = this.pendingHead; place < this.pending.length; place++) {
      const known = this.known[place];
      if (known === GONE) continue;
      const seq = this.pending[place] as number;
      const receiver = known?.to ?? peers[this.buffer.place(seq)];
      if (receiver === to) this.arrive(seq, at, true);
    }
  }

  finish(): readonly MessageView[] {
    if (!this.isOpen) return this.base;
    const messages = this.base.slice(this.oldHead, this.oldEnd);
    for (let place = this.arrivedHead; place < this.arrived.length; place++) {
      const { seq, at, lost, known } = this.arrived[place] as Arrival;
      messages.push(known === null ? this.read(seq, at, lost) : { ...known, receivedAt: at, lost });
    }
    for (let place = this.pendingHead; place < this.pending.length; place++) {
      const known = this.known[place];
      if (known !== GONE)
        messages.push(known ?? this.read(this.pending[place] as number, null, false));
    }
    return messages;
  }

  private get arrivedCount(): number {
    return this.oldEnd - this.oldHead + this.arrived.length - this.arrivedHead;
  }

  private read(seq: number, receivedAt: SimTime | null, lost: boolean): MessageView {
    const { buffer } = this;
    const place = buffer.place(seq);
    return {
      seq,
      from: buffer.pids[place] as ProcessKey,
      to: buffer.peers[place] as ProcessKey,
      kind: kindOf(buffer.types[place] as number, buffer.as[place] as number),
      sentAt: buffer.ats[place] as SimTime,
      receivedAt,
      lost,
    };
  }

  private forgetOldest(): void {
    while (this.known[this.pendingHead] === GONE) this.pendingHead++;
    this.pendingHead++;
    this.pendingCount--;
  }

  /** Where `seq` stands, or would. */
  private placeOf(seq: number): number {
    const { pending } = this;
    let low = this.pendingHead;
    let high = pending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((pending[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private open(): void {
    this.isOpen = true;
    const { base } = this;
    while (this.oldEnd < base.length && base[this.oldEnd]?.receivedAt !== null) this.oldEnd++;
    for (let place = this.oldEnd; place < base.length; place++) {
      const message = base[place] as MessageView;
      this.pending.push(message.seq);
      this.known.push(message);
    }
    this.pendingCount = this.pending.length;
  }
}

interface Arrival {
  readonly seq: number;
  readonly at: SimTime;
  readonly lost: boolean;
  readonly known: MessageView | null;
}

/** Stands for a message that is under way no more. */
const GONE = undefined;

/** What an event puts into a mailbox. */
function kindOf(type: number, a: number): MessageView['kind'] {
  switch (type) {
    case EVENT.exit_signal_sent:
      return 'exit_signal';
    case EVENT.down_sent:
      return 'down';
    case EVENT.timer_fired:
      return 'timeout';
    default:
      return MESSAGE_KINDS[a] ?? 'info';
  }
}

/** How long the arrived are to be seen depends on the speed, which the canvas knows; so they go by number alone. */
const ARRIVED_MAX = 1_024;
const PENDING_MAX = 4_096;
