import type { JsonTerm } from '../../otp-trace/parse-scenarios.ts';
import type { Scenario } from '../erl.ts';
import type { Unusual } from '../unusual.ts';

/** Times are whole numbers of these: nothing that has its moment comes within one of them of another. */
export const QUANTUM_MS = 60;

export type StateName = 's1' | 's2' | 's3';
export type Kind = 'state_timeout' | 'timeout' | readonly ['timeout', string];
export type Time = number | 'infinity';

/** An action. What has no meaning for an event, as a reply to a cast, is left out. */
export type Act =
  | 'hibernate'
  | 'postpone'
  | 'pop'
  /** Keeps the caller for `reply_saved`, if the result changes the data. */
  | 'save'
  | { readonly postpone: boolean }
  | { readonly reply: JsonTerm }
  | { readonly reply_saved: JsonTerm }
  | {
      /** `call`: as from the present caller. */
      readonly next_event: {
        readonly type: 'cast' | 'info' | 'internal' | 'call' | Kind;
        readonly content: string;
      };
    }
  | { readonly timeout: TimeoutStart }
  | { readonly bare: number }
  | { readonly cancel: Kind }
  | { readonly update: { readonly kind: Kind; readonly content: string } }
  | { readonly change: string }
  | { readonly push: string }
  | { readonly bad: JsonTerm };

export interface TimeoutStart {
  readonly kind: Kind;
  readonly time: Time;
  readonly content: string;
  /** The time is given as a moment. */
  readonly abs?: true;
}

/** `keep` and `repeat` keep the data, too. `stop_reply` gives the rule's replies. */
export type Result =
  | 'keep'
  | 'keep_data'
  | 'repeat'
  | 'repeat_data'
  | { readonly next: StateName }
  | { readonly stop: JsonTerm }
  | { readonly stop_data: JsonTerm }
  | { readonly stop_reply: JsonTerm }
  | { readonly stop_reply_data: JsonTerm }
  | Unusual;

export interface Rule {
  readonly result: Result;
  readonly actions: readonly Act[];
  /** Its result is thrown. */
  readonly throws?: true;
}

export type Op =
  | { readonly op: 'cast' | 'info'; readonly content: string }
  | {
      readonly op: 'call';
      readonly name: string;
      readonly content: string;
      readonly timeout: Time;
    }
  | { readonly op: 'stop'; readonly name: string; readonly reason: JsonTerm }
  /** A function of module sys; `replace_state` makes it `s2` and adds 100 to the count, `replace_badly` raises. */
  | { readonly op: 'sys'; readonly name: string; readonly what: SystemFunction }
  /** Exit signals, from the process that has started it and from nobody in particular. */
  | { readonly op: 'parent_exit' | 'exit'; readonly reason: JsonTerm };

export type SystemFunction =
  | 'suspend'
  | 'resume'
  | 'get_state'
  | 'change_code'
  | 'replace_state'
  | 'replace_badly';

/** Comes so many milliseconds after the one before. Either several messages, or one operation of another kind. */
export interface Command {
  readonly after: number;
  readonly do: readonly Op[];
}

export interface StatemScenario extends Scenario {
  /** What callback_mode gives, lists as `{list}`. */
  readonly mode: JsonTerm;
  /** What that of the second module gives, and what either does after a code change; left out, the same. */
  readonly modeOfSecond?: JsonTerm;
  readonly modeAfterChange?: JsonTerm;
  readonly link: boolean;
  readonly trapExit: boolean;
  readonly init:
    | { readonly state: StateName; readonly actions: readonly Act[] }
    | { readonly stop: JsonTerm }
    | 'ignore'
    | Unusual;
  readonly terminate: 'ok' | Unusual;
  /** What codeChange does; `ok` adds 10 to the count. */
  readonly upgrade: 'ok' | Unusual;
  /** What is done, by state, then by the event's content. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, Rule>>>>;
  /** What a state enter call does, by state. */
  readonly enters: Readonly<Record<string, Rule>>;
  readonly commands: readonly Command[];
  /** What is waited for at the end. */
  readonly tail: number;
  /** So many callbacks a command follow the rules; any more do nothing, for some would go on for ever. */
  readonly fuel: number;
}

/** What happened from one command to the next: callbacks in order, what callers got, the machine's end. */
export interface StatemStep {
  readonly machine: readonly unknown[];
  readonly callers: Readonly<Record<string, unknown>>;
  readonly exit?: unknown;
}

export interface StatemTrace {
  readonly start: unknown;
  readonly steps: readonly StatemStep[];
}
