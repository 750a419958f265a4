import {
  checkAbsolute,
  checkDelay,
  checkOptions,
  checkRef,
  checkTimerDest,
  isBoolean,
} from './check-args.ts';
import type { Context } from './context.ts';
import type { Node } from './node.ts';
import type { Process } from './process.ts';
import { freezeTerm, type Pid, Ref, type Term } from './term.ts';
import { MESSAGE } from './trace-event.ts';

/** Options of `erlang:send_after/4` and `start_timer/4`. */
export interface TimerOptions {
  /** The time is a moment, as `self.now()` gives it, not a delay. */
  readonly abs?: boolean | undefined;
}

/** Options of `erlang:read_timer/2` and `cancel_timer/2`. */
export interface TimerAnswer {
  /** The answer comes as a message: `{cancel_timer | read_timer, Ref, Result}`. */
  readonly async?: boolean | undefined;
  /** Of `cancelTimer`: without it there is no answer. Default: true. */
  readonly info?: boolean | undefined;
}

// Timers: the bodies of `Self`'s methods.

export function sendAfter(
  context: Context,
  ms: number,
  dest: Pid | string,
  message: Term,
  options: TimerOptions,
): Ref {
  const body = freezeTerm(message);
  return start(context, ms, dest, options, () => body);
}

export function startTimer(
  context: Context,
  ms: number,
  dest: Pid | string,
  message: Term,
  options: TimerOptions,
): Ref {
  const content = freezeTerm(message);
  return start(context, ms, dest, options, (ref) =>
    Object.freeze({ type: 'timeout', ref, message: content }),
  );
}

function start(
  context: Context,
  ms: number,
  dest: Pid | string,
  options: TimerOptions,
  body: (ref: Ref) => Term,
): Ref {
  checkOptions(options, { abs: isBoolean });
  const { abs = false } = options;
  if (abs) checkAbsolute(ms);
  else checkDelay(ms);
  checkTimerDest(dest, context.node.name);
  return context.effect((node, process) => {
    const ref = new Ref(node.name, node.newRef());
    const delayMs = abs ? Math.max(0, ms - node.now / 1_000) : ms;
    node.timers.start(process, delayMs, dest, body(ref), ref.id);
    return ref;
  });
}

export function readTimer(context: Context, ref: Ref, options: TimerAnswer): number | false | 'ok' {
  checkRef(ref);
  checkOptions(options, { async: isBoolean });
  return answer(context, 'read_timer', ref, options, (node) => node.timers.read(ref.id));
}

export function cancelTimer(
  context: Context,
  ref: Ref,
  options: TimerAnswer,
): number | false | 'ok' {
  checkRef(ref);
  checkOptions(options, { async: isBoolean, info: isBoolean });
  return answer(context, 'cancel_timer', ref, options, (node, process) =>
    node.timers.cancel(process, ref.id),
  );
}

function answer(
  context: Context,
  type: string,
  ref: Ref,
  { async = false, info = true }: TimerAnswer,
  ask: (node: Node, process: Process) => number | null,
): number | false | 'ok' {
  return context.effect((node, process) => {
    const result = (ref.node === node.name ? ask(node, process) : null) ?? false;
    if (!async) return info ? result : 'ok';
    if (info)
      node.mail.send(process, process, MESSAGE.info, 0, Object.freeze({ type, ref, result }));
    return 'ok';
  });
}
