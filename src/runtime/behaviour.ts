import type { Failure } from './exit-reason.ts';
import type { Node } from './node.ts';
import type { Message, Process } from './process.ts';

/**
 * The generic part of a process: OTP's loop, without the loop. The node calls it when its process has
 * something to do; each call is (part of) one step. What it must remember between steps is
 * in `process.data`, as plain data that `fork` can copy.
 */
export interface Behaviour {
  readonly name: string;
  /** The first step. */
  start(node: Node, process: Process): void;
  /** The next message. Never called while the process waits. */
  message(node: Node, process: Process, message: Message): void;
  /** A wait of the behaviour's own (not of the author's code) is over: see `process.outcome`. */
  resumed(node: Node, process: Process): void;
  /** `node.idle` is over without a message. */
  timeout(node: Node, process: Process): void;
  /** A callback of the author's that was suspended, or ran at once, gave `value`. */
  completed(node: Node, process: Process, tag: number, value: unknown): void;
  /** It raised. */
  raised(node: Node, process: Process, tag: number, failure: Failure): void;
  fork(data: unknown): unknown;
}
