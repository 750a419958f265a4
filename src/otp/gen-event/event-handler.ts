import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import type { FormatStatus } from '../gen/format-status.ts';
import type { Ok } from '../results.ts';

/** How a handler is named: its module, or `{Module, Id}` when one module handles several times. */
export type HandlerName = string | readonly [module: string, id: Term];

export interface SwapHandler<State> {
  readonly type: 'swap_handler';
  /** What `terminate` of this handler is given. */
  readonly args: Term;
  readonly state: State;
  readonly to: HandlerName;
  /** `init` of the new one is given `[initArgs, what terminate gave]`. */
  readonly initArgs: Term;
}
export interface RemoveHandler {
  readonly type: 'remove_handler';
}
export interface OkReply<State> {
  readonly type: 'ok';
  readonly reply: Term;
  readonly state: State;
  /** As everywhere, without an effect: there is no memory to save. */
  readonly next?: 'hibernate' | undefined;
}

export type EventResult<State> = Ok<State> | SwapHandler<State> | RemoveHandler;
export type EventCallResult<State> =
  | OkReply<State>
  | (SwapHandler<State> & { readonly reply: Term })
  | (RemoveHandler & { readonly reply: Term });

type Waiting<Result> = Result | Steps<Result>;

/**
 * A callback module of gen_event: one handler of a manager's. `self` is the manager's, comes last, and
 * is good for the callback it was given to. A callback that waits is a generator; the
 * handlers after it, and the next event, wait as well.
 */
export interface EventHandler<State = Term, Event = Term, Call = Term, Info = Term>
  extends FormatStatus {
  /** Anything but `ok(state)` refuses, and is what `addHandler` gives. */
  init(args: Term, self: Self): Waiting<unknown>;
  handleEvent?(event: Event, state: State, self: Self): Waiting<EventResult<State>>;
  handleCall?(request: Call, state: State, self: Self): Waiting<EventCallResult<State>>;
  handleInfo?(message: Info, state: State, self: Self): Waiting<EventResult<State>>;
  /**
   * `reason`: the arguments of a delete or swap; `remove_handler`; `stop` when the manager ends;
   * `{type: 'stop', reason}` when its supervising process died; `{type: 'error', reason}` when it failed.
   */
  terminate?(reason: Term, state: State, self: Self): Waiting<unknown>;
  /**
   * `code_change/3`: the state as the new code has it. `oldVsn` is a version, or `['down', version]`. Anything but `ok(state)`
   * is an error, and then no handler of the manager's has changed.
   */
  codeChange?(oldVsn: Term, state: State, extra: Term, self: Self): Waiting<Ok<State>>;
}

/** `{ok, Reply, State}` of handle_call; also with `hibernate`. */
export const okReply = <State>(answer: Term, state: State, next?: 'hibernate'): OkReply<State> => ({
  type: 'ok',
  reply: answer,
  state,
  next,
});

/** `{swap_handler, Args1, State, Handler2, Args2}`; of handle_call with a reply: `{swap_handler, Reply, …}`. */
export const swapHandler = <State>(
  args: Term,
  state: State,
  to: HandlerName,
  initArgs: Term,
): SwapHandler<State> => ({ type: 'swap_handler', args, state, to, initArgs });

/** `{swap_handler, Reply, Args1, State, Handler2, Args2}` of handle_call. */
export const swapHandlerReply = <State>(
  answer: Term,
  args: Term,
  state: State,
  to: HandlerName,
  initArgs: Term,
): SwapHandler<State> & { readonly reply: Term } => ({
  ...swapHandler(args, state, to, initArgs),
  reply: answer,
});

/** `remove_handler`. */
export const removeHandler = (): RemoveHandler => ({ type: 'remove_handler' });

/** `{remove_handler, Reply}` of handle_call. */
export const removeHandlerReply = (answer: Term): RemoveHandler & { readonly reply: Term } => ({
  type: 'remove_handler',
  reply: answer,
});
