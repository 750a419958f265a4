import { callFunction } from '../../runtime/activation.ts';
import type { Context } from '../../runtime/context.ts';
import { THROW_CLASS, toFailure } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { plainBody } from '../../runtime/plain.ts';
import type { Message, Process } from '../../runtime/process.ts';
import { Self } from '../../runtime/self.ts';
import { serverName } from '../../runtime/server-ref.ts';
import { equalTerms, freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';

/** What debugs a process: port of the debug structure of `sys.erl`. */

/** An exported function by its name, `[module, function]` or `[module, function, args]`; called as `function(self, ...args, …)`. */
export type NamedFunction =
  | readonly [module: string, name: string]
  | readonly [module: string, name: string, args: readonly Term[]];

/**
 * A function to be installed, with its first state, and what it goes by if not by itself. It is called in the process as
 * `function(self, state, event, extra)` and must not wait. It gives its next state; `done`, and raising anything, removes it.
 */
export type DebugFunction =
  | readonly [named: NamedFunction, state: Term]
  | readonly [id: Term, named: NamedFunction, state: Term];

/** Of the option `debug` of a start function; what is none of these is ignored, as in OTP. */
export type DebugOption =
  | 'trace'
  | 'log'
  | readonly ['log', number]
  | 'statistics'
  | readonly ['install', DebugFunction];

/** OTP's `[dbg_opt()]`, newest first. A term: a process written by hand holds it itself. */
export type Debug = readonly Dbg[];
type Dbg = { readonly id: Term } & (
  | { readonly type: 'trace' }
  | { readonly type: 'log'; readonly max: number; readonly events: readonly Term[] }
  | ({ readonly type: 'statistics'; readonly since: Clock } & Counts)
  | { readonly type: 'function'; readonly function: NamedFunction; readonly state: Term }
);
interface Counts {
  readonly messagesIn: number;
  readonly messagesOut: number;
}
/** Milliseconds of virtual time, and the reductions of the process. */
interface Clock {
  readonly time: number;
  readonly reductions: number;
}
export interface Statistics extends Counts {
  /** Milliseconds of virtual time. */
  readonly startTime: number;
  readonly currentTime: number;
  readonly reductions: number;
}

/** What the debug options of a process do to the world. */
export interface Debugged {
  print(event: Term): void;
  clock(): Clock;
  call(named: NamedFunction, args: readonly Term[]): unknown;
  readonly node: Node;
}

/** Port of `handle_debug/4`. `extra` is what the functions are given with it. */
export function debugWith(by: Debugged, debug: Debug, event: Term, extra: Term): Debug {
  const after: Dbg[] = [];
  for (const option of debug) {
    switch (option.type) {
      case 'trace':
        by.print(event);
        after.push(option);
        break;
      case 'log':
        after.push({ ...option, events: [...option.events, event].slice(-option.max) });
        break;
      case 'statistics':
        after.push(counted(option, event));
        break;
      case 'function': {
        const state = nextState(by, option.function, [option.state, event, extra]);
        if (state !== 'done') after.push({ ...option, state });
      }
    }
  }
  return after;
}

/** OTP: to a function a thrown value is a returned one. */
function nextState(by: Debugged, named: NamedFunction, args: readonly Term[]): Term {
  try {
    const given = by.call(named, args);
    return given === undefined ? null : freezeTerm(given);
  } catch (thrown) {
    const failure = toFailure(thrown, by.node.code);
    if (failure.class !== THROW_CLASS) return 'done';
    return (failure.reason as readonly Term[])[1] as Term;
  }
}

/** Port of `stat/2`. */
function counted<Option extends Counts>(option: Option, event: Term): Option {
  const [word, ...rest] = Array.isArray(event) ? (event as readonly Term[]) : [];
  if (word === 'in' && (rest.length === 1 || rest.length === 2))
    return { ...option, messagesIn: option.messagesIn + 1 };
  if (word === 'out' && (rest.length === 2 || rest.length === 3))
    return { ...option, messagesOut: option.messagesOut + 1 };
  return option;
}

/** Port of `debug_cmd/2`: the answer, and the options from now on. */
export function debugCommand(by: Debugged, debug: Debug, command: Term): readonly [Term, Debug] {
  if (command === 'no_debug') return ['ok', []];
  const [what, flag = null] = Array.isArray(command) ? (command as readonly Term[]) : [];
  if (what === 'remove') return ['ok', without(debug, flag)];
  if (what === 'log' && (flag === 'get' || flag === 'print')) {
    const events = loggedEvents(debug);
    if (flag === 'get') return [{ type: 'ok', events }, debug];
    for (const event of events) by.print(event);
    return ['ok', debug];
  }
  if (what === 'statistics' && flag === 'get')
    return [{ type: 'ok', statistics: statistics(by, debug) as unknown as Term }, debug];
  const isSwitch = what === 'trace' || what === 'log' || what === 'statistics';
  if (isSwitch && flag === false) return ['ok', without(debug, what)];
  const option =
    isSwitch && flag === true
      ? optionOf(by, what)
      : what === 'log' && Array.isArray(flag) && flag[0] === true
        ? optionOf(by, ['log', flag[1] as Term])
        : what === 'install'
          ? optionOf(by, command)
          : null;
  return option === null ? ['unknown_debug', debug] : ['ok', install(debug, option)];
}

/** Port of `debug_options/1`. */
export function debugOptions(by: Debugged, options: unknown): Debug {
  let debug: Debug = [];
  for (const given of Array.isArray(options) ? (options as readonly Term[]) : []) {
    const option = optionOf(by, given);
    if (option !== null) debug = install(debug, option);
  }
  return freezeTerm(debug) as unknown as Debug;
}

/** One `debug_option()`, as it is to be installed. */
function optionOf(by: Debugged, option: Term): Dbg | null {
  const [what, value = 10] = Array.isArray(option) ? (option as readonly Term[]) : [option];
  switch (what) {
    case 'trace':
      return { id: what, type: what };
    case 'log':
      return Number.isInteger(value) && (value as number) > 0
        ? { id: what, type: what, max: value as number, events: [] }
        : null;
    case 'statistics':
      return { id: what, type: what, since: by.clock(), messagesIn: 0, messagesOut: 0 };
    case 'install': {
      if (!isDebugFunction(value)) return null;
      const [named, state] = value.slice(-2) as unknown as readonly [NamedFunction, Term];
      return { id: value[0] as Term, type: 'function', function: named, state };
    }
    default:
      return null;
  }
}

/** What is there stays as it is, the length of a log too. */
const install = (debug: Debug, option: Dbg): Debug =>
  debug.some(({ id }) => equalTerms(id, option.id)) ? debug : [option, ...debug];

const without = (debug: Debug, id: Term): Debug =>
  debug.filter((option) => !equalTerms(option.id, id));

export function isDebugFunction(value: unknown): value is DebugFunction {
  return (
    Array.isArray(value) &&
    (value.length === 2 || value.length === 3) &&
    isNamedFunction(value.at(-2))
  );
}

export function isNamedFunction(value: unknown): value is NamedFunction {
  if (!Array.isArray(value)) return false;
  const [module, name, args = []] = value;
  return typeof module === 'string' && typeof name === 'string' && Array.isArray(args);
}

/** Port of `get_log/1`: oldest first. */
export function loggedEvents(debug: unknown): readonly Term[] {
  for (const option of (debug ?? []) as Debug) if (option.type === 'log') return option.events;
  return NO_EVENTS;
}
const NO_EVENTS: readonly Term[] = Object.freeze([]);

function statistics(by: Debugged, debug: Debug): Statistics | 'no_statistics' {
  for (const option of debug) {
    if (option.type !== 'statistics') continue;
    const { since, messagesIn, messagesOut } = option;
    const { time: currentTime, reductions } = by.clock();
    const startTime = since.time;
    return {
      startTime,
      currentTime,
      reductions: reductions - since.reductions,
      messagesIn,
      messagesOut,
    };
  }
  return 'no_statistics';
}

// -------------------------------------------------------------------- of a behaviour's process

/** A system event, to the debug options of a process that has some. */
export function debugEvent(node: Node, process: Process, ...event: Term[]): void {
  const debug = process.debug as Debug;
  const extra = serverName(process);
  setDebug(process, debugWith(debugged(node, process), debug, freezeTerm(event), extra));
}

/** A message is taken in. */
export const debugIn = (node: Node, process: Process, message: Message): void =>
  debugEvent(node, process, 'in', plainBody(message));

export function setDebug(process: Process, debug: Debug): void {
  process.debug = debug.length === 0 ? null : (freezeTerm(debug) as unknown as Process['debug']);
}

export function debugged(node: Node, process: Process): Debugged {
  return {
    node,
    print: (event) => print(node, process, event),
    clock: () => clock(node, process),
    call: (named, args) => callNamed(node, process, named, args),
  };
}

function print(node: Node, process: Process, event: Term): void {
  const kind = node.trace.intern('debug');
  node.trace.write(node.now, EVENT.reported, process.pid.id, 0, kind, 0, event);
}

const clock = (node: Node, { reductions }: Process): Clock => ({
  time: Math.floor(node.now / 1_000),
  reductions,
});

/** Calls a named function in a process between two callbacks. May raise. */
export function callNamed(
  node: Node,
  process: Process,
  named: NamedFunction,
  args: readonly Term[],
): unknown {
  const context = node.callbacks.enter(process);
  try {
    return callAs(node, new Self(context), named, args);
  } catch (thrown) {
    // A function that never ends is ended, and its process with it.
    if (node.code.isBudgetExhausted(thrown)) process.doomed = 'too_many_reductions';
    throw thrown;
  } finally {
    node.callbacks.leave(process);
  }
}

function callAs(
  node: Node,
  self: Self,
  [module, name, first = []]: NamedFunction,
  args: readonly Term[],
): unknown {
  const begin = { module, function: name, of: 'exports', args: [...first, ...args] } as const;
  return callFunction(node, begin, self);
}

/** Of a plain process, in the middle of its own function. */
export function debuggedSelf(context: Context, self: Self): Debugged {
  const { node } = context;
  return {
    node,
    print(event) {
      if (context.isLive) print(node, context.process, event);
    },
    clock: () => context.effect(clock),
    call: (named, args) => callAs(node, self, named, args),
  };
}
