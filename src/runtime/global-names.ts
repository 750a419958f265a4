import type { Node } from './node.ts';
import type { Process } from './process.ts';
import { tellName, viaText } from './server-ref.ts';
import type { Pid, Term } from './term.ts';
import { EVENT } from './trace-event.ts';

interface GlobalName {
  readonly name: Term;
  readonly pid: Pid;
}

/**
 * A node's copy of the table of `global`: names that all nodes of a network agree on. What changes it is decided in `otp/global.ts`;
 * here a change is done, told, and undone when a process ends.
 */
export class GlobalNames {
  private readonly node: Node;
  /** By the name as it prints, `{global,Name}`: names that look alike are one. */
  readonly all = new Map<string, GlobalName>();

  constructor(node: Node) {
    this.node = node;
  }

  whereis(name: Term): Pid | undefined {
    return this.all.get(viaText(['global', name]))?.pid;
  }

  /** Whether it has a name already. */
  has(pid: Pid): boolean {
    for (const { pid: owner } of this.all.values()) if (isSame(owner, pid)) return true;
    return false;
  }

  /** From now on it is its name, whoever had it. OTP: one who is dead has it until that is noticed. */
  set(name: Term, pid: Pid): void {
    this.delete(name);
    if (this.node.find(pid) === null) return;
    this.all.set(viaText(['global', name]), { name, pid });
    tellName(this.node, pid, ['global', name]);
  }

  delete(name: Term): void {
    const text = viaText(['global', name]);
    const pid = this.all.get(text)?.pid;
    if (pid === undefined) return;
    this.all.delete(text);
    const { trace, now } = this.node;
    trace.write(now, EVENT.unregistered, pid.id, 0, trace.intern(text), 0, undefined);
  }

  ended({ pid }: Process): void {
    for (const { name, pid: owner } of this.all.values()) if (isSame(owner, pid)) this.delete(name);
  }
}

const isSame = (left: Pid, right: Pid): boolean => left.id === right.id && left.node === right.node;
