import type { SimTime } from '../base/sim-time.ts';
import type { Activation } from './activation.ts';
import type { Behaviour } from './behaviour.ts';
import type { Dictionary } from './dictionary.ts';
import type { ViaName } from './server-ref.ts';
import type { Pid, Term } from './term.ts';

/**
 * What stands in a process's queue: a message, or a signal that has not been looked at.
 * All kinds stand in one queue, in the order of sending: OTP's promise per pair of processes.
 */
export class Message {
  /** A `MESSAGE`, or one of the signals. */
  kind: number;
  readonly sender: Pid | null;
  /** Of a call: what the reply must name. Of an exit signal: 1 when sent by exit/2. Of the other signals: alias, monitor. */
  readonly ref: number;
  body: Term;
  /** `seq` of its `sent` or `exit_signal_sent`. */
  readonly seq: number;
  next: Message | null = null;

  constructor(kind: number, sender: Pid | null, ref: number, body: Term, seq: number) {
    this.kind = kind;
    this.sender = sender;
    this.ref = ref;
    this.body = body;
    this.seq = seq;
  }
}

/** Beyond the kinds of messages, what is looked at before a process has its turn: an exit signal in the queue. */
export const EXIT_SIGNAL = 64;
/** A message to an alias, its `ref`: whether that is active shows when it is taken in. */
export const ALIAS_SIGNAL = 65;
/** A DOWN whose monitor, its `ref`, may be gone when it is taken in. */
export const DOWN_SIGNAL = 66;

/** What a process waits for, besides its next message. */
export const NOT_WAITING = 0;
/** An answer with a ref: a reply, a start's acknowledgement, a death. */
export const AWAITING = 1;
/** A message that fits. */
export const RECEIVING = 2;
export const SLEEPING = 3;
// Of a behaviour's process, between two callbacks.
/** Its next message, for a limited time (gen_server's timeout). */
export const IDLING = 4;
/** The end of its suspension: it takes nothing but system messages and the EXIT of its parent. */
export const SUSPENDED = 5;

/** How a wait ended. */
export const NO_OUTCOME = 0;
export const REPLIED = 1;
export const DIED = 2;
export const TIMED_OUT = 3;

export interface Watcher {
  readonly ref: number;
  readonly pid: Pid;
  /** What a DOWN names: the pid, or the name it was monitored by. */
  readonly object: Term;
  /** What stands in the place of `'DOWN'`. */
  readonly tag: Term;
}

/** One process. Everything a fork must copy stands here; see `forkProcess`. */
export class Process {
  readonly pid: Pid;
  /** With the module and the parent, another one when a plain process enters a behaviour's loop. */
  behaviour: Behaviour;
  /** Callback module. A gen_statem may take another. */
  module: string;
  parent: Pid | null;
  /** Who spawned it: `process_info(Pid, parent)`. A parent is that only to those it is linked to from the start. */
  readonly spawner: Pid | null;
  /** Of a process of proc_lib's: who started it, the nearest first, by name or pid. */
  ancestors: readonly Term[] | null = null;
  /** Null until it is changed: see `dictionary.ts`. */
  dictionary: Dictionary | null = null;
  /** The callback module's default export: looked up once. */
  callbacks: unknown = null;
  name: string | null = null;
  /** The name it was started with, or entered its loop with, if that is not a local one. */
  viaName: ViaName | null = null;
  /** The author's state. */
  state: Term = null;
  /** The behaviour's own data; `behaviour.fork` copies it. */
  data: unknown = null;
  trapExit = false;
  /** The debug options of a behaviour's process, a term; null: none. See `otp/gen/debug.ts`. */
  debug: readonly unknown[] | null = null;
  /** Entry on the agenda for its next step, and for its deadline (-1: none yet). */
  readonly runEntry: number;
  timerEntry = -1;
  scheduled = false;
  alive = true;

  head: Message | null = null;
  tail: Message | null = null;
  queued = 0;
  /** How many of the queue are signals that have not been looked at. */
  signals = 0;

  wait = NOT_WAITING;
  awaitRef = 0;
  /** The process whose answer is awaited; those who await one process form a list through their slots (-1: end). */
  awaitTarget: Pid | null = null;
  awaitNext = -1;
  awaitPrevious = -1;
  awaitedBy = -1;
  outcome = NO_OUTCOME;
  outcomeValue: Term = null;
  outcomeSeq = -1;
  matches: ((message: Term) => boolean) | null = null;
  /** When the wait ends by itself; -1: never. */
  deadline: SimTime = -1;
  timedOut = false;
  busyUntil: SimTime = 0;

