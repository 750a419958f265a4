import type { SimTime } from '../base/sim-time.ts';
import type { Term } from './term.ts';

/**
 * The facts a run tells, as one closed list. The number of a kind is its place in the list:
 * it is what the columns of the trace hold, so new kinds go at the end.
 *
 * Every event has `seq` (its number, from 0), `at`, `pid` (whose event it is; 0 is the world outside),
 * `peer` (the other process, 0 for none) and two integers `a` and `b`. A `string` below is an index
 * into the trace's table of strings. `payload` is a term, or data made of terms.
 */
export const EVENT_TYPES = [
  /** pid, peer: parent or 0, a: behaviour (string: gen_server, supervisor, gen_event, gen_statem, process …), b: callback module (string). payload: {function, args}. */
  'spawned',
  /** pid, a: name (string), b: 1 if it is one of `global` or of a module that knows names, as it prints: `{global,kv}`. */
  'registered',
  /** pid, a: name (string). */
  'unregistered',
  /** pid, peer. Once per pair: links are symmetric. */
  'linked',
  'unlinked',
  /** pid watches peer. a: ref. */
  'monitored',
  'demonitored',
  /** pid: sender (0: outside), peer: receiver, a: MessageKind, b: ref of the call or 0. payload: the message. Its `seq` names the message from now on. */
  'sent',
  /** The receiver took the message out of its mailbox. pid, peer: sender, a: callback (string, '' for a plain receive, a reply or an internal wait), b: seq of `sent`. payload: the message. */
  'received',
  /** A callback without a message: init, terminate, handle_continue, a start function; of a gen_event, every callback of each handler; of a gen_statem, one for an event that is not a message just received. pid, a: callback (string), b: handler (string) of a gen_event. payload: its arguments. */
  'called',
  /** A step is over and the process has another state than before. pid. payload: the state. */
  'state_changed',
  /** A callback raised. pid, a: callback (string), b: class (0 error, 1 exit, 2 throw). payload: the reason as exit reason. */
  'crashed',
  /** pid: sender, peer: receiver, a: 0 through a link, 1 by exit/2. payload: reason. */
  'exit_signal_sent',
  /** pid: receiver, peer: sender, a: 0 ignored, 1 trapped (now a message), 2 fatal, b: seq of `exit_signal_sent`. payload: reason. */
  'exit_signal_received',
  /** pid. a: 0 normal end or stop, 1 callback raised, 2 by signal. payload: reason, as monitors see it. */
  'exited',
  /** pid: the dead one, peer: the watcher, a: ref. payload: reason. */
  'down_sent',
  /** pid (0: none), a: timer ref, b: delay in ms. payload: message. */
  'timer_started',
  /** pid, peer: who gets its message or 0, a: timer ref, b: TimerAction. payload: message, exit reason or {module, function, args}. */
  'timer_fired',
  'timer_cancelled',
  /** The process blocks. pid, peer: on whom or 0, a: WaitKind. Ends with its next `received`, `wait_ended` or `exited`. */
  'wait_started',
  /** A wait ended without a message. pid, a: 0 timed out, 1 the other died, 2 woke. payload: reason, when the other died. */
  'wait_ended',
  /** pid is busy. a: for how many ms. */
  'work_started',
  /** A message that nobody will get. pid: sender, peer: receiver or 0, a: its place in DROP_REASONS, b: seq of `sent` or -1. payload: message. */
  'dropped',
  /** A supervisor's flags and child specs, after init or a code change. pid, a: 1 after a code change, which starts and stops nobody. payload: SupervisorFacts. */
  'supervisor_started',
  /** pid: supervisor, a: child id (string), payload: ChildFacts. start_child added a spec. */
  'child_added',
  /** pid: supervisor, a: child id (string). Its spec is gone. */
  'child_removed',
  /** pid: supervisor, peer: the child, 0 for `ignore`; a: child id (string), b: 0 first start, 1 restart. */
  'child_started',
  /** pid: supervisor, a: child id (string), b: 0 first start, 1 restart. payload: reason. */
  'child_start_failed',
  /** pid: supervisor, peer: the child that died, a: child id (string), b: Decision. payload: DecisionFacts. */
  'decided',
  /** The supervisor tells a child to stop. pid: supervisor, peer: child, a: child id (string), b: shutdown in ms, -1 infinity, -2 brutal_kill. */
  'child_stopping',
  /** pid: supervisor, peer: child, a: child id (string). payload: reason. */
  'child_stopped',
  /** A supervisor, crash or error report. pid: who logs, a: kind (string). payload: data; of an error or crash report the reason first. */
  'reported',
  /** gen_event. pid: manager, a: handler (string), b: its place, from 0 (the first one visited). payload: its state. */
  'handler_added',
  /** pid: manager, a: handler (string), b: its place. payload: reason. */
  'handler_removed',
  /** What a person (or the script) did. a: number of the command, from 0. payload: the command. */
  'command_applied',
  /** What came of a command. a: number of the command. payload: CommandResult. */
  'command_answered',
  /**
   * gen_statem. The state changed, is repeated, or is the first one (`from` is null). pid, a: type of the event that did it (string: call, cast, info,
   * internal, state_timeout, timeout; enter for the first state, system for one that was replaced or converted), b: seq of its message's `sent` (of a timer's: its `timer_fired`) or -1. payload: {from, to}.
   * If they differ, all postponed events are retried, but for `system`; those postponed again are told again.
   */
  'transitioned',
  /** gen_statem puts an event aside until the state changes. pid, a: how many it has put aside now, b: as of `transitioned`. payload: [type, content]. */
  'postponed',
  /** pid handles system messages alone from now on: `sys:suspend/1`. */
  'suspended',
  /** `sys:resume/1`. */
  'resumed',
  /** A plain process goes on as a behaviour's. pid, a: behaviour (string), b: callback module (string). */
  'entered_loop',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** Type to number, for the writers: `EVENT.sent`. */
export const EVENT = Object.freeze(
  Object.fromEntries(EVENT_TYPES.map((type, index) => [type, index])),
) as Readonly<Record<EventType, number>>;

/** One event, decoded. Hot code works on the columns instead. */
export interface TraceEvent {
  readonly seq: number;
  readonly at: SimTime;
  readonly type: EventType;
  readonly pid: number;
  readonly peer: number;
  readonly a: number;
  readonly b: number;
  readonly payload: unknown;
}

/** What kind of message a `sent` event carries: its sign on the canvas. */
export const MESSAGE_KINDS = [
  'info',
  'call',
  'cast',
  'reply',
  'notify',
  'sync_notify',
  'timeout',
  'exit',
  'down',
  'system',
  'ack',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];
export const MESSAGE = Object.freeze(
  Object.fromEntries(MESSAGE_KINDS.map((kind, index) => [kind, index])),
) as Readonly<Record<MessageKind, number>>;

/** What a `wait_started` waits for. */
export const WAIT_KINDS = ['receive', 'call', 'start', 'stop', 'sleep'] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];
export const WAIT = Object.freeze(
  Object.fromEntries(WAIT_KINDS.map((kind, index) => [kind, index])),
) as Readonly<Record<WaitKind, number>>;

