import { equalTerms, From, freezeTerm, type Term } from '../../runtime/term.ts';
import type { Mode, QueuedEvent, TimeoutRequest, Transition } from './data.ts';
import type { ReplyAction, TimeoutKind } from './module.ts';

/** Taking apart what callbacks gave. Pure; `freezeTerm` raises NotATerm, which is an error of the callback's. */

/** What a callback's result comes to. `enters`: as `Transition`'s. */
export type Verdict =
  | {
      readonly type: 'go';
      readonly state: Term;
      readonly data: Term;
      readonly enters: boolean;
      readonly actions: readonly unknown[];
    }
  | {
      readonly type: 'stop';
      readonly reason: Term;
      readonly data: Term;
      readonly replies: readonly unknown[];
    }
  | { readonly type: 'bad'; readonly reason: Term };

interface Result {
  readonly type?: unknown;
  readonly state?: unknown;
  readonly data?: unknown;
  readonly actions?: unknown;
  readonly reason?: unknown;
  readonly replies?: unknown;
}

/** Port of `loop_state_callback_result/11`. `state` and `data` are what the callback was given. */
export function verdictOn(
  value: unknown,
  { state, data }: Pick<Transition, 'state' | 'data'>,
  isEnterCall: boolean,
): Verdict {
  const result = (typeof value === 'object' && value !== null ? value : {}) as Result;
  switch (result.type) {
    case 'next_state': {
      const next = freezeTerm(result.state);
      const enters = !equalTerms(next, state);
      if (isEnterCall && enters) return bad('bad_state_enter_return_from_state_function', value);
      return go(next, freezeTerm(result.data), enters, result);
    }
    case 'keep_state':
    case 'repeat_state':
      return go(state, freezeTerm(result.data), result.type === 'repeat_state', result);
    case 'keep_state_and_data':
    case 'repeat_state_and_data':
      return go(state, data, result.type === 'repeat_state_and_data', result);
    case 'stop':
      // `stop` of gen_server calls it the state.
      return stopped(result, 'state' in result ? freezeTerm(result.state) : data, []);
    case 'stop_and_reply':
      return stopped(
        result,
        'data' in result ? freezeTerm(result.data) : data,
        asList(result.replies),
      );
    default:
      return bad('bad_return_from_state_function', value);
  }
}

const go = (state: Term, data: Term, enters: boolean, { actions }: Result): Verdict => ({
  type: 'go',
  state,
  data,
  enters,
  actions: asList(actions),
});

const stopped = (
  { reason = 'normal' }: Result,
  data: Term,
  replies: readonly unknown[],
): Verdict => ({ type: 'stop', reason: freezeTerm(reason), data, replies });

/** An action alone counts as a list of one. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** What one action asks for. */
export type Wish =
  | { readonly type: 'reply'; readonly from: From; readonly reply: Term }
  | { readonly type: 'postpone'; readonly flag: boolean }
  | { readonly type: 'insert'; readonly event: QueuedEvent }
  | { readonly type: 'timeout'; readonly request: TimeoutRequest }
  /** The callback modules from now on, the present one first. */
  | { readonly type: 'modules'; readonly modules: readonly string[] }
  | { readonly type: 'nothing' }
  | { readonly type: 'bad'; readonly reason: Term };

interface AnyAction {
  readonly type?: unknown;
  readonly from?: unknown;
  readonly reply?: unknown;
  readonly postpone?: unknown;
  readonly hibernate?: unknown;
  readonly eventType?: unknown;
  readonly content?: unknown;
  readonly kind?: unknown;
  readonly time?: unknown;
  readonly options?: unknown;
  readonly module?: unknown;
}

