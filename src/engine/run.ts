import { assert } from '../base/assert.ts';
import type { SimTime } from '../base/sim-time.ts';
import { BUILTINS } from '../otp/builtins.ts';
import type { Code, Exports } from '../runtime/node.ts';
import type { Process } from '../runtime/process.ts';
import { equalTerms, type Term } from '../runtime/term.ts';
import { createWorld, type World } from '../runtime/world.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';
import { applyCommand, commandOf, processWithId } from './apply-command.ts';
import { answerCommand, commandOf as commandOfShell, OUTSIDE, startInit } from './boot.ts';
import type { Moment } from './protocol.ts';

/** Modules that are there without an author; authors can't have one of the same name. */
export const BUILTIN_MODULES: Readonly<Record<string, Exports>> = Object.freeze({
  ...BUILTINS,
  ...OUTSIDE,
});

export interface RunInput {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly code: Code;
  /** What people did, as `act` gave it. Each takes effect at its moment. */
  readonly commands?: readonly Command[];
}

/** Why `advance` came back: all until the moment asked for is done, or so many steps, or one of them told a beat, or nothing will happen any more. */
export type RunPause = 'until' | 'steps' | 'stopped' | 'idle';

/** A command that waits for its moment. */
interface Due {
  readonly command: Command;
  /** The script's come first, then the person's. */
  readonly number: number;
  /** -1: before all that happens at its microsecond. */
  readonly step: number;
}

/**
 * One run = f(scenario, seed, commands).
 *
 * Invariant, between two calls: whatever is due at this moment and is no step of a process is done:
 * timers have fired, commands of this moment are applied. So a moment (`at`, `step`) names exactly one
 * state of a run, and how the way there was cut into calls of `advance` leaves no trace.
 */
export class Run {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly world: World;
  /** Commands to come: by microsecond, those without a step first, then by number. */
  private readonly due: Due[];
  /** The person's, those to come included. */
  private commands: readonly Command[];
  /** Some of those that died last, for whoever looks at one; no part of the run. */
  private readonly dead: Process[] = [];
  private deaths = 0;

  private constructor(
    { scenario, seed, commands = [] }: RunInput,
    world: World,
    due: Due[],
    dead: readonly Process[] = [],
    deaths = 0,
  ) {
    this.scenario = scenario;
    this.seed = seed;
    this.world = world;
    this.due = due;
    this.commands = commands;
    this.dead.push(...dead);
    this.deaths = deaths;
    world.node.exits.onExit = (process, reason) => {
      this.dead[this.deaths++ % DEAD_MAX] = process;
      const number = commandOfShell(process);
      // A shell that was killed can't tell itself.
      if (number < 0 || reason === 'normal') return;
      answerCommand(world.node, process, number, { type: 'exit', reason });
    };
  }

  /** A run at the moment 0: `init` is there and has not had its first turn. */
  static start(input: RunInput): Run {
    const { scenario, seed, code, commands = [] } = input;
    const { schedulingDelayUs } = scenario;
    const world = createWorld({ seed, schedulingDelayUs, code, builtins: BUILTIN_MODULES });
    const run = new Run(input, world, byMoment(dueOf([...scenario.script, ...commands])));
    startInit(world.node, scenario.boot);
    run.doWhatIsDue();
    return run;
  }

  moment(): Moment {
    return { at: this.world.now, step: this.world.steps };
  }

  /** The person's commands, those to come included. */
  get given(): readonly Command[] {
    return this.commands;
  }

  /** How many events there were so far. */
  get events(): number {
    return this.world.node.trace.length;
  }

  hash(): string {
    return this.world.hash();
  }

