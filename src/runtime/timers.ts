import type { SimTime } from '../base/sim-time.ts';
import type { Node } from './node.ts';
import { Message, type Process } from './process.ts';
import { Pid, type Term } from './term.ts';
import { Timer } from './timer.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/** Timers of `send_after` and `start_timer`. */
export class Timers {
  private readonly node: Node;
  /** By ref. */
  readonly all = new Map<number, Timer>();

  constructor(node: Node) {
    this.node = node;
  }

  /** Delivers `body` later. To a pid that is dead already: never, and there is no timer. */
  start(
    process: Process | null,
    delayMs: number,
    dest: Pid | string,
    body: Term,
    ref: number,
  ): number {
    const target = dest instanceof Pid ? this.node.find(dest) : null;
    if (dest instanceof Pid && target === null) return ref;
    if (target !== null) target.hasTimers = true;
    const entry = this.node.turns.agenda.allocate();
    const timer = new Timer(entry, ref, dest, body, process?.pid ?? null);
    this.node.turns.owners[entry] = timer;
    this.all.set(ref, timer);
    this.node.turns.live++;
    this.node.turns.agenda.add(entry, this.node.now + Math.round(delayMs * 1_000));
    this.node.trace.write(
      this.node.now,
      EVENT.timer_started,
      process?.pid.id ?? 0,
      0,
      ref,
      Math.round(delayMs),
      body,
    );
    return ref;
  }

  /** Milliseconds that were left, or null if there is no such timer any more. */
  cancel(process: Process, ref: number): number | null {
    const timer = this.all.get(ref);
    if (timer === undefined) return null;
    const left = this.node.turns.agenda.at(timer.entry) - this.node.now;
    this.drop(timer);
    this.node.trace.write(
      this.node.now,
      EVENT.timer_cancelled,
      process.pid.id,
      0,
      ref,
      0,
      undefined,
    );
    return Math.ceil(left / 1_000);
  }

  due(timer: Timer): SimTime {
    return this.node.turns.agenda.at(timer.entry);
  }

  drop(timer: Timer): void {
    this.node.turns.live--;
    this.all.delete(timer.ref);
    this.node.turns.agenda.release(timer.entry);
    this.node.turns.owners[timer.entry] = null;
  }

  fire(timer: Timer): void {
    this.drop(timer);
    const target =
      typeof timer.dest === 'string' ? this.node.whereis(timer.dest) : this.node.find(timer.dest);
    const seq = this.node.trace.write(
      this.node.now,
      EVENT.timer_fired,
      timer.owner?.id ?? 0,
      target?.pid.id ?? 0,
      timer.ref,
      0,
      timer.body,
    );
    if (target !== null)
      this.node.mail.deliver(
        target,
        new Message(MESSAGE.timeout, timer.owner, timer.ref, timer.body, seq),
      );
  }
}
