import type { Node } from './node.ts';
import { addLink, hasLink, Message, type Process, removeLink } from './process.ts';
import { Pid, Ref, type Term } from './term.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/** Links and monitors. */
export class Ties {
  private readonly node: Node;

  constructor(node: Node) {
    this.node = node;
  }

  link(process: Process, other: Process): void {
    if (process === other) return;
    addLink(process, other.pid);
    addLink(other, process.pid);
    this.node.trace.write(
      this.node.now,
      EVENT.linked,
      process.pid.id,
      other.pid.id,
      0,
      0,
      undefined,
    );
  }

  unlink(process: Process, pid: Pid): void {
    const other = this.node.find(pid);
    if (!hasLink(process, pid)) return;
    removeLink(process, pid);
    if (other !== null) removeLink(other, process.pid);
    this.node.trace.write(this.node.now, EVENT.unlinked, process.pid.id, pid.id, 0, 0, undefined);
  }

  /** Monitors `target`; its death, or that it is not there (null), gives a DOWN that names `object`. */
  monitor(process: Process, target: Process | null, object: Term): number {
    const ref = this.node.newRef();
    if (target === null) {
      const pid = object instanceof Pid ? object : process.pid;
      this.sendDown(pid, process, ref, object, 'noproc');
      return ref;
    }
    if (target === process) return ref;
    target.watchers ??= [];
    target.watchers.push({ ref, pid: process.pid, object });
    process.watching ??= new Map();
    process.watching.set(ref, target.pid);
    this.node.trace.write(
      this.node.now,
      EVENT.monitored,
      process.pid.id,
      target.pid.id,
      ref,
      0,
      undefined,
    );
    return ref;
  }

  /** False if there was no such monitor any more. */
  demonitor(process: Process, ref: number): boolean {
    const target = process.watching?.get(ref);
    if (target === undefined) return false;
    this.forgetMonitor(process, ref);
    this.node.trace.write(
      this.node.now,
      EVENT.demonitored,
      process.pid.id,
      target.id,
      ref,
      0,
      undefined,
    );
    return true;
  }

  forgetMonitor(process: Process, ref: number): void {
    const target = this.node.find(process.watching?.get(ref) as Pid);
    process.watching?.delete(ref);
    if (target?.watchers)
      target.watchers = target.watchers.filter((watcher) => watcher.ref !== ref);
  }

  sendDown(dead: Pid, watcher: Process, ref: number, object: Term, reason: Term): void {
    watcher.watching?.delete(ref);
    const seq = this.node.trace.write(
      this.node.now,
      EVENT.down_sent,
      dead.id,
      watcher.pid.id,
      ref,
      0,
      reason,
    );
    const body = Object.freeze({ type: 'DOWN', ref: new Ref(this.node.name, ref), object, reason });
    this.node.mail.deliver(watcher, new Message(MESSAGE.down, dead, ref, body, seq));
  }
}
