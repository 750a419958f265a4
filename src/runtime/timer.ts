import type { Pid, Term } from './term.ts';
import type { TimerAction } from './trace-event.ts';

export interface TimerSettings {
  /** Default: send. The body of `apply` is `[module, function, args]`, that of `exit` the reason. */
  readonly action?: TimerAction;
  /** It fires again and again, this far apart; 0: once. */
  readonly everyMs?: number;
  /** Ends with this process. Default: the one it sends to, if that is given by its pid. */
  readonly tie?: Pid | null;
}

/** A timer of `self.sendAfter`, `self.startTimer` or `timer`: immutable, its moment stands on the agenda. */
export class Timer {
  readonly entry: number;
  readonly ref: number;
  /** A name is looked up when the timer fires; null for a function. */
  readonly dest: Pid | string | null;
  readonly body: Term;
  readonly owner: Pid | null;
  readonly action: TimerAction;
  readonly everyMs: number;
  readonly tie: Pid | null;

  constructor(
    entry: number,
    ref: number,
    dest: Pid | string | null,
    body: Term,
    owner: Pid | null,
    action: TimerAction,
    everyMs: number,
    tie: Pid | null,
  ) {
    this.entry = entry;
    this.ref = ref;
    this.dest = dest;
    this.body = body;
    this.owner = owner;
    this.action = action;
    this.everyMs = everyMs;
    this.tie = tie;
  }
}
