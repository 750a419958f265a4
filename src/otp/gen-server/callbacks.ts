import { type Begin, isGenerator } from '../../runtime/activation.ts';
import { ERROR_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { Self } from '../../runtime/self.ts';
import { type From, freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT, KNOWN_STRING } from '../../runtime/trace-event.ts';
import type { Data } from './data.ts';
import type { GenServer } from './module.ts';

export const INIT = 0;
export const CALL = 1;
export const CAST = 2;
export const INFO = 3;
export const CONTINUE = 4;
export const TERMINATE = 5;
const CALLBACKS = [
  'init',
  'handleCall',
  'handleCast',
  'handleInfo',
  'handleContinue',
  'terminate',
] as const;
/** Their names in the trace: OTP's. */
export const NAMES = [
  'init',
  'handle_call',
  'handle_cast',
  'handle_info',
  'handle_continue',
  'terminate',
] as const;

export const NAME_INDICES = NAMES.map((name) => KNOWN_STRING[name]);

export const LATER: unique symbol = Symbol('later');

/**
 * Runs one callback, and gives its result; LATER when the behaviour hears of it, or of its failure, in another
 * way. `seq` is that of the message it handles, -1 without one.
 */
export function run(
  node: Node,
  process: Process,
  tag: number,
  argument: Term,
  seq: number,
  from: From | null,
  sender: number,
): unknown {
  const { trace } = node;
  const callback = NAME_INDICES[tag] as number;
  if (seq < 0) trace.write(node.now, EVENT.called, process.pid.id, 0, callback, 0, argument);
  else trace.write(node.now, EVENT.received, process.pid.id, sender, callback, seq, argument);
  const callbacks = process.callbacks as GenServer | null;
  const method = callbacks?.[CALLBACKS[tag] as keyof GenServer];
  if (callbacks === null || typeof method !== 'function')
    return missing(node, process, tag, argument);
  const context = node.callbacks.enter(process);
  const self = new Self(context);
  const { state } = process;
  let result: unknown;
  try {
    node.callbacks.raiseIfAsked(process);
    switch (tag) {
      case CALL:
        result = (callbacks as Required<GenServer>).handleCall(argument, from as From, state, self);
        break;
      case CAST:
        result = (callbacks as Required<GenServer>).handleCast(argument, state, self);
        break;
      case INIT:
        result = callbacks.init(argument, self);
        break;
      default:
        result = (method as (argument: Term, state: Term, self: Self) => unknown).call(
          callbacks,
          argument,
          state,
          self,
        );
    }
  } catch (thrown) {
    node.callbacks.leave(process);
    // It may be a result that was thrown.
    if (tag !== INIT && tag !== TERMINATE) remember(process, argument, from);
    node.callbacks.raised(process, tag, callback, thrown);
    return LATER;
  }
  if (isGenerator(result)) {
    if (tag !== INIT && tag !== TERMINATE) remember(process, argument, from);
    const begin = describe(process, tag, argument, from);
    node.callbacks.settle(process, tag, callback, begin, context, result);
    return LATER;
  }
  node.callbacks.leave(process);
  return process.doomed === undefined ? result : LATER;
}

/** What is handled, and for whom: the report tells it if that ends the server. */
export function remember(process: Process, message: Term | undefined, from: From | null): void {
  process.data = { ...(process.data as Data), message, from };
}

function describe(process: Process, tag: number, argument: Term, from: From | null): Begin {
  const args =
    tag === INIT
      ? [argument]
      : tag === CALL
        ? [argument, from, process.state]
        : [argument, process.state];
  return { module: process.module, function: CALLBACKS[tag] as string, of: 'callbacks', args };
}

/** OTP: without handle_info a message is logged and dropped, without terminate there is none; any other callback must exist. */
function missing(node: Node, process: Process, tag: number, message: Term): unknown {
  if (tag === TERMINATE) return undefined;
  if (tag === INFO) {
    node.trace.write(
      node.now,
      EVENT.reported,
      process.pid.id,
      0,
      node.trace.intern('unhandled_message'),
      0,
      freezeTerm([process.module, message]),
    );
    return LATER;
  }
  const undef = { class: ERROR_CLASS, reason: 'undef', value: undefined };
  process.behaviour.raised(node, process, tag, undef);
  return LATER;
}
