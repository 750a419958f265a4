import type { Node } from './node.ts';
import { ALIAS_SIGNAL, Message, type Process } from './process.ts';
import type { Pid, Ref, Term } from './term.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/**
 * How long an alias is active: until `unalias`, until the first message that comes through it, until its monitor is
 * gone (by `demonitor` or a DOWN), or until the first of either, which takes the monitor along.
 */
export const ALIAS_MODES = ['explicit_unalias', 'reply', 'demonitor', 'reply_demonitor'] as const;
export type AliasMode = (typeof ALIAS_MODES)[number];

interface Alias {
  readonly owner: Pid;
  readonly mode: AliasMode;
}

/** References that can be sent to. */
export class Aliases {
  private readonly node: Node;
  /** Those that are active, by ref. */
  readonly all = new Map<number, Alias>();

  constructor(node: Node) {
    this.node = node;
  }

  add(process: Process, ref: number, mode: AliasMode): void {
    this.all.set(ref, { owner: process.pid, mode });
  }

  /** False if it is not active any more, or another process's. */
  remove(process: Process, ref: number): boolean {
    return this.all.get(ref)?.owner.id === process.pid.id && this.all.delete(ref);
  }

  /** `Alias ! Message`. It may be deactivated while this is under way. */
  send(sender: Process, { node: nodeName, id }: Ref, body: Term): void {
    const { node } = this;
    const alias = nodeName === node.name ? this.all.get(id) : undefined;
    const target = alias === undefined ? null : node.find(alias.owner);
    const to = target === null ? 0 : target.pid.id;
    const seq = node.trace.write(node.now, EVENT.sent, sender.pid.id, to, MESSAGE.info, 0, body);
    if (target === null) {
      node.trace.write(node.now, EVENT.dropped, sender.pid.id, 0, 0, seq, body);
      return;
    }
    target.signals++;
    node.mail.deliver(target, new Message(ALIAS_SIGNAL, sender.pid, id, body, seq));
  }

  /** Its owner takes in a message to it: true if it counts. */
  take(process: Process, ref: number): boolean {
    const alias = this.all.get(ref);
    if (alias === undefined) return false;
    const { mode } = alias;
    if (mode === 'reply' || mode === 'reply_demonitor') this.all.delete(ref);
    if (mode === 'reply_demonitor') this.node.ties.demonitor(process, ref);
    return true;
  }

  /** The monitor is gone, and with it its alias, if that goes with it. */
  monitorGone(ref: number): void {
    const mode = this.all.get(ref)?.mode;
    if (mode === 'demonitor' || mode === 'reply_demonitor') this.all.delete(ref);
  }

  /** Its process has ended. */
  ended(process: Process): void {
    for (const [ref, { owner }] of this.all) if (owner.id === process.pid.id) this.all.delete(ref);
  }
}
