import type { SimTime } from '../base/sim-time.ts';
import type { Term } from '../runtime/term.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';

/**
 * What the page and the engine's Worker say to each other: two closed unions.
 *
 * The page asks, the Worker answers each request once, with the request's `id`. The Worker never
 * speaks unasked, so it can't flood the page; an answer of an older `run` is dropped.
 */
export type RunId = number;

export type Request = { readonly id: number; readonly run: RunId } & RequestBody;
export type RequestBody =
  /** Makes a world at the moment 0 and replays `commands` (with their moments) as far as `until`. */
  | {
      readonly type: 'load';
      readonly scenario: Scenario;
      readonly seed: number;
      readonly commands: readonly Command[];
      readonly until: Moment | null;
      readonly terms: TermStyle;
    }
  /**
   * Goes to another moment of the run that was loaded, or of one with other `commands`. Events before `have` are
   * known where the batch goes, and the same in that run: they are not told again.
   */
  | {
      readonly type: 'seek';
      readonly commands: readonly Command[];
      readonly target: SeekTarget;
      readonly have: number;
    }
  /** Goes on to where `load` or `seek` was told to go, when its answer came before it was there (`slice`). */
  | { readonly type: 'travel'; readonly sliceMs: number }
  /** Runs on, up to and including `until`, at most `steps` steps, at most about `sliceMs` of real time. Stops after a step that told a beat, if asked. */
  | {
      readonly type: 'advance';
      readonly until: SimTime;
      readonly steps: number;
      readonly stopAt: 'none' | 'beat' | 'crash';
      readonly sliceMs: number;
    }
  /** Does `action` now. The answer holds the command with its moment, which the page keeps. */
  | { readonly type: 'act'; readonly action: Action }
  /** Everything about one process as it is now. */
  | { readonly type: 'inspect'; readonly pid: number }
  /** What happened in the step of this event, from the inside. */
  | { readonly type: 'explain'; readonly seq: number }
  /** One line of text for each of these events; null for what can't be told any more. */
  | { readonly type: 'describe'; readonly seqs: readonly number[] };

export type TermStyle = 'erlang' | 'javascript';

export type Answer = { readonly id: number; readonly run: RunId } & AnswerBody;
export type AnswerBody =
  | { readonly type: 'advanced'; readonly batch: Batch; readonly because: PauseReason }
  /** While it is under way (`slice`) there are no `states`. They are of every process, living or lately dead, as the view must show it: after the event asked for, else at the batch's end. */
  | {
      readonly type: 'sought';
      readonly batch: Batch;
      readonly states: ReadonlyMap<number, string>;
      readonly because: PauseReason;
    }
  | { readonly type: 'explained'; readonly step: StepDetail | null }
  | { readonly type: 'acted'; readonly command: Command; readonly batch: Batch }
  | { readonly type: 'inspected'; readonly process: ProcessDetail | null }
  | { readonly type: 'described'; readonly lines: readonly (string | null)[] }
  /** The request could not be carried out. `problems` are of the person's code, `message` is for reading. */
  | { readonly type: 'failed'; readonly message: string; readonly problems: readonly Problem[] };

