import type { Steps } from '../../runtime/activation.ts';
import type { ExitReason } from '../../runtime/exit-reason.ts';
import type { Self } from '../../runtime/self.ts';
import type { From, Term } from '../../runtime/term.ts';
import type { FormatStatus } from '../gen/format-status.ts';
import type { Ignore, Stop, StopInit } from '../results.ts';

/** Which timeout: the state's, the event's, or a named one. Also the type of its event. */
export type TimeoutKind = 'state_timeout' | 'timeout' | readonly ['timeout', Term];

/** `enter` is none of OTP's event types: it is what a state enter call is given. */
export type EventType =
  | 'cast'
  | 'info'
  | 'internal'
  | 'enter'
  | TimeoutKind
  | readonly ['call', From];

export interface TimeoutOptions {
  /** The time is a moment, as `self.now()` tells it, and not a length. */
  readonly abs?: boolean;
}

/** What to do when a state callback is over: OTP's actions, made by the builders in `gen-statem-results.ts`. */
export type Action =
  | 'postpone'
  | 'hibernate'
  | 'pop_callback_module'
  | { readonly type: 'postpone'; readonly postpone: boolean }
  | { readonly type: 'hibernate'; readonly hibernate: boolean }
  | { readonly type: 'next_event'; readonly eventType: EventType; readonly content: Term }
  | ReplyAction
  | {
      readonly type: 'start_timeout';
      readonly kind: TimeoutKind;
      /** Milliseconds; Infinity cancels. */
      readonly time: number;
      readonly content: Term;
      readonly options?: TimeoutOptions;
    }
  | { readonly type: 'cancel_timeout'; readonly kind: TimeoutKind }
  | { readonly type: 'update_timeout'; readonly kind: TimeoutKind; readonly content: Term }
  | { readonly type: 'change_callback_module'; readonly module: string }
  | { readonly type: 'push_callback_module'; readonly module: string };

export interface ReplyAction {
  readonly type: 'reply';
  readonly from: From;
  readonly reply: Term;
}

type Actions = readonly Action[];

export interface OkState<State, Data> {
  readonly type: 'ok';
  readonly state: State;
  readonly data: Data;
  readonly actions: Actions;
}

export interface StopAndReply<Data> {
  readonly type: 'stop_and_reply';
  readonly reason: ExitReason;
  readonly replies: readonly ReplyAction[];
  readonly data?: Data;
}

export type StateResult<State, Data> =
  | {
      readonly type: 'next_state';
      readonly state: State;
      readonly data: Data;
      readonly actions: Actions;
    }
  | {
      readonly type: 'keep_state' | 'repeat_state';
      readonly data: Data;
      readonly actions: Actions;
    }
  | {
      readonly type: 'keep_state_and_data' | 'repeat_state_and_data';
      readonly actions: Actions;
    }
  | Stop<Data>
  | StopInit
  | StopAndReply<Data>;

type Mode = 'handle_event_function' | 'state_functions';
export type CallbackMode = Mode | readonly (Mode | 'state_enter')[];

type Waiting<Result> = Result | Steps<Result>;

/**
 * A callback module of gen_statem. With callback mode `handle_event_function` it has `handleEvent`, and a state is any
 * term; with `state_functions` see `StateFunctions`. `self` comes last and is good for the
 * callback it was given to. A callback that waits is a generator; `callbackMode` doesn't wait.
 */
export interface GenStatem<State = Term, Data = Term> extends FormatStatus {
  callbackMode(): CallbackMode;
  init(args: Term, self: Self): Waiting<OkState<State, Data> | StopInit | Ignore>;
  handleEvent?(
    type: EventType,
    content: Term,
    state: State,
    data: Data,
    self: Self,
  ): Waiting<StateResult<State, Data>>;
  terminate?(reason: Term, state: State, data: Data, self: Self): Waiting<unknown>;
  /** Gives `okState(state, data)`; anything else is why it failed. Then `callbackMode` is asked again. */
  codeChange?(oldVsn: Term, state: State, data: Data, extra: Term, self: Self): Waiting<unknown>;
}

/** One state's callback. */
export type StateCallback<State = Term, Data = Term> = (
  type: EventType,
  content: Term,
  data: Data,
  self: Self,
) => Waiting<StateResult<State, Data>>;

/** A callback module with callback mode `state_functions`: a callback of the state's name for each state. */
export type StateFunctions<State extends string = string, Data = Term> = GenStatem<State, Data> & {
  readonly [Name in State]: StateCallback<State, Data>;
};
