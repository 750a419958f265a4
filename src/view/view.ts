import type { SimTime } from '../base/sim-time.ts';
import type {
  ChildFacts,
  DecisionFacts,
  MessageKind,
  SupervisorFacts,
  WaitKind,
} from '../runtime/trace-event.ts';

/** Number of a process: what prints as `<0.N.0>`. Never used twice in a run. */
export type ProcessKey = number;

/**
 * Where a card stands, whatever process fills it now: the ids from the root down, joined with `/`
 * (`simple_supervisor/server`), so that a restarted child is the same card with a new pid. A process
 * without a supervisor goes by its registered name or pid (`client_1`, `<0.90.0>`); an instance under
 * simple_one_for_one by its pid below its supervisor's path (`sessions/<0.95.0>`). A `/` within an id
 * is written `%2F`.
 */
export type CardPath = string;

/** A dead process is `exited` until it leaves the view. Look at a status with `statusAt`: work ends by time alone. */
export type ProcessStatus =
  | { readonly type: 'starting' }
  | { readonly type: 'running' }
  | { readonly type: 'busy'; readonly callback: string; readonly until: SimTime }
  | { readonly type: 'waiting'; readonly kind: WaitKind; readonly peer: ProcessKey }
  | { readonly type: 'suspended' }
  | {
      readonly type: 'exited';
      readonly reason: string;
      readonly how: 'normal' | 'crashed' | 'signal';
      readonly at: SimTime;
    };

export interface ProcessView {
  readonly pid: ProcessKey;
  readonly parent: ProcessKey;
  readonly path: CardPath;
  /** The supervisor whose child it is; 0 for a process without one. */
  readonly supervisedBy: ProcessKey;
  readonly behaviour: string;
  readonly module: string;
  /** Registered name; null without. The name of a dead process stays, to be read. */
  readonly name: string | null;
  readonly status: ProcessStatus;
  /** Its init is over; until then it is starting, also while it waits or works. */
  readonly ready: boolean;
  readonly mailbox: number;
  /** Callback of the last step. */
  readonly callback: string;
  /** The state on one line. */
  readonly state: string;
  readonly links: readonly ProcessKey[];
  readonly monitors: readonly ProcessKey[];
  readonly startedAt: SimTime;
  /** Set when it is a supervisor that has run its init. */
  readonly supervisor: SupervisorView | null;
  /** Of a gen_event manager: the names of its handlers, in the order they are visited: the newest first, unless swapped in. */
  readonly handlers: readonly string[];
  /** Of a gen_statem, from its first state on. */
  readonly machine: MachineView | null;
  /** The process whose place it has taken, as a child that was started again; 0 for none. */
  readonly replaces: ProcessKey;
  /** What those whose place it has taken were seen to do as state machines; null for nothing. */
  readonly earlier: MachinePast | null;
  /** By `sys:suspend`: it takes system messages only. */
  readonly suspended: boolean;
}

/** A state machine, as far as it was seen. Names of states are as they print in Erlang. */
export interface MachineView {
  readonly state: string;
  /** In the order in which they were entered first; at most 40. */
  readonly states: readonly string[];
  /** In the order in which they were seen first; at most 200. */
  readonly transitions: readonly TransitionView[];
  readonly last: { readonly from: string; readonly to: string; readonly at: SimTime } | null;
  /** Events put aside until the state changes, oldest first; at most 1,000. */
  readonly postponed: readonly PostponedView[];
  /** Timeouts that run, oldest first. */
  readonly timeouts: readonly TimeoutView[];
}

/** What is remembered of a machine when its process is gone. */
export type MachinePast = Pick<MachineView, 'states' | 'transitions'>;

/** From one state to another, or to the same once more. */
export interface TransitionView {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** What did it, in the order seen: at most 8. */
  readonly causes: readonly {
    /** Type of event: `cast`, `state_timeout` … */
    readonly type: string;
    /** The atom that the event is or begins with, or the timeout's name; '' for none. */
    readonly tag: string;
    readonly count: number;
  }[];
}

