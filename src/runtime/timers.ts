import type { SimTime } from '../base/sim-time.ts';
import type { Node } from './node.ts';
import { spawnPlain } from './plain.ts';
import { Message, type Process } from './process.ts';
import { Pid, type Term } from './term.ts';
import { Timer, type TimerSettings } from './timer.ts';
import { EVENT, MESSAGE, TIMER_ACTIONS } from './trace-event.ts';

/** Timers of `send_after` and `start_timer`, and those of the module `timer`. */
export class Timers {
  private readonly node: Node;
  /** By ref. */
  readonly all = new Map<number, Timer>();

  constructor(node: Node) {
    this.node = node;
  }

  /** Delivers `body` later, or does what `settings` say. Tied to a pid that is dead already: never, and there is no timer. */
  start(
    process: Process | null,
    delayMs: number,
    dest: Pid | string | null,
    body: Term,
    ref: number,
    settings: TimerSettings = {},
  ): number {
    const { action = 'send', everyMs = 0, tie = dest instanceof Pid ? dest : null } = settings;
    const target = tie === null ? null : this.node.find(tie);
    if (tie !== null && target === null) return ref;
    if (target !== null) target.hasTimers = true;
    const entry = this.node.turns.agenda.allocate();
    const owner = process?.pid ?? null;
    const timer = new Timer(entry, ref, dest, body, owner, action, everyMs, tie);
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

  /** Milliseconds that are left, or null if there is no such timer any more. */
  read(ref: number): number | null {
    const timer = this.all.get(ref);
    if (timer === undefined) return null;
    return Math.ceil((this.due(timer) - this.node.now) / 1_000);
  }

  /** Milliseconds that were left, or null if there is no such timer any more. */
  cancel(process: Process, ref: number): number | null {
    const left = this.read(ref);
    if (left === null) return null;
    this.drop(this.all.get(ref) as Timer);
    this.node.trace.write(
      this.node.now,
      EVENT.timer_cancelled,
      process.pid.id,
      0,
      ref,
      0,
      undefined,
    );
    return left;
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

  /** A process has ended, and with it the timers that are tied to it. */
  ended({ pid }: Process): void {
    for (const timer of this.all.values()) if (timer.tie?.id === pid.id) this.drop(timer);
  }

  fire(timer: Timer): void {
    const { node } = this;
    const { owner, ref, body, dest, action, everyMs } = timer;
    if (everyMs > 0)
      node.turns.agenda.add(timer.entry, this.due(timer) + Math.round(everyMs * 1_000));
    else this.drop(timer);
    const target =
      dest === null ? null : typeof dest === 'string' ? node.whereis(dest) : node.find(dest);
    const receiver = action === 'send' && target !== null ? target.pid.id : 0;
    const how = TIMER_ACTIONS.indexOf(action);
    const from = owner?.id ?? 0;
    const seq = node.trace.write(node.now, EVENT.timer_fired, from, receiver, ref, how, body);
    if (action === 'apply') {
      const [module, name, args] = body as [string, string, readonly Term[]];
      spawnPlain(node, null, { module, function: name, of: 'exports', args });
    } else if (target !== null) {
      if (action === 'exit') node.exits.send(null, target, body, true);
      else node.mail.deliver(target, new Message(MESSAGE.timeout, owner, ref, body, seq));
    }
  }
}
