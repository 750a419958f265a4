import { badarg, checkNameOnNode, checkTimeout, isNameOnNode } from './check-args.ts';
import { ErlangError, Exit } from './exit-reason.ts';
import type { Node } from './node.ts';
import { plainBody } from './plain.ts';
import { AWAITING, Message, NO_OUTCOME, type Process } from './process.ts';
import type { Dest, NameOnNode, SendDest } from './self.ts';
import { Pid, Ref, type Term } from './term.ts';
import { EVENT, MESSAGE } from './trace-event.ts';

/**
 * The step behind a `Self`: whose it is, and, for a generator, what it has learned so far.
 *
 * Authors hold a `Self`, never this. A node lends one context to all plain callbacks in turn; `token` tells
 * a `Self` that its callback is over. A generator keeps the one it began with.
 */
export class Context {
  readonly node: Node;
  process: Process;
  token = 0;
  /** Of a generator: outcomes of its waits and results of its effects, in order. */
  journal: unknown[] | null = null;
  /** Place in the journal while the generator is run again in a fork; -1: live. */
  replayAt = -1;
  /** How the last wait ended, and with what. */
  outcome = NO_OUTCOME;
  value: Term = null;

  constructor(node: Node, process: Process) {
    this.node = node;
    this.process = process;
  }

  /** Effects happen: it is neither run again, nor has it ended itself. */
  get isLive(): boolean {
    return this.replayAt < 0 && this.process.doomed === undefined;
  }

  /** An effect that gives something back: done once, told again when the generator is run again. */
  effect<Result>(make: (node: Node, process: Process) => Result): Result {
    if (this.replayAt >= 0) return (this.journal as unknown[])[this.replayAt++] as Result;
    if (this.process.doomed !== undefined) throw new Exit(this.process.doomed);
    const result = make(this.node, this.process);
    this.journal?.push(result);
    return result;
  }

  /** Sends a request of `kind` and begins to wait for its answer; gives null, or why it could not be sent. `dest` is null for a name that nobody has. */
  request(dest: Dest | null, kind: number, message: Term, timeoutMs: number, wait: number): Term {
    const isNear = typeof dest === 'string' || dest instanceof Pid;
    if (!isNear && dest !== null) checkNameOnNode(dest);
    checkTimeout(timeoutMs);
    if (this.replayAt >= 0) return (this.journal as unknown[])[this.replayAt++] as Term;
    this.checkCanWait();
    const { node, process } = this;
    const target = dest === null ? null : node.destination(dest);
    const failed =
      target === null ? whyNobody(node, dest) : target === process ? 'calling_self' : null;
    this.journal?.push(failed);
    if (target !== null && failed === null && process.doomed === undefined) {
      const ref = node.waits.await(process, target, wait, timeoutMs);
      node.mail.send(process, target, kind, ref, message);
    } else if (process.doomed !== undefined) process.wait = AWAITING;
    return failed;
  }

  /** Sends without waiting. Nobody there: the message is dropped, and a name raises badarg if it must exist. */
  post(dest: SendDest | null, kind: number, body: Term, mustExist: boolean): void {
    if (typeof dest !== 'string' && !(dest instanceof Pid)) return this.postFar(dest, kind, body);
    const mayRaise = mustExist && typeof dest === 'string';
    if (this.replayAt >= 0) {
      if (mayRaise && (this.journal as unknown[])[this.replayAt++] === false)
        throw badarg('send', dest, sent(kind, body));
      return;
    }
    if (this.process.doomed !== undefined) return;
    const { node, process } = this;
    const target = typeof dest === 'string' ? node.whereis(dest) : node.find(dest);
    if (mayRaise) this.journal?.push(target !== null);
    if (target !== null) return node.mail.send(process, target, kind, 0, body);
    this.lose(dest instanceof Pid ? dest.id : 0, kind, body);
    if (mayRaise) throw badarg('send', dest, sent(kind, body));
  }

  /** To an alias, which takes messages of no behaviour, or to a name with its node: both may be nobody's. Null is nobody. */
  private postFar(dest: Ref | NameOnNode | null, kind: number, body: Term): void {
    const isAlias = dest instanceof Ref && kind === MESSAGE.info;
    if (!isAlias && dest !== null && !isNameOnNode(dest))
      throw badarg('send', dest, sent(kind, body));
    if (!this.isLive) return;
    const { node, process } = this;
    if (dest instanceof Ref) return node.aliases.send(process, dest, body);
    const target = dest === null ? null : node.named(dest);
    if (target !== null) node.mail.send(process, target, kind, 0, body);
    else this.lose(0, kind, body);
  }

  private lose(to: number, kind: number, body: Term): void {
    const { node, process } = this;
    const seq = node.trace.write(node.now, EVENT.sent, process.pid.id, to, kind, 0, body);
    node.trace.write(node.now, EVENT.dropped, process.pid.id, to, 0, seq, body);
  }

  /** Only a generator can wait. */
  checkCanWait(): void {
    if (this.journal === null) throw new ErlangError('call_needs_a_generator');
  }
}

/** What is sent, as the sender's stack tells it and a plain process receives it. */
export function sent(kind: number, body: Term): Term {
  return plainBody(new Message(kind, null, 0, body, 0));
}

/** Why a call finds nobody. */
function whyNobody(node: Node, dest: Dest | null): Term {
  const isElsewhere = Array.isArray(dest) && dest[1] !== node.name;
  return isElsewhere ? Object.freeze(['nodedown', dest[1]]) : 'noproc';
}