export interface PostponedView {
  /** `call`, `cast`, `timeout retry` … */
  readonly type: string;
  readonly content: string;
}

export interface TimeoutView {
  readonly ref: number;
  readonly kind: 'state_timeout' | 'timeout';
  /** '' but for generic timeouts. */
  readonly name: string;
  readonly due: SimTime;
}

export interface SupervisorView {
  readonly flags: Omit<SupervisorFacts, 'children'>;
  /** Of simple_one_for_one: what its instances are started from. */
  readonly template: ChildFacts | null;
  /** In start order. Instances of a template have their pid, as it prints, for an id. */
  readonly children: readonly ChildView[];
  /** Moments of the restarts that may still stand in the window, oldest first. `budgetAt(supervisor, now)` counts those that do. */
  readonly restarts: readonly SimTime[];
  readonly lastDecision: (DecisionFacts & { readonly at: SimTime; readonly seq: number }) | null;
}

export interface ChildView {
  readonly id: string;
  readonly restart: string;
  readonly shutdown: string;
  readonly type: 'worker' | 'supervisor';
  readonly significant: boolean;
  /** `module:function`, of the start function. */
  readonly start: string;
  /** A pid, or as OTP tells it: stopped or finished or ignored; failed to restart, will be tried again. */
  readonly current: ProcessKey | 'undefined' | 'restarting';
  /** Oldest first; the last is the present one, or was. The newest 20. */
  readonly incarnations: readonly Incarnation[];
  readonly restarts: number;
  /** Its spec is gone since then, and its card will be; null while it has one. */
  readonly removedAt: SimTime | null;
}

export interface Incarnation {
  readonly pid: ProcessKey;
  readonly startedAt: SimTime;
  readonly exitedAt: SimTime | null;
  readonly reason: string | null;
}

/** A message, from being sent until some time after it was taken out of the mailbox. */
export interface MessageView {
  readonly seq: number;
  readonly from: ProcessKey;
  readonly to: ProcessKey;
  readonly kind: MessageKind | 'exit_signal';
  readonly sentAt: SimTime;
  /** Null until it was received (or dropped). */
  readonly receivedAt: SimTime | null;
  /** Nobody got it. */
  readonly lost: boolean;
}

/** What the page shows of a run at one moment: a fold of the trace, never a second truth. */
export interface View {
  /** Number of events folded in. */
  readonly seq: number;
  readonly at: SimTime;
  readonly step: number;
  readonly processes: ReadonlyMap<ProcessKey, ProcessView>;
  /** Registered names of living processes. */
  readonly names: ReadonlyMap<string, ProcessKey>;
  /** Processes without a supervisor, in order of birth. The dead stay for a while, to be seen. */
  readonly roots: readonly ProcessKey[];
  /**
   * Living shells, which make the calls from outside, in order of birth. They have one card together, `you`,
   * from which everything comes that is sent from outside. Null as long as nothing was.
   */
  readonly you: readonly ProcessKey[] | null;
  /** First those that have arrived, in order of arrival; then those under way, in order of sending. Bounded. */
  readonly messages: readonly MessageView[];
  /** The dead that will leave the view, in that order. */
  readonly departures: readonly Departure[];
  /** Processes that ended with a reason other than `normal`, `shutdown` and `{shutdown,_}`: killed ones too. */
  readonly crashes: number;
  readonly restarts: number;
}

export interface Departure {
  readonly pid: ProcessKey;
  readonly at: SimTime;
}

/** A line of the log. */
export interface LogLine {
  readonly seq: number;
  readonly at: SimTime;
  readonly pid: ProcessKey;
  readonly kind: LogKind;
  /** Which moment of a crash's story it is; null for none, also where it belongs to one (kind `beat`). */
  readonly beat: Beat | null;
  /** Plain English, present tense. */
  readonly text: string;
}
export const LOG_KINDS = [
  'beat',
  'message',
  'change',
  'process',
  'timer',
  'state',
  'report',
  'command',
] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export const BEATS = ['throw', 'exit_signal', 'decision', 'stop', 'start', 'give_up'] as const;
export type Beat = (typeof BEATS)[number];
