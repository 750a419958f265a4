import type { From, Term } from '../../runtime/term.ts';
import type { Action, TimeoutKind } from './module.ts';

/** What a state machine remembers besides its state and data. Replaced, never changed, so a fork shares it. */
export interface Data {
  /** Callback modules under the present one, the next to be popped first. */
  readonly below: readonly string[];
  readonly mode: Mode;
  /** Events to be handled before the mailbox is looked at, in that order, from place `at` on. */
  readonly events: readonly QueuedEvent[];
  readonly at: number;
  readonly postponed: Postponed | null;
  /** Those that run; those of no time at all in the order in which they come. */
  readonly timeouts: readonly Timeout[];
  /** While an event is handled. */
  readonly transition: Transition | null;
  readonly stopping: Stopping | null;
  /** Who asked for the code change that is under way. */
  readonly changing: From | null;
}

/** With what a process that was none before enters the loop. */
export interface EnterData {
  readonly entering: {
    readonly state: Term;
    readonly data: Term;
    readonly actions: readonly Action[];
  };
}

export interface Mode {
  /** State functions, or handleEvent for all. */
  readonly byState: boolean;
  /** It makes state enter calls. */
  readonly stateEnter: boolean;
}

/** An event, as the callback sees it. */
export interface QueuedEvent {
  readonly type: Term;
  readonly content: Term;
  /** `seq` of the `sent` of its message, of the `timer_fired` of its timer; -1 without either. */
  readonly seq: number;
}

/** Events that were put aside, as a list: the newest, and those before. There may be very many. */
export interface Postponed {
  readonly event: QueuedEvent;
  readonly before: Postponed | null;
  readonly count: number;
}

export interface Timeout {
  readonly kind: TimeoutKind;
  /** Of the timer; `AT_ONCE` when there is none, for it is due. */
  readonly ref: number;
  readonly content: Term;
}
export const AT_ONCE = 0;

/** What was asked for a timeout. */
export interface TimeoutRequest {
  readonly kind: TimeoutKind;
  /** Milliseconds; Infinity cancels. */
  readonly time: number | 'update';
  readonly content: Term;
  readonly abs: boolean;
}

/** What came, so far, of the event that is handled: it takes effect when the last state enter call is over. */
export interface Transition {
  readonly event: QueuedEvent;
  readonly state: Term;
  readonly data: Term;
  /** In the order given. */
  readonly inserted: readonly QueuedEvent[];
  readonly requests: readonly TimeoutRequest[];
  readonly postpone: boolean;
  /** It enters its state: another one, or the same once more. */
  readonly enters: boolean;
}

/** Why it terminates. */
export interface Stopping {
  readonly reason: Term;
  readonly how: number;
  /** Of what was raised; an exit if nothing was. */
  readonly failureClass: number;
}

/** The event that OTP has in hand while the first state is entered. */
export const FIRST: QueuedEvent = Object.freeze({
  type: 'internal',
  content: 'init_state',
  seq: -1,
});

export const transitionBy = (event: QueuedEvent, state: Term, data: Term): Transition => ({
  event,
  state,
  data,
  inserted: [],
  requests: [],
  postpone: false,
  enters: false,
});

/** Of a machine that has not been asked for its callback mode. */
export const begun = (transition: Transition): Data => ({
  below: [],
  mode: { byState: false, stateEnter: false },
  events: [],
  at: 0,
  postponed: null,
  timeouts: [],
  transition,
  stopping: null,
  changing: null,
});

/** The type of an event as one word: `call`, `timeout` … */
export const eventName = (type: Term): string => (Array.isArray(type) ? type[0] : type) as string;
