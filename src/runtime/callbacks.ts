import {
  Activation,
  type Begin,
  callFunction,
  isGenerator,
  JOURNAL_MAX,
  restore,
  type Steps,
  WAIT_YIELD,
  Waiting,
} from './activation.ts';
import { Context } from './context.ts';
import { ErlangError, type Failure, KILL_CLASS, toFailure } from './exit-reason.ts';
import { type Node, type Place, STEP_REDUCTIONS } from './node.ts';
import { NO_OUTCOME, NOT_WAITING, type Process } from './process.ts';
import { Self } from './self.ts';
import type { Term } from './term.ts';
import { BEAT, CRASH } from './trace.ts';
import { EVENT } from './trace-event.ts';

/** Runs the author's code, one step after the other, and tells the behaviour what came of it. */
export class Callbacks {
  private readonly node: Node;
  /** Where the author's code raised first since somebody set this to null: for whoever looks on, no part of the run. */
  raisedAt: Place | null = null;
  /** Lent to all plain callbacks in turn. */
  private context: Context | null = null;

  constructor(node: Node) {
    this.node = node;
  }

  newContext(process: Process): Context {
    return new Context(this.node, process);
  }

  /** Opens a step of the author's code; `leave` closes it. The context is lent, until `leave` or `settle`. */
  enter(process: Process): Context {
    this.context ??= new Context(this.node, process);
    const { context } = this;
    context.process = process;
    context.token++;
    this.node.current = process;
    this.node.code.setBudget(STEP_REDUCTIONS);
    return context;
  }

  leave(process: Process): void {
    process.reductions += this.node.code.reductions();
    this.node.current = null;
  }

  /** Calls a function of an author's module, from its beginning; the behaviour hears of its end. */
  call(process: Process, tag: number, callback: number, begin: Begin): void {
    const context = this.enter(process);
    let result: unknown;
    try {
      this.raiseIfAsked(process);
      result = callFunction(this.node, begin, new Self(context));
    } catch (thrown) {
      this.leave(process);
      return this.raised(process, tag, callback, thrown);
    }
    this.settle(process, tag, callback, begin, context, result);
  }

  /** What a callback gave, between `enter` and `leave`: its result, or a generator that has yet to run. */
  settle(
    process: Process,
    tag: number,
    callback: number,
    begin: Begin,
    context: Context,
    given: unknown,
  ): void {
    const result = given instanceof Waiting ? given[Symbol.iterator]() : given;
    if (!isGenerator(result)) {
      this.leave(process);
      if (process.doomed !== undefined) return;
      return process.behaviour.completed(this.node, process, tag, result);
    }
    const activation = new Activation(tag, callback, begin, []);
    activation.generator = result;
    activation.context = context;
    context.journal = activation.journal;
    this.context = null;
    process.activation = activation;
    this.drive(process, activation, result);
  }

  raiseIfAsked(process: Process): void {
    if (process.crashNext === undefined) return;
    const reason = process.crashNext;
    process.crashNext = undefined;
    throw new CrashNext(reason);
  }

  raised(process: Process, tag: number, callback: number, thrown: unknown): void {
    if (process.doomed !== undefined) return;
    const asked = thrown instanceof CrashNext;
    // No line of the author's raised what was asked for: the line known is of whoever ran last.
    if (!asked) this.raisedAt ??= this.node.code.place?.() ?? null;
    const failure: Failure = asked
      ? { class: 0, reason: thrown.reason, value: undefined }
      : toFailure(thrown, this.node.code);
    if (failure.class === KILL_CLASS) {
      this.crashed(process, callback, 1, failure.reason);
      return this.node.exits.die(process, failure.reason, 1);
    }
    process.behaviour.raised(this.node, process, tag, failure);
  }

  /** Tells that a callback raised. */
  crashed(process: Process, callback: number, failureClass: number, reason: Term): void {
    this.node.trace.told |= BEAT | CRASH;
    this.node.trace.write(
      this.node.now,
      EVENT.crashed,
      process.pid.id,
      0,
      callback,
      failureClass,
      reason,
    );
  }

  resume(process: Process, activation: Activation): void {
    if (activation.generator === null) restore(this.node, process, activation);
    const context = activation.context as Context;
    context.outcome = process.outcome;
    context.value = process.outcomeValue;
    process.outcome = NO_OUTCOME;
    process.outcomeValue = null;
    const { journal } = activation;
    journal.push(context.outcome, context.value);
    if (journal.length > JOURNAL_MAX) return this.node.exits.die(process, 'system_limit', 1);
    this.node.current = process;
    this.node.code.setBudget(STEP_REDUCTIONS);
    this.drive(process, activation, activation.generator as Steps<unknown>);
  }

  /** Lets a generator run to its next wait, or its end. */
  drive(process: Process, activation: Activation, generator: Steps<unknown>): void {
    let yielded: IteratorResult<unknown, unknown>;
    try {
      yielded = generator.next();
    } catch (thrown) {
      process.activation = null;
      this.leave(process);
      return this.raised(process, activation.tag, activation.callback, thrown);
    }
    this.leave(process);
    if (process.doomed !== undefined) return;
    if (yielded.done !== true) {
      if (yielded.value === WAIT_YIELD && process.wait !== NOT_WAITING) return;
      process.activation = null;
      return this.raised(
        process,
        activation.tag,
        activation.callback,
        new ErlangError('yield_without_wait'),
      );
    }
    process.activation = null;
    process.behaviour.completed(this.node, process, activation.tag, yielded.value);
  }
}

/** What `crash_next` raises; the author's code never sees it. */
class CrashNext extends Error {
  readonly reason: Term;
  constructor(reason: Term) {
    super('crash');
    this.reason = reason;
  }
}
