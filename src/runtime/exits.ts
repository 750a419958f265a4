import { isOrderly } from './exit-reason.ts';
import type { Node } from './node.ts';
import {
  ALIAS_SIGNAL,
  DIED,
  DOWN_SIGNAL,
  EXIT_SIGNAL,
  enqueue,
  Message,
  NO_OUTCOME,
  type Process,
  removeLink,
  takeOut,
} from './process.ts';
import type { Pid, Term } from './term.ts';
import { BEAT, CRASH } from './trace.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/** What becomes of a signal that is taken in, besides the kind of the message it is from then on. */
const IGNORED = -1;
const ENDS = -2;

/** Exit signals, and the end of processes. */
export class Exits {
  private readonly node: Node;
  /** Set by whoever must know of ends, such as those who await a command's result. */
  onExit: ((process: Process, reason: Term) => void) | null = null;

  constructor(node: Node) {
    this.node = node;
  }

  /** `exit(Target, Reason)` (`byExit2`), or the signal of a broken link. Takes effect when the target has its turn. */
  send(sender: Process | null, target: Process, reason: Term, byExit2: boolean): void {
    const seq = this.node.trace.write(
      this.node.now,
      EVENT.exit_signal_sent,
      sender === null ? 0 : sender.pid.id,
      target.pid.id,
      byExit2 ? 1 : 0,
      0,
      reason,
    );
    enqueue(
      target,
      new Message(EXIT_SIGNAL, sender === null ? null : sender.pid, byExit2 ? 1 : 0, reason, seq),
    );
    target.signals++;
    if (target !== this.node.current) this.node.turns.scheduleForSignal(target);
  }

  /** An EXIT message, without a signal: what `link` to a dead process gives. */
  deliver(process: Process, from: Pid, reason: Term): void {
    const seq = this.node.trace.write(
      this.node.now,
      EVENT.exit_signal_sent,
      from.id,
      process.pid.id,
      0,
      0,
      reason,
    );
    this.node.mail.deliver(
      process,
      new Message(MESSAGE.exit, from, 0, Object.freeze({ type: 'EXIT', from, reason }), seq),
    );
  }

  /** The process that has this pid, once it has taken in what was sent to it so far: signals between two processes keep their order. */
  settled(pid: Pid): Process | null {
    const process = this.node.find(pid);
    if (process === null || process.signals === 0) return process;
    this.takeSignals(process);
    return process.alive && process.doomed === undefined ? process : null;
  }

  /** Looks at all signals in the queue, in order: each is ignored, turned into a message, or the end. */
  takeSignals(process: Process): void {
    let before: Message | null = null;
    let message = process.head;
    while (message !== null && process.signals > 0) {
      const following: Message | null = message.next;
      if (message.kind < EXIT_SIGNAL) before = message;
      else {
        process.signals--;
        const becomes = this.takeSignal(process, before, message);
        if (becomes === ENDS) return;
        if (becomes === IGNORED) takeOut(process, before, message);
        else {
          message.kind = becomes;
          before = message;
        }
      }
      message = following;
    }
  }

  private takeSignal(process: Process, before: Message | null, message: Message): number {
    const { kind, ref } = message;
    if (kind === EXIT_SIGNAL) return this.takeExit(process, before, message);
    const { aliases, ties } = this.node;
    if (kind === ALIAS_SIGNAL && aliases.take(process, ref)) return MESSAGE.info;
    if (kind === DOWN_SIGNAL && ties.takeDown(process, ref)) return MESSAGE.down;
    this.tooLate(process, message);
    return IGNORED;
  }