  /** Moment of the next thing that will happen; Infinity when nothing will. */
  nextAt(): SimTime {
    return Math.min(this.world.next(), this.due[0]?.command.at ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Runs on: up to and including `until` (which may be Infinity), for at most `steps` steps, or
   * until a step tells something of `stopAt` (bits of `Trace.told`).
   */
  advance(until: SimTime, steps: number, stopAt = 0): RunPause {
    const { world } = this;
    const last = world.steps + steps;
    for (;;) {
      const [due] = this.due;
      if (due === undefined || due.command.at > until) {
        const pause = this.go(until, last, stopAt);
        return pause === 'idle' && due !== undefined ? 'until' : pause;
      }
      const { at } = due.command;
      if (world.now < at) {
        const pause = this.go(at - 1, last, stopAt);
        if (pause === 'stopped' || pause === 'steps') return pause;
        world.node.now = at;
        this.doWhatIsDue();
        continue;
      }
      // It stands behind some of the steps of this microsecond.
      const step = Math.min(...this.dueNow().map((next) => next.step));
      if (this.go(at, Math.min(last, step), stopAt) === 'stopped') return 'stopped';
      if (world.steps >= last) return 'steps';
    }
  }

  /** Runs to that very moment, in at most `steps` steps. True when it is there. A moment that has passed is where we are. */
  reach({ at, step }: Moment, steps = Number.POSITIVE_INFINITY): boolean {
    const { world } = this;
    const last = world.steps + steps;
    if (world.now < at) {
      // Whatever happens before `at` comes before the moment, and time passes without a step.
      if (this.advance(at - 1, steps) === 'steps') return false;
      world.node.now = at;
      this.doWhatIsDue();
    }
    const missing = step - world.steps;
    if (missing <= 0 || world.now > at) return true;
    const pause = this.advance(at, Math.min(missing, last - world.steps));
    return pause !== 'steps' || world.steps >= step;
  }

  /** Runs until the event `seq` has happened, to the end of its step, in at most `steps` steps. True when it has, or nothing will happen any more. */
  reachEvent(seq: number, steps = Number.POSITIVE_INFINITY): boolean {
    const last = this.world.steps + steps;
    while (this.events <= seq) {
      if (this.world.steps >= last) return false;
      // No further than what comes next: a timer that fires may be long before the step after it.
      if (this.advance(this.nextAt(), 1) === 'idle') return true;
    }
    return true;
  }

  /** Does it now. The command, with its moment, is what makes the same run again. Commands of the person's that were to come are given up: it is another run from here on. */
  act(action: Action): Command {
    const { at, step } = this.moment();
    const command = commandOf(at, step, action);
    const due = this.dueOfPerson();
    this.give(this.commands.filter((_command, place) => !due.has(place)));
    const number = this.scenario.script.length + this.commands.length;
    this.commands = [...this.commands, command];
    applyCommand(this.world.node, command, number);
    this.doWhatIsDue();
    return command;
  }

  /** An independent copy that goes on from here. The reader of the trace stays with this one. */
  fork(): Run {
    const { scenario, seed, world, commands } = this;
    const input = { scenario, seed, code: world.node.code, commands };
    return new Run(input, world.fork(), this.due.slice(), this.dead, this.deaths);
  }

  /** With `commands` instead of those given, this would be the same moment of the same run. */
  agreesWith(commands: readonly Command[]): boolean {
    const due = this.dueOfPerson();
    return (
      commands.length >= this.commands.length - due.size &&
      commands.every((command, place) => {
        const given = due.has(place) ? undefined : this.commands[place];
        return given === undefined ? command.at > this.world.now : isSame(command, given);
      })
    );
  }

  /** These are its commands, also those to come: it is the same run to its end. */
  isOf(commands: readonly Command[]): boolean {
    const { commands: given } = this;
    return (
      given.length === commands.length &&
      given.every((command, place) => isSame(command, commands[place] as Command))
    );
  }

  /** Other commands to come. Those that have been applied must be among them, at the same places: see `agreesWith`. */
  give(commands: readonly Command[]): void {
    const { length } = this.scenario.script;
    const before = this.dueOfPerson();
    const isToCome = ({ number }: Due) =>
      number - length >= this.commands.length || before.has(number - length);
    const script = this.due.filter(({ number }) => number < length);
    const person = dueOf(commands, length).filter(isToCome);
    this.due.splice(0, this.due.length, ...byMoment([...script, ...person]));
    this.commands = commands;
  }

  /** The process `<0.id.0>`, living or among the newest dead. */
  process(id: number): Process | null {
    const dead = () => this.dead.find(({ pid }) => pid.id === id) ?? null;
    return processWithId(this.world.node, id) ?? dead();
  }

  /** The world's `advance`, between two commands. `last` is the number of the last step. */
  private go(until: SimTime, last: number, stopAt: number): RunPause {
    const { world } = this;
    const pause = world.steps < last ? world.advance(until, last - world.steps, stopAt) : 'reached';
    this.doWhatIsDue();
    if (pause !== 'reached') return pause;
    return world.steps < last ? 'until' : 'steps';
  }

  /**
   * A command comes before all that happens at its microsecond, or behind so many steps; if there are
   * not so many, behind all that happens then. Of those that come now, the first by number comes first.
   */
  private doWhatIsDue(): void {
    const { node } = this.world;
    while (this.applyFirst((step) => step < 0)) {}
    for (let isOver = false; !isOver; ) {
      node.doWhatIsDue();
      const isLast = node.turns.agenda.peek() > node.now;
      isOver = !this.applyFirst((step) => isLast || step <= node.steps);
    }
  }

  private applyFirst(comes: (step: number) => boolean): boolean {
    const place = this.dueNow().findIndex(({ step }) => comes(step));
    if (place < 0) return false;
    const [{ command, number }] = this.due.splice(place, 1) as [Due];
    applyCommand(this.world.node, command, number);
    return true;
  }

  /** Places, among the person's commands, of those to come. */
  private dueOfPerson(): ReadonlySet<number> {
    const { length } = this.scenario.script;
    return new Set(
      this.due.filter(({ number }) => number >= length).map(({ number }) => number - length),
    );
  }

  /** Commands of this microsecond. */
  private dueNow(): readonly Due[] {
    const { due, world } = this;
    if (due[0] === undefined || due[0].command.at > world.now) return NONE;
    const after = due.findIndex(({ command }) => command.at > world.now);
    return after < 0 ? due : due.slice(0, after);
  }
}

const NONE: readonly Due[] = [];
/** Of the dead, so many can be looked at. */
const DEAD_MAX = 256;

function dueOf(commands: readonly Command[], first = 0): Due[] {
  return commands.map(({ at, step, ...action }, place) => {
    assert(Number.isSafeInteger(at) && at >= 0, 'a command has its moment');
    return { command: commandOf(at, step, action), number: first + place, step: step ?? -1 };
  });
}

function byMoment(due: Due[]): Due[] {
  const isFirst = ({ step }: Due) => (step < 0 ? 0 : 1);
  return due.sort(
    (a, b) => a.command.at - b.command.at || isFirst(a) - isFirst(b) || a.number - b.number,
  );
}

/** Both as `commandOf` made them, or as they came from a link: their parts stand in whatever order. */
function isSame(left: Command, right: Command): boolean {
  if (left === right) return true;
  const [one, other] = [left, right].map(({ at, step, ...action }) => commandOf(at, step, action));
  return equalTerms(one as unknown as Term, other as unknown as Term);
}