/** A place in a module that doesn't compile or breaks a rule. Lines and columns from 1. */
export interface Problem {
  readonly module: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Moment {
  readonly at: SimTime;
  readonly step: number;
}

/** Which moment of a run. */
export type SeekTarget =
  /** Commands and timers of that moment included; the view shows the first `seen` events only, if that is given. */
  | ({ readonly type: 'moment'; readonly seen?: number } & Moment)
  /** After all that happens up to and including `at`. */
  | { readonly type: 'time'; readonly at: SimTime }
  /** When so many steps are made, and what is due then is done. */
  | { readonly type: 'step'; readonly step: number }
  /** At the end of the step in which it happens. */
  | { readonly type: 'event'; readonly seq: number };

/** `reached`: the moment or number of steps asked for; `stopped`: at a beat or crash; `idle`: nothing will happen any more; `slice`: real time is up, ask again. */
export type PauseReason = 'reached' | 'stopped' | 'idle' | 'slice';

/** What happened since the batch before. Columns are transferred, not copied. */
export interface Batch extends Moment {
  /** `seq` of the first event. */
  readonly first: number;
  readonly count: number;
  readonly ats: Float64Array;
  /** Numbers of `EVENT_TYPES`. */
  readonly types: Uint8Array;
  readonly pids: Int32Array;
  readonly peers: Int32Array;
  readonly as: Int32Array;
  readonly bs: Int32Array;
  /** New entries of the table of strings; the first one's index is `firstString`. */
  readonly firstString: number;
  readonly strings: readonly string[];
  /** Payloads the fold needs as data (`supervisor_started`, `child_added`, `decided`, `command_*`; those of state machines as below), by seq. Pids in them are text. */
  readonly facts: ReadonlyMap<number, unknown>;
  /** Text of payloads, at most 200 characters, by seq: all of them if the batch is small, else those of beats only. */
  readonly texts: ReadonlyMap<number, string>;
  /** State of every process whose state changed in this batch, as it is at the batch's end: one line, at most 120 characters. */
  readonly states: ReadonlyMap<number, string>;
  /** Rolling hash of the trace up to here: 8 hexadecimal digits, of `scenario` run, at `events` events. */
  readonly hash: string;
  /** Moment of the next thing that will happen, null when idle. */
  readonly next: SimTime | null;
}

/** Of a `transitioned`: the states' names, as they print in Erlang; `from` is null for the first state. */
export interface TransitionFacts {
  readonly from: string | null;
  readonly to: string;
  /** Of the event that did it: the atom its content is or begins with, or the name of the timeout; '' for none. */
  readonly tag: string;
}

/** Of a `postponed`: the event. */
export interface PostponedFacts {
  /** `call`, `cast`, `timeout retry` … */
  readonly type: string;
  readonly content: string;
}

/** Of a `timer_started` that is, to all appearances, the timeout of a state machine. */
export interface TimeoutFacts {
  readonly kind: 'state_timeout' | 'timeout';
  /** '' but for generic timeouts. */
  readonly name: string;
}

export interface ProcessDetail {
  readonly pid: number;
  readonly node: string;
  readonly printed: string;
  readonly name: string | null;
  readonly behaviour: string;
  readonly module: string;
  readonly parent: number;
  readonly trapExit: boolean;
  readonly status: 'runnable' | 'waiting' | 'idle' | 'busy' | 'exited';
  /** What it waits for, in words; null if it doesn't. */
  readonly waitsFor: string | null;
  readonly reductions: number;
  /** The whole state, printed on several lines, and as it was before the last step that changed it. */
  readonly state: string;
  readonly stateBefore: string | null;
  /** Oldest first, at most 200. */
  readonly mailbox: readonly {
    readonly kind: string;
    readonly from: number;
    readonly text: string;
  }[];
  readonly mailboxLength: number;
  readonly links: readonly number[];
  /** Whom it watches, and who watches it. */
  readonly monitors: readonly number[];
  readonly monitoredBy: readonly number[];
  readonly timers: readonly { readonly due: SimTime; readonly text: string }[];
  /** Of a gen_event manager, in the order visited; `supervisor` 0: added without one. */
  readonly handlers: readonly {
    readonly name: string;
    readonly state: string;
    readonly supervisor: number;
  }[];
}

/** One step, as `Input -> State -> (State, [Output])`. */
export interface StepDetail {
  readonly pid: number;
  /** `seq` of its first event, and of the one after its last. */
  readonly first: number;
  readonly end: number;
  /** The state on several lines; null for none. Both the same when the step left it as it was. */
  readonly before: string | null;
  readonly after: string | null;
  /** Payloads of the step's events on several lines, by seq. */
  readonly payloads: ReadonlyMap<number, string>;
  /** Where the author's code raised; null if it didn't, or nobody knows. Line from 1. */
  readonly threwAt: { readonly module: string; readonly line: number } | null;
}

/** What came of a command that asks for something. */
export type CommandResult =
  | { readonly type: 'reply'; readonly reply: Term }
  | { readonly type: 'exit'; readonly reason: Term }
  | { readonly type: 'timeout' }
  | { readonly type: 'ok' }
  | { readonly type: 'noproc' };
