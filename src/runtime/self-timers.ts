import {
  areOptions,
  badarg,
  isBoolean,
  isDelay,
  isMoment,
  isRef,
  isTimerDest,
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
  checkTimer('send_after', context, ms, dest, body, options);
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
  checkTimer('start_timer', context, ms, dest, content, options);
  return start(context, ms, dest, options, (ref) =>
    Object.freeze({ type: 'timeout', ref, message: content }),
  );
}

function checkTimer(
  name: string,
  context: Context,
  ms: number,
  dest: unknown,
  message: Term,
  options: TimerOptions,
): void {
  const isGood =
    areOptions(options, TIMER_OPTIONS) &&
    (options.abs === true ? isMoment(ms) : isDelay(ms)) &&
    isTimerDest(dest, context.node.name);
  if (!isGood) throw badarg(name, ms, dest, message, options);
}

const TIMER_OPTIONS = { abs: isBoolean };
const READ_OPTIONS = { async: isBoolean };
const CANCEL_OPTIONS = { async: isBoolean, info: isBoolean };

function start(
  context: Context,
  ms: number,
  dest: Pid | string,
  options: TimerOptions,
  body: (ref: Ref) => Term,
): Ref {
  const { abs = false } = options;
  return context.effect((node, process) => {
    const ref = new Ref(node.name, node.newRef());
    const delayMs = abs ? Math.max(0, ms - node.now / 1_000) : ms;
    node.timers.start(process, delayMs, dest, body(ref), ref.id);
    return ref;
  });
}

export function readTimer(context: Context, ref: Ref, options: TimerAnswer): number | false | 'ok' {
  if (!isRef(ref) || !areOptions(options, READ_OPTIONS)) throw badarg('read_timer', ref, options);
  return answer(context, 'read_timer', ref, options, (node) => node.timers.read(ref.id));
}

export function cancelTimer(
  context: Context,
  ref: Ref,
  options: TimerAnswer,
): number | false | 'ok' {
  if (!isRef(ref) || !areOptions(options, CANCEL_OPTIONS))
    throw badarg('cancel_timer', ref, options);
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