/** Port of `loop_actions_list/12,13`. `modules` are the callback modules, the present one first. */
export function wishOf(value: unknown, modules: readonly string[], isEnterCall: boolean): Wish {
  const notHere = () => bad('bad_state_enter_action_from_state_function', value);
  const unknown = () => bad('bad_action_from_state_function', value);
  const action = (
    typeof value === 'object' && value !== null ? value : { type: value }
  ) as AnyAction;
  switch (action.type) {
    case 'reply':
      return replyOf(value) ?? unknown();
    case 'hibernate': {
      const { hibernate = true } = action;
      return typeof hibernate === 'boolean' ? { type: 'nothing' } : unknown();
    }
    case 'postpone': {
      const { postpone = true } = action;
      if (typeof postpone !== 'boolean') return unknown();
      return postpone && isEnterCall ? notHere() : { type: 'postpone', flag: postpone };
    }
    case 'next_event': {
      if (isEnterCall) return notHere();
      const type = freezeTerm(action.eventType);
      if (!isEventType(type)) return unknown();
      return { type: 'insert', event: { type, content: freezeTerm(action.content), seq: -1 } };
    }
    case 'change_callback_module':
    case 'push_callback_module': {
      const { module, type } = action;
      if (typeof module !== 'string') return unknown();
      const below = modules.slice(type === 'change_callback_module' ? 1 : 0);
      return isEnterCall ? notHere() : { type: 'modules', modules: [module, ...below] };
    }
    case 'pop_callback_module':
      if (modules.length === 1) return unknown();
      return isEnterCall ? notHere() : { type: 'modules', modules: modules.slice(1) };
    default: {
      const request = typeof value === 'number' ? bareTimeout(value) : timeoutRequest(action);
      return request === null ? unknown() : { type: 'timeout', request };
    }
  }
}

/** A reply action, or null if it is none. */
export function replyOf(value: unknown): (Wish & { readonly type: 'reply' }) | null {
  const { type, from, reply } = (value ?? {}) as Partial<ReplyAction>;
  if (type !== 'reply' || !(from instanceof From)) return null;
  return { type, from, reply: freezeTerm(reply) };
}

/** A time alone is an event timeout that brings it. */
const bareTimeout = (time: number): TimeoutRequest | null =>
  isTime(time, false) ? { kind: 'timeout', time, content: time, abs: false } : null;

function timeoutRequest({ type, kind, time, content, options }: AnyAction): TimeoutRequest | null {
  if (!isTimeoutKind(kind)) return null;
  const of = freezeTerm(kind) as TimeoutKind;
  switch (type) {
    case 'cancel_timeout':
      return { kind: of, time: Number.POSITIVE_INFINITY, content: null, abs: false };
    case 'update_timeout':
      return { kind: of, time: 'update', content: freezeTerm(content), abs: false };
    case 'start_timeout': {
      const abs = options === undefined ? false : absOf(options);
      if (abs === null || !isTime(time, abs)) return null;
      return { kind: of, time, content: freezeTerm(content), abs };
    }
    default:
      return null;
  }
}

function absOf(options: unknown): boolean | null {
  if (typeof options !== 'object' || options === null) return null;
  if (Object.keys(options).some((key) => key !== 'abs')) return null;
  const { abs = false } = options as { readonly abs?: unknown };
  return typeof abs === 'boolean' ? abs : null;
}

/** Keeps the moment an exact integer. */
const TIME_MAX_MS = 2 ** 42;

function isTime(time: unknown, abs: boolean): time is number {
  if (time === Number.POSITIVE_INFINITY) return true;
  return (
    Number.isInteger(time) &&
    Math.abs(time as number) <= TIME_MAX_MS &&
    (abs || (time as number) >= 0)
  );
}

function isTimeoutKind(kind: unknown): kind is TimeoutKind {
  if (Array.isArray(kind)) return kind.length === 2 && kind[0] === 'timeout';
  return kind === 'state_timeout' || kind === 'timeout';
}

function isEventType(type: Term): boolean {
  if (Array.isArray(type) && type[0] === 'call')
    return type.length === 2 && type[1] instanceof From;
  return type === 'cast' || type === 'info' || type === 'internal' || isTimeoutKind(type);
}

/** Port of `callback_mode_result/6`: null if it is none. The last mode of a list counts. */
export function modeOf(value: unknown): Mode | null {
  let byState: boolean | null = null;
  let stateEnter = false;
  for (const word of asList(value)) {
    if (word === 'state_functions' || word === 'handle_event_function')
      byState = word === 'state_functions';
    else if (word === 'state_enter') stateEnter = true;
    else return null;
  }
  return byState === null ? null : { byState, stateEnter };
}

/** An error with what a callback gave; what is no term is told as such. */
function bad(why: string, given: unknown): { readonly type: 'bad'; readonly reason: Term } {
  return { type: 'bad', reason: badReason(why, given) };
}

export const badReason = (why: string, given: unknown): Term => Object.freeze([why, asTerm(given)]);

/** Whatever a callback gave, as a term. */
export function asTerm(given: unknown): Term {
  if (given === undefined) return 'undefined';
  try {
    return freezeTerm(given);
  } catch {
    return 'not_a_term';
  }
}
