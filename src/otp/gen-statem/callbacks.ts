import type { Begin } from '../../runtime/activation.ts';
import {
  ERROR_CLASS,
  ErlangError,
  type Failure,
  THROW_CLASS,
  toFailure,
} from '../../runtime/exit-reason.ts';
import { formatTerm } from '../../runtime/format-term.ts';
import type { Node } from '../../runtime/node.ts';
import type { Message, Process } from '../../runtime/process.ts';
import { Self } from '../../runtime/self.ts';
import { freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import type { Data, Mode, Transition } from './data.ts';
import { badReason, modeOf } from './decide.ts';

/** Running the callbacks of a state machine. The behaviour hears of their end, by these tags. */
export const INIT = 0;
/** A state callback with an event; with a state enter call. */
export const HANDLE = 1;
export const ENTER = 2;
export const TERMINATE = 3;
export const CODE_CHANGE = 4;

/** Runs one callback of the present module; `index` is its name in the trace. Without it, the behaviour is told that it raised undef. */
export function callback(
  node: Node,
  process: Process,
  tag: number,
  index: number,
  name: string,
  args: readonly Term[],
): void {
  if (!hasCallback(process, name)) return process.behaviour.raised(node, process, tag, UNDEF);
  const callbacks = process.callbacks as Callbacks;
  const context = node.callbacks.enter(process);
  let given: unknown;
  try {
    node.callbacks.raiseIfAsked(process);
    given = (callbacks[name] as Callback).call(callbacks, ...args, new Self(context));
  } catch (thrown) {
    node.callbacks.leave(process);
    return node.callbacks.raised(process, tag, index, thrown);
  }
  const begin: Begin = { module: process.module, function: name, of: 'callbacks', args };
  node.callbacks.settle(process, tag, index, begin, context, given);
}

type Callback = (...args: unknown[]) => unknown;

/** Of its own: a state may be called `constructor`. */
export function hasCallback({ callbacks }: Process, name: string): boolean {
  if (callbacks === null || !Object.hasOwn(callbacks as Callbacks, name)) return false;
  return typeof (callbacks as Callbacks)[name] === 'function';
}

const UNDEF: Failure = Object.freeze({ class: ERROR_CLASS, reason: 'undef', value: undefined });

/** Calls the callback of the state in which the present transition stands. `message`: the one that it was just given. */
export function callState(
  node: Node,
  process: Process,
  tag: number,
  type: Term,
  content: Term,
  message: Message | null,
): void {
  const { mode, transition } = process.data as Data;
  const { state, data } = transition as Transition;
  const { trace } = node;
  const { id } = process.pid;
  const index = trace.intern(nameInTrace(process, tag));
  if (message === null) {
    trace.write(node.now, EVENT.called, id, 0, index, 0, freezeTerm([type, content]));
  } else {
    const { sender, seq, body } = message;
    trace.write(node.now, EVENT.received, id, sender?.id ?? 0, index, seq, body);
  }
  if (!mode.byState)
    return callback(node, process, tag, index, 'handleEvent', [type, content, state, data]);
  if (typeof state === 'string')
    return callback(node, process, tag, index, state, [type, content, data]);
  process.behaviour.raised(node, process, tag, { ...UNDEF, reason: 'badarg' });
}

/** The name of a callback as it is told: OTP's. */
export function nameInTrace(process: Process, tag: number): string {
  switch (tag) {
    case INIT:
      return 'init';
    case TERMINATE:
      return 'terminate';
    case CODE_CHANGE:
      return 'code_change';
    default: {
      const { mode, transition } = process.data as Data;
      if (!mode.byState) return 'handle_event';
      const { state } = transition as Transition;
      return typeof state === 'string' ? state : formatTerm(state);
    }
  }
}

/** What `raised` is told of what a callback's result raised when it was looked at. */
export function resultRaised(node: Node, process: Process, tag: number, thrown: unknown): void {
  const index = node.trace.intern(nameInTrace(process, tag));
  node.callbacks.raised(process, tag, index, thrown);
}

/** Asks a module for its callback mode. Port of `get_callback_mode/2`: the module may be missing, or raise. */
export function askMode(node: Node, process: Process, module: string): Mode | Failure {
  const callbacks = callbacksOf(node, module);
  let given: unknown;
  node.callbacks.enter(process);
  try {
    if (typeof callbacks?.callbackMode !== 'function') throw new ErlangError('undef');
    given = callbacks.callbackMode();
  } catch (thrown) {
    const failure = toFailure(thrown, node.code);
    if (failure.class !== THROW_CLASS) return failure;
    given = failure.value;
  } finally {
    node.callbacks.leave(process);
  }
  const reason = badReason('bad_return_from_callback_mode', given);
  return modeOf(given) ?? { class: ERROR_CLASS, reason, value: undefined };
}

export const isFailure = (answer: Mode | Failure): answer is Failure => 'class' in answer;

type Callbacks = Readonly<Record<string, unknown>>;
export const callbacksOf = (node: Node, module: string): Callbacks | null =>
  (node.moduleNamed(module)?.default as Callbacks | undefined) ?? null;