  activation: Activation | null = null;
  links: Pid | Map<number, Pid> | null = null;
  watchers: Watcher[] | null = null;
  /** Monitors it holds: ref to target. */
  watching: Map<number, Pid> | null = null;
  /** Reason its next callback raises. */
  crashNext: Term | undefined = undefined;
  /** It ran `exit(self(), …)`: it ends with this reason when its step is over, and what it still does has no effect. */
  doomed: Term | undefined = undefined;
  /** Its next step is `behaviour.start`, whatever is in the mailbox. */
  toStart = true;
  hasTimers = false;
  reductions = 0;

  constructor(
    pid: Pid,
    behaviour: Behaviour,
    module: string,
    parent: Pid | null,
    spawner: Pid | null,
    runEntry: number,
  ) {
    this.pid = pid;
    this.behaviour = behaviour;
    this.module = module;
    this.parent = parent;
    this.spawner = spawner;
    this.runEntry = runEntry;
  }
}

export function enqueue(process: Process, message: Message): void {
  if (process.tail === null) process.head = message;
  else process.tail.next = message;
  process.tail = message;
  process.queued++;
}

/** Takes the first message out of the queue. There must be one, and no exit signal before it. */
export function dequeue(process: Process): Message {
  const message = process.head as Message;
  process.head = message.next;
  if (message.next === null) process.tail = null;
  else message.next = null;
  process.queued--;
  return message;
}

/** Puts a message that was taken out of the queue first again. */
export function putBack(process: Process, message: Message): void {
  message.next = process.head;
  process.head = message;
  process.tail ??= message;
  process.queued++;
}

/** Takes `message`, whose predecessor is `before` (null at the head), out of the queue. */
export function takeOut(process: Process, before: Message | null, message: Message): void {
  if (before === null) process.head = message.next;
  else before.next = message.next;
  if (process.tail === message) process.tail = before;
  message.next = null;
  process.queued--;
}

// Links: none, one, or a map by pid number; most processes have one, to their supervisor.

export function hasLink(process: Process, other: Pid): boolean {
  const { links } = process;
  if (links === null) return false;
  return links instanceof Map ? links.has(other.id) : links.id === other.id;
}

export function addLink(process: Process, other: Pid): void {
  const { links } = process;
  if (links === null) process.links = other;
  else if (links instanceof Map) links.set(other.id, other);
  else if (links.id !== other.id)
    process.links = new Map([
      [links.id, links],
      [other.id, other],
    ]);
}

export function removeLink(process: Process, other: Pid): void {
  const { links } = process;
  if (links === null) return;
  if (links instanceof Map) links.delete(other.id);
  else if (links.id === other.id) process.links = null;
}

export function linkedPids(process: Process): Pid[] {
  const { links } = process;
  if (links === null) return [];
  return links instanceof Map ? [...links.values()] : [links];
}

/** A copy for a fork. A suspended generator can't be copied: it is run again when it is next needed. */
export function forkProcess(original: Process): Process {
  const copy = new Process(
    original.pid,
    original.behaviour,
    original.module,
    original.parent,
    original.spawner,
    original.runEntry,
  );
  copy.ancestors = original.ancestors;
  copy.dictionary = original.dictionary;
  copy.callbacks = original.callbacks;
  copy.name = original.name;
  copy.viaName = original.viaName;
  copy.state = original.state;
  copy.data = original.behaviour.fork(original.data);
  copy.trapExit = original.trapExit;
  copy.debug = original.debug;
  copy.timerEntry = original.timerEntry;
  copy.scheduled = original.scheduled;
  for (let message = original.head; message !== null; message = message.next) {
    enqueue(
      copy,
      new Message(message.kind, message.sender, message.ref, message.body, message.seq),
    );
  }
  copy.signals = original.signals;
  copy.wait = original.wait;
  copy.awaitRef = original.awaitRef;
  copy.awaitTarget = original.awaitTarget;
  copy.awaitNext = original.awaitNext;
  copy.awaitPrevious = original.awaitPrevious;
  copy.awaitedBy = original.awaitedBy;
  copy.outcome = original.outcome;
  copy.outcomeValue = original.outcomeValue;
  copy.outcomeSeq = original.outcomeSeq;
  copy.deadline = original.deadline;
  copy.timedOut = original.timedOut;
  copy.busyUntil = original.busyUntil;
  copy.activation = original.activation?.fork() ?? null;
  copy.links = original.links instanceof Map ? new Map(original.links) : original.links;
  copy.watchers = original.watchers?.slice() ?? null;
  copy.watching = original.watching === null ? null : new Map(original.watching);
  copy.crashNext = original.crashNext;
  copy.toStart = original.toStart;
  copy.hasTimers = original.hasTimers;
  copy.reductions = original.reductions;
  return copy;
}
