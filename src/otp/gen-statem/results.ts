import type { ExitReason } from '../../runtime/exit-reason.ts';
import type { From, Term } from '../../runtime/term.ts';
import type {
  Action,
  EventType,
  OkState,
  ReplyAction,
  StateResult,
  StopAndReply,
  TimeoutKind,
  TimeoutOptions,
} from './module.ts';

/**
 * What callbacks of gen_statem give back: OTP's tuples as tagged objects, with a builder for each. Actions
 * come last, in the order in which they are done.
 */

/** `{ok, State, Data, Actions}` of init. */
export const okState = <State, Data>(
  state: State,
  data: Data,
  ...actions: Action[]
): OkState<State, Data> => ({ type: 'ok', state, data, actions });

/** `{next_state, State, Data, Actions}`. To the state it is in already it is no change of state. */
export const nextState = <State, Data>(
  state: State,
  data: Data,
  ...actions: Action[]
): StateResult<State, Data> & { readonly type: 'next_state' } => ({
  type: 'next_state',
  state,
  data,
  actions,
});

/** `{keep_state, Data, Actions}`. */
export const keepState = <Data>(data: Data, ...actions: Action[]) =>
  ({ type: 'keep_state', data, actions }) as const;

/** `{keep_state_and_data, Actions}`. */
export const keepStateAndData = (...actions: Action[]) =>
  ({ type: 'keep_state_and_data', actions }) as const;

/** `{repeat_state, Data, Actions}`: keeps the state, and makes its state enter call again. */
export const repeatState = <Data>(data: Data, ...actions: Action[]) =>
  ({ type: 'repeat_state', data, actions }) as const;

/** `{repeat_state_and_data, Actions}`. */
export const repeatStateAndData = (...actions: Action[]) =>
  ({ type: 'repeat_state_and_data', actions }) as const;

/** `{stop_and_reply, Reason, Replies, Data}`: the replies go out before `terminate`. Replies are made by `replyTo`. */
export const stopAndReply = <Data>(
  reason: ExitReason,
  replies: readonly ReplyAction[],
  data?: Data,
): StopAndReply<Data> =>
  data === undefined
    ? { type: 'stop_and_reply', reason, replies }
    : { type: 'stop_and_reply', reason, replies, data };

// -------------------------------------------------------------------- actions

/** `postpone`: the event is retried when the state has changed. `postpone(false)` takes it back. */
export const postpone = (flag = true): Action =>
  flag ? 'postpone' : { type: 'postpone', postpone: false };

/** `{next_event, Type, Content}`: an event that is handled before all that wait. */
export const nextEvent = (eventType: EventType, content: Term): Action => ({
  type: 'next_event',
  eventType,
  content,
});

/** `{reply, From, Reply}`: goes out at once. */
export const replyTo = (from: From, value: Term): ReplyAction => ({
  type: 'reply',
  from,
  reply: value,
});

const start = (
  kind: TimeoutKind,
  time: number,
  content: Term,
  options: TimeoutOptions | undefined,
): Action =>
  options === undefined
    ? { type: 'start_timeout', kind, time, content }
    : { type: 'start_timeout', kind, time, content, options };

/** `{state_timeout, Time, Content, Options}`: an event in so many milliseconds, unless the state changes before. Infinity cancels. */
export const stateTimeout = (ms: number, content: Term, options?: TimeoutOptions): Action =>
  start('state_timeout', ms, content, options);

/** `{timeout, Time, Content, Options}`: an event in so many milliseconds, unless any other comes before. */
export const eventTimeout = (ms: number, content: Term, options?: TimeoutOptions): Action =>
  start('timeout', ms, content, options);

/** `{{timeout, Name}, Time, Content, Options}`: an event in so many milliseconds, whatever comes before. */
export const genericTimeout = (
  name: Term,
  ms: number,
  content: Term,
  options?: TimeoutOptions,
): Action => start(['timeout', name], ms, content, options);

/** `{Kind, cancel}`. */
export const cancelTimeout = (kind: TimeoutKind): Action => ({ type: 'cancel_timeout', kind });

/** `{Kind, update, Content}`: what the running one will bring. If none runs it is due at once. */
export const updateTimeout = (kind: TimeoutKind, content: Term): Action => ({
  type: 'update_timeout',
  kind,
  content,
});

/** `hibernate`: nothing happens, for a process takes no memory here. */
export const hibernate = (flag = true): Action =>
  flag ? 'hibernate' : { type: 'hibernate', hibernate: false };

/** `{change_callback_module, Module}`: from now on, this transition's state enter call included. Its callback mode is asked. */
export const changeCallbackModule = (module: string): Action => ({
  type: 'change_callback_module',
  module,
});

/** `{push_callback_module, Module}`: as `changeCallbackModule`, and the present one can be popped. */
export const pushCallbackModule = (module: string): Action => ({
  type: 'push_callback_module',
  module,
});

/** `pop_callback_module`: back to the module before the last push. */
export const popCallbackModule = (): Action => 'pop_callback_module';