  private takeExit(process: Process, before: Message | null, message: Message): number {
    const outcome = this.exitSignalOutcome(process, message);
    this.node.trace.write(
      this.node.now,
      EVENT.exit_signal_received,
      process.pid.id,
      message.sender?.id ?? 0,
      outcome,
      message.seq,
      message.body,
    );
    if (outcome === 0) return IGNORED;
    if (outcome === 2) {
      const reason = message.body === 'kill' && message.ref === 1 ? 'killed' : message.body;
      takeOut(process, before, message);
      // In its own step it can't end: it does when that is over.
      if (process === this.node.current) process.doomed = reason;
      else this.die(process, reason, 2);
      return ENDS;
    }
    message.body = Object.freeze({ type: 'EXIT', from: message.sender, reason: message.body });
    // From outside the world it is no child's, parent's or owner's: behaviours needn't ask.
    return message.sender === null ? MESSAGE.info : MESSAGE.exit;
  }

  private tooLate(process: Process, { sender, seq, body }: Message): void {
    const { node } = this;
    node.trace.write(node.now, EVENT.dropped, sender?.id ?? 0, process.pid.id, 1, seq, body);
  }

  exitSignalOutcome(process: Process, signal: Message): 0 | 1 | 2 {
    const byExit2 = signal.ref === 1;
    if (signal.body === 'kill' && byExit2) return 2;
    if (process.trapExit) return 1;
    if (signal.body !== 'normal') return 2;
    return byExit2 && signal.sender !== null && signal.sender.id === process.pid.id ? 2 : 0;
  }

  /** The end of a process: name, links, monitors, in OTP's order. `how`: 0 by itself, 1 it raised, 2 by a signal. */
  die(process: Process, reason: Term, how: number): void {
    const { pid } = process;
    process.alive = false;
    this.node.unregister(process);
    if (this.node.globals.all.size > 0) this.node.globals.ended(process);
    this.node.trace.write(this.node.now, EVENT.exited, pid.id, 0, how, 0, reason);
    if (!isOrderly(reason)) this.node.trace.told |= BEAT | CRASH;
    for (let message = process.head; message !== null; message = message.next) {
      if (message.kind !== EXIT_SIGNAL)
        this.node.trace.write(
          this.node.now,
          EVENT.dropped,
          message.sender?.id ?? 0,
          pid.id,
          2,
          message.seq,
          message.body,
        );
    }
    if (process.awaitTarget !== null && process.outcome === NO_OUTCOME)
      this.node.waits.leaveAwaiters(process);
    for (let slot = process.awaitedBy; slot >= 0; ) {
      const caller = this.node.processes[slot] as Process;
      slot = caller.awaitNext;
      caller.awaitNext = -1;
      caller.awaitPrevious = -1;
      caller.outcome = DIED;
      caller.outcomeValue = reason;
      this.node.turns.schedule(caller);
    }
    if (process.links !== null) this.breakLinks(process, reason);
    if (process.watchers !== null) {
      for (const watcher of process.watchers) {
        const target = this.node.find(watcher.pid);
        if (target !== null) this.node.ties.sendDown(pid, target, watcher, reason);
      }
    }
    if (process.watching !== null)
      for (const ref of process.watching.keys()) this.node.ties.forgetMonitor(process, ref);
    if (this.node.aliases.all.size > 0) this.node.aliases.ended(process);
    if (process.hasTimers) this.node.timers.ended(process);
    this.node.turns.dropDeadline(process);
    if (process.scheduled) this.node.turns.live--;
    this.node.turns.agenda.release(process.runEntry);
    this.node.turns.owners[process.runEntry] = null;
    if (process.timerEntry >= 0) {
      this.node.turns.agenda.release(process.timerEntry);
      this.node.turns.owners[process.timerEntry] = null;
    }
    this.node.processes[pid.slot] = null;
    this.node.freeSlots.push(pid.slot);
    this.onExit?.(process, reason);
  }

  breakLinks(process: Process, reason: Term): void {
    const { links, pid } = process;
    if (!(links instanceof Map)) {
      const other = links === null ? null : this.node.find(links);
      if (other === null) return;
      removeLink(other, pid);
      return this.send(process, other, reason, false);
    }
    for (const linked of links.values()) {
      const other = this.node.find(linked);
      if (other === null) continue;
      removeLink(other, pid);
      this.send(process, other, reason, false);
    }
  }
}
