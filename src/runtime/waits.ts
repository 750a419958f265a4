import { AssertionError } from '../base/assert.ts';
import { restore } from './activation.ts';
import { type Node, STEP_REDUCTIONS } from './node.ts';
import { PLAIN, plainBody } from './plain.ts';
import {
  AWAITING,
  DIED,
  dequeue,
  IDLING,
  type Message,
  NO_OUTCOME,
  NOT_WAITING,
  type Process,
  RECEIVING,
  REPLIED,
  SLEEPING,
  SUSPENDED,
  TIMED_OUT,
  takeOut,
} from './process.ts';
import type { Pid, Term } from './term.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/** What processes wait for: an answer, a message that fits, a time, or just their next message. */
export class Waits {
  private readonly node: Node;

  constructor(node: Node) {
    this.node = node;
  }

  run(process: Process, wait: number): void {
    if (wait >= IDLING) return wait === IDLING ? this.runIdle(process) : this.runSuspended(process);
    if (wait === RECEIVING && process.outcome === NO_OUTCOME) this.receiveMatching(process);
    if (process.outcome === NO_OUTCOME) {
      if (!process.timedOut) return;
      process.outcome = TIMED_OUT;
      process.outcomeValue = null;
    }
    const { outcome } = process;
    if (wait === AWAITING && outcome === REPLIED) {
      this.node.trace.write(
        this.node.now,
        EVENT.received,
        process.pid.id,
        process.awaitTarget?.id ?? 0,
        0,
        process.outcomeSeq,
        process.outcomeValue,
      );
    } else if (outcome !== REPLIED) {
      const how = outcome === DIED ? 1 : wait === SLEEPING ? 2 : 0;
      this.node.trace.write(
        this.node.now,
        EVENT.wait_ended,
        process.pid.id,
        process.awaitTarget?.id ?? 0,
        how,
        0,
        how === 1 ? process.outcomeValue : undefined,
      );
    }
    process.awaitTarget = null;
    this.endWait(process);
    if (process.activation === null) {
      process.behaviour.resumed(this.node, process);
      process.outcome = NO_OUTCOME;
    } else this.node.callbacks.resume(process, process.activation);
  }

  /** A system message leaves the wait as it is: the behaviour begins it anew. */
  private runIdle(process: Process): void {
    if (process.head !== null) {
      const message = dequeue(process);
      if (message.kind !== MESSAGE.system) this.endWait(process);
      process.behaviour.message(this.node, process, message);
    } else if (process.timedOut) {
      this.endWait(process);
      process.behaviour.timeout(this.node, process);
    }
  }

  /** Takes the oldest message that concerns a suspended process, past the others. */
  private runSuspended(process: Process): void {
    for (
      let before = null, message = process.head;
      message !== null;
      before = message, message = message.next
    ) {
      const isOfParent = message.kind === MESSAGE.exit && message.sender?.id === process.parent?.id;
      if (message.kind !== MESSAGE.system && !isOfParent) continue;
      takeOut(process, before, message);
      if (isOfParent) this.endWait(process);
      return process.behaviour.message(this.node, process, message);
    }
  }

  /**
   * `process` waits for an answer that names the ref, or for the death of `target`: monitor, send and receive
   * of OTP's `gen:call`, in one. `timeoutMs` may be Infinity. Gives the ref.
   */
  await(process: Process, target: Process, kind: number, timeoutMs: number): number {
    const ref = this.node.newRef();
    process.wait = AWAITING;
    process.awaitRef = ref;
    process.awaitTarget = target.pid;
    process.outcome = NO_OUTCOME;
    process.awaitPrevious = -1;
    process.awaitNext = target.awaitedBy;
    if (target.awaitedBy >= 0)
      (this.node.processes[target.awaitedBy] as Process).awaitPrevious = process.pid.slot;
    target.awaitedBy = process.pid.slot;
    this.node.turns.setDeadline(process, timeoutMs);
    this.node.trace.write(
      this.node.now,
      EVENT.wait_started,
      process.pid.id,
      target.pid.id,
      kind,
      0,
      undefined,
    );
    return ref;
  }

  /** Waits for whatever `wait` says (RECEIVING, SLEEPING), without a target. */
  block(process: Process, wait: number, kind: number, timeoutMs: number): void {
    process.wait = wait;
    process.outcome = NO_OUTCOME;
    this.node.turns.setDeadline(process, timeoutMs);
    this.node.trace.write(this.node.now, EVENT.wait_started, process.pid.id, 0, kind, 0, undefined);
  }

  /** Waits for the next message, or for `timeout` after `timeoutMs` without any. */
  idle(process: Process, timeoutMs: number): void {
    process.wait = IDLING;
    if (process.head !== null) this.node.turns.schedule(process);
    if (timeoutMs === 0) {
      process.timedOut = true;
      this.node.turns.schedule(process);
    } else this.node.turns.setDeadline(process, timeoutMs);
  }

  /** Waits for system messages alone, until its behaviour ends that. */
  suspend(process: Process): void {
    this.endWait(process);
    process.wait = SUSPENDED;
    process.outcome = NO_OUTCOME;
    if (process.head !== null) this.node.turns.schedule(process);
  }

  endWait(process: Process): void {
    process.wait = NOT_WAITING;
    this.node.turns.dropDeadline(process);
    process.timedOut = false;
  }

  /** The time for an answer is over, now: what comes before the process has its turn is too late. */
  stopAwaiting(process: Process): void {
    process.outcome = TIMED_OUT;
    process.outcomeValue = null;
    if (process.awaitTarget !== null) this.leaveAwaiters(process);
  }

  leaveAwaiters(process: Process): void {
    const { awaitPrevious, awaitNext } = process;
    if (awaitNext >= 0) (this.node.processes[awaitNext] as Process).awaitPrevious = awaitPrevious;
    if (awaitPrevious >= 0) (this.node.processes[awaitPrevious] as Process).awaitNext = awaitNext;
    else {
      const target = this.node.find(process.awaitTarget as Pid);
      if (target !== null) target.awaitedBy = awaitNext;
    }
    process.awaitNext = -1;
    process.awaitPrevious = -1;
  }

  /** Scans the mailbox from the oldest message for one that fits. */
  receiveMatching(process: Process): void {
    const { activation } = process;
    if (activation !== null && activation.generator === null)
      restore(this.node, process, activation);
    const { matches } = process;
    let before: Message | null = null;
    for (let message = process.head; message !== null; message = message.next) {
      const body = process.behaviour === PLAIN ? plainBody(message) : message.body;
      if (matches === null || this.isMatch(process, matches, body)) {
        takeOut(process, before, message);
        process.outcome = REPLIED;
        process.outcomeValue = body;
        this.node.trace.write(
          this.node.now,
          EVENT.received,
          process.pid.id,
          message.sender?.id ?? 0,
          0,
          message.seq,
          message.body,
        );
        return;
      }
      before = message;
    }
  }

  isMatch(process: Process, matches: (message: Term) => boolean, body: Term): boolean {
    this.node.code.setBudget(STEP_REDUCTIONS);
    try {
      return matches(body) === true;
    } catch (thrown) {
      if (thrown instanceof AssertionError) throw thrown;
      // As a guard in Erlang: what raises doesn't match. A pattern that never ends is ended.
      if (this.node.code.isBudgetExhausted(thrown)) process.doomed = 'too_many_reductions';
      return false;
    }
  }
}
