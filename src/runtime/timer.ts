import type { Pid, Term } from './term.ts';

/** A timer of `self.sendAfter` or `self.startTimer`: immutable, its moment stands on the agenda. */
export class Timer {
  readonly entry: number;
  readonly ref: number;
  /** A name is looked up when the timer fires. */
  readonly dest: Pid | string;
  readonly body: Term;
  readonly owner: Pid | null;

  constructor(entry: number, ref: number, dest: Pid | string, body: Term, owner: Pid | null) {
    this.entry = entry;
    this.ref = ref;
    this.dest = dest;
    this.body = body;
    this.owner = owner;
  }
}
