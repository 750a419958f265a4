import type { Term } from '../runtime/term.ts';

/** The saved format's version. A change of the format bumps it and adds an upgrader (`upgrade.ts`). */
export const SCENARIO_VERSION = 1;

/** A module's function and its arguments; a process is started by these, never by a closure. */
export interface StartFunction {
  readonly module: string;
  readonly function: string;
  readonly args: readonly Term[];
}

/**
 * What runs at the moment 0, in this order, by the process `init` (the place of OTP's application master).
 * `start` calls a start function and waits for it, as `simple_sup:start()` in a shell;
 * `spawn` spawns a plain process, registers it under `name` and goes on.
 */
export type BootStep =
  | ({ readonly type: 'start' } & StartFunction)
  | ({ readonly type: 'spawn'; readonly name: string } & StartFunction);

/** Whom a command is for: a registered name, or a pid as it prints (`<0.82.0>`). */
export type Target = string;

/**
 * What a person (or the scenario's script) does to a run.
 *
 * `at` is a virtual moment in microseconds. `step` is how many steps the run had made by then: it
 * says which side of the steps of the very same microsecond the command stands on. A script may
 * leave it out: then the command comes before all that happens at `at`.
 */
export type Command = { readonly at: number; readonly step?: number } & Action;

export type Action =
  /** `exit(Target, Reason)`; reason `kill` kills. */
  | { readonly type: 'exit'; readonly target: Target; readonly reason: Term }
  /** The target's next callback raises `reason` as an error. */
  | { readonly type: 'crash_next'; readonly target: Target; readonly reason: Term }
  | {
      readonly type: 'call';
      readonly target: Target;
      readonly request: Term;
      readonly timeoutMs: number;
    }
  | { readonly type: 'cast'; readonly target: Target; readonly message: Term }
  | { readonly type: 'info'; readonly target: Target; readonly message: Term }
  /** `gen_event:notify`. */
  | { readonly type: 'notify'; readonly target: Target; readonly event: Term };

/** A system to run. Plain JSON: the same thing is a file, a share link and what the editor edits. */
export interface Scenario {
  readonly version: typeof SCENARIO_VERSION;
  readonly title: string;
  /** One paragraph, plain text: what there is to see and to try. */
  readonly description: string;
  readonly seed: number;
  /** A runnable process waits between these many microseconds (both included) for its turn. Whole numbers from 1. */
  readonly schedulingDelayUs: readonly [min: number, max: number];
  /** Callback modules by name: TypeScript text. */
  readonly modules: Readonly<Record<string, string>>;
  readonly boot: readonly BootStep[];
  /** Commands that belong to the scenario, as if a person had given them. */
  readonly script: readonly Command[];
  /** Speed on opening: virtual seconds a second; 0 is one step a second. */
  readonly speed: number;
  /** What a person may want to send: shown by the client form, by registered name. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly target: Target;
  readonly type: 'call' | 'cast' | 'info' | 'notify';
  readonly message: Term;
  /** What it shows, in a few words. */
  readonly label: string;
}
