import type { AliasMode } from './aliases.ts';
import type { Node } from './node.ts';
import {
  addLink,
  DOWN_SIGNAL,
  hasLink,
  Message,
  type Process,
  removeLink,
  type Watcher,
} from './process.ts';
import { Pid, Ref, type Term } from './term.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/** What a monitor is made with. */
export interface MonitorSettings {
  /** Of a `spawn_request`, which is its monitor too. */
  readonly ref?: number;
  /** Default: `'DOWN'`. */
  readonly tag?: Term;
  /** Its ref is an alias too. */
  readonly alias?: Exclude<AliasMode, 'reply'> | undefined;
}

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
  monitor(
    process: Process,
    target: Process | null,
    object: Term,
    { ref = this.node.newRef(), tag = 'DOWN', alias }: MonitorSettings = {},
  ): number {
    if (target === process) return ref;
    if (alias !== undefined) this.node.aliases.add(process, ref, alias);
    const watcher = { ref, pid: process.pid, object, tag };
    process.watching ??= new Map();
    if (target === null) {
      const pid = object instanceof Pid ? object : process.pid;
      process.watching.set(ref, pid);
      this.signalDown(pid, process, watcher, 'noproc');
      return ref;
    }
    target.watchers ??= [];
    target.watchers.push(watcher);
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
    if (this.node.aliases.all.size > 0) this.node.aliases.monitorGone(ref);
    if (target?.watchers)
      target.watchers = target.watchers.filter((watcher) => watcher.ref !== ref);
  }

  /** Of a process that has died, to one who watched it. */
  sendDown(dead: Pid, process: Process, watcher: Watcher, reason: Term): void {
    // What came before it through the alias may yet take the monitor away.
    if (this.node.aliases.all.has(watcher.ref))
      return this.signalDown(dead, process, watcher, reason);
    process.watching?.delete(watcher.ref);
    this.node.mail.deliver(process, this.down(MESSAGE.down, dead, process, watcher, reason));
  }

  /** A DOWN that is under way until the watcher has its turn: until then the monitor is there, and can be taken away. */
  private signalDown(dead: Pid, process: Process, watcher: Watcher, reason: Term): void {
    process.signals++;
    this.node.mail.deliver(process, this.down(DOWN_SIGNAL, dead, process, watcher, reason));
  }

  private down(
    kind: number,
    dead: Pid,
    process: Process,
    { ref, object, tag }: Watcher,
    reason: Term,
  ): Message {
    const { node } = this;
    const seq = node.trace.write(
      node.now,
      EVENT.down_sent,
      dead.id,
      process.pid.id,
      ref,
      0,
      reason,
    );
    const body = Object.freeze({ type: tag, ref: new Ref(node.name, ref), object, reason });
    return new Message(kind, dead, ref, body, seq);
  }

  /** The watcher takes in a DOWN: true if its monitor is still there, which ends here. */
  takeDown(process: Process, ref: number): boolean {
    if (process.watching?.delete(ref) !== true) return false;
    this.node.aliases.monitorGone(ref);
    return true;
  }
}