/** What a timer does when it fires, in the order of `timer_fired`'s column b: sends its message, spawns a process, sends an exit signal. */
export const TIMER_ACTIONS = ['send', 'apply', 'exit'] as const;
export type TimerAction = (typeof TIMER_ACTIONS)[number];

/** Why a message was dropped: nobody there, an answer that came too late, lost with the mailbox of a process that died. */
export const DROP_REASONS = ['noproc', 'stale', 'died_with_mailbox'] as const;

/** What a supervisor decides when a child has died, in the order of `decided`'s column b. */
export const DECISIONS = ['restart', 'give_up', 'leave', 'auto_shutdown', 'retry'] as const;
export type Decision = (typeof DECISIONS)[number];

export type Strategy = 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one';
export type RestartType = 'permanent' | 'transient' | 'temporary';
export type Shutdown = 'brutal_kill' | 'infinity' | number;

export interface ChildFacts {
  readonly id: string;
  readonly restart: RestartType;
  readonly shutdown: Shutdown;
  readonly type: 'worker' | 'supervisor';
  readonly significant: boolean;
  /** `module:function`, of the start function. */
  readonly start: string;
}

export interface SupervisorFacts {
  readonly strategy: Strategy;
  readonly intensity: number;
  /** Seconds. */
  readonly period: number;
  readonly autoShutdown: 'never' | 'any_significant' | 'all_significant';
  /** In start order; the template alone for simple_one_for_one. */
  readonly children: readonly ChildFacts[];
}

export interface DecisionFacts {
  readonly decision: Decision;
  readonly child: string;
  readonly restart: RestartType;
  readonly strategy: Strategy;
  readonly reason: Term;
  /** Restarts in the window, this one included. */
  readonly count: number;
  readonly intensity: number;
  readonly period: number;
  /** Ids of the children to stop, in the order of stopping; and to start, in that order. */
  readonly stop: readonly string[];
  readonly start: readonly string[];
}

/** Strings that stand in every trace's table, at these indices: nobody need look them up. */
const KNOWN = [
  '',
  'init',
  'handle_call',
  'handle_cast',
  'handle_info',
  'handle_continue',
  'terminate',
  'process',
  'gen_server',
  'supervisor',
  'start_link',
  'crash_report',
] as const;
export const KNOWN_STRINGS: readonly string[] = KNOWN;
export const KNOWN_STRING = Object.freeze(
  Object.fromEntries(KNOWN.map((text, index) => [text, index])),
) as Readonly<Record<(typeof KNOWN)[number], number>>;
