import { isTimeout } from '../../runtime/check-args.ts';
import { EXIT_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { type From, freezeTerm, type Term } from '../../runtime/term.ts';
import { KNOWN_STRING } from '../../runtime/trace-event.ts';
import { debugEvent } from '../gen/debug.ts';
import { acknowledge, failedStart, IGNORED, initFailed, type StartData } from '../gen/gen.ts';
import type { Next, NoReply, Ok, Reply, Stop, StopInit, StopReply } from '../results.ts';
import { CALL, CONTINUE, INIT, NAME_INDICES, remember } from './callbacks.ts';
import { changeState, type Data, IDLE } from './data.ts';
import { debugContinue, terminate } from './end.ts';

export function initialised(
  node: Node,
  process: Process,
  result: { readonly type?: unknown } | null,
): void {
  const start = process.data as StartData;
  try {
    switch (result?.type) {
      case 'ok': {
        const { state, next } = result as Ok<Term>;
        if (!isNext(next)) break;
        changeState(node, process, state);
        process.data = IDLE;
        acknowledge(node, process, start, Object.freeze({ type: 'ok', pid: process.pid }));
        return proceed(node, process, next);
      }
      case 'ignore':
        return initFailed(node, process, start, IGNORED, 'normal', 0);
      case 'stop': {
        const reason = freezeTerm((result as StopInit).reason);
        return initFailed(node, process, start, failedStart(reason), reason, 0);
      }
      default:
        break;
    }
    const reason = badReturn(result);
    initFailed(node, process, start, failedStart(reason), reason, 1);
  } catch (thrown) {
    node.callbacks.raised(process, INIT, KNOWN_STRING.init, thrown);
  }
}

export function advanceCall(
  node: Node,
  process: Process,
  result: { readonly type?: unknown } | null,
  from: From,
  message: Term | undefined,
): void {
  if (result !== null && typeof result === 'object' && result.type === 'reply') {
    const { reply, state, next } = result as Reply<Term>;
    let answer: Term;
    try {
      if (!isNext(next)) {
        remember(process, message, from);
        return terminate(node, process, CALL, badReturn(result), 1);
      }
      answer = freezeTerm(reply);
      changeState(node, process, state);
    } catch (thrown) {
      remember(process, message, from);
      return node.callbacks.raised(process, CALL, KNOWN_STRING.handle_call, thrown);
    }
    node.mail.reply(process, from, answer);
    if (process.debug !== null) debugEvent(node, process, 'out', answer, from, process.state);
    if (next !== undefined) proceed(node, process, next);
    return;
  }
  remember(process, undefined, from);
  advance(node, process, CALL, result, message);
}

export function advance(
  node: Node,
  process: Process,
  tag: number,
  result: { readonly type?: unknown } | null,
  /** What was handled; of a callback that waited or raised, as it was remembered. */
  message: Term | undefined,
): void {
  const { from, message: remembered } = process.data as Data;
  if (from !== null || remembered !== undefined) process.data = IDLE;
  try {
    switch (result?.type) {
      case 'noreply': {
        const { state, next } = result as NoReply<Term>;
        if (!isNext(next)) break;
        changeState(node, process, state);
        if (process.debug !== null) {
          if (tag === CONTINUE) debugContinue(node, process, message ?? remembered);
          debugEvent(node, process, 'noreply', process.state);
        }
        return proceed(node, process, next);
      }
      case 'stop': {
        const { reason, state } = result as Stop<Term>;
        changeState(node, process, state);
        remember(process, message, from);
        return terminate(node, process, tag, freezeTerm(reason), 0);
      }
      case 'reply':
        if (tag !== CALL || from === null) break;
        return advanceCall(node, process, result, from, message);
      case 'stop_reply': {
        if (tag !== CALL || from === null) break;
        const { reason, state, reply } = result as StopReply<Term>;
        changeState(node, process, state);
        remember(process, message, from);
        return terminate(node, process, tag, freezeTerm(reason), 0, EXIT_CLASS, freezeTerm(reply));
      }
      default:
        break;
    }
  } catch (thrown) {
    remember(process, message, from);
    return node.callbacks.raised(process, tag, NAME_INDICES[tag] as number, thrown);
  }
  remember(process, message, from);
  terminate(node, process, tag, badReturn(result), 1);
}

function badReturn(value: unknown): Term {
  try {
    return freezeTerm(['bad_return_value', value]);
  } catch {
    return Object.freeze(['bad_return_value', 'not_a_term']);
  }
}

/** Of the forms of OTP's last element: an idle timeout, hibernation, or what to continue with. */
export function isNext(next: unknown): next is Next | undefined {
  if (next === undefined || next === 'hibernate') return true;
  if (typeof next === 'number') return isTimeout(next);
  if (typeof next !== 'object' || next === null || !('continue' in next)) return false;
  freezeTerm(next.continue);
  return true;
}

export function proceed(node: Node, process: Process, next: Next | undefined): void {
  if (next === undefined || next === 'hibernate' || next === Number.POSITIVE_INFINITY) return;
  if (typeof next === 'number') {
    if ((process.data as Data).idleMs !== next) process.data = { ...IDLE, idleMs: next };
    return node.waits.idle(process, next);
  }
  process.data = { ...IDLE, continue: next.continue };
  process.toStart = true;
}
