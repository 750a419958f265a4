import { isOrderly } from './exit-reason.ts';
import type { Node } from './node.ts';
import {
  DIED,
  EXIT_SIGNAL,
  enqueue,
  Message,
  NO_OUTCOME,
  type Process,
  removeLink,
  takeOut,
} from './process.ts';
import { Pid, type Term } from './term.ts';
import { BEAT, CRASH } from './trace.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

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

  /** Looks at all exit signals in the queue, in order: ignored, turned into a message, or the end. */
  takeSignals(process: Process): void {
    let before: Message | null = null;
    let message = process.head;
    while (message !== null && process.signals > 0) {
      const following: Message | null = message.next;
      if (message.kind !== EXIT_SIGNAL) before = message;
      else {
        process.signals--;
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
        if (outcome === 2) {
          const reason = message.body === 'kill' && message.ref === 1 ? 'killed' : message.body;
          takeOut(process, before, message);
          return this.die(process, reason, 2);
        }
        if (outcome === 0) takeOut(process, before, message);
        else {
          // From outside the world it is no child's, parent's or owner's: behaviours needn't ask.
          message.kind = message.sender === null ? MESSAGE.info : MESSAGE.exit;
          message.body = Object.freeze({
            type: 'EXIT',
            from: message.sender,
            reason: message.body,
          });
          before = message;
        }
      }
      message = following;
    }
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
      for (const { ref, pid: watcherPid, object } of process.watchers) {
        const watcher = this.node.find(watcherPid);
        if (watcher !== null) this.node.ties.sendDown(pid, watcher, ref, object, reason);
      }
    }
    if (process.watching !== null)
      for (const ref of process.watching.keys()) this.node.ties.forgetMonitor(process, ref);
    if (process.hasTimers)
      for (const timer of this.node.timers.all.values()) {
        if (timer.dest instanceof Pid && timer.dest.id === pid.id) this.node.timers.drop(timer);
      }
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
