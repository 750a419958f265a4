import { assert } from '../base/assert.ts';
import type { Context } from './context.ts';
import { ErlangError } from './exit-reason.ts';
import { type Node, STEP_REDUCTIONS } from './node.ts';
import type { Process } from './process.ts';
import { Self } from './self.ts';
import type { Term } from './term.ts';

/** What an author's generator yields to wait; what it waits for stands in its process. */
export const WAIT_YIELD: Waits = Object.freeze({ waits: true });

/** Its type; a symbol's would be widened where an author leaves a generator's type to be inferred. */
export interface Waits {
  readonly waits: true;
}

export type Steps<Result> = Generator<Waits, Result, void>;

/**
 * Something to wait for that has not begun: `yield*` begins it, and so does returning it from a callback.
 * A behaviour that knows what it is can do it by itself, without a generator.
 */
export abstract class Waiting<Result> implements Iterable<typeof WAIT_YIELD, Result, void> {
  abstract [Symbol.iterator](): Steps<Result>;
}

/**
 * A callback that waits: a suspended generator, and what it takes to make it again.
 *
 * A generator can't be copied. But its arguments are terms, and all it learned since it began stands in
 * the journal, in order: the outcome of each wait, and what each effect gave back (a pid, a ref, a random
 * number). So a fork runs the generator again from its start, feeds it the journal, and keeps
 * its effects to itself meanwhile.
 */
export class Activation {
  readonly tag: number;
  /** Makes the generator: from names and terms only, so that it means the same in a fork. */
  readonly begin: Begin;
  readonly callback: number;
  readonly journal: unknown[];
  generator: Steps<unknown> | null = null;
  context: Context | null = null;

  constructor(tag: number, callback: number, begin: Begin, journal: unknown[]) {
    this.tag = tag;
    this.callback = callback;
    this.begin = begin;
    this.journal = journal;
  }

  fork(): Activation {
    return new Activation(this.tag, this.callback, this.begin, this.journal.slice());
  }
}

/** Module, function and arguments; where `self` goes among them. */
export interface Begin {
  readonly module: string;
  /** Name of an export, or of a callback of the default export. */
  readonly function: string;
  readonly of: 'exports' | 'callbacks';
  readonly args: readonly unknown[];
}

/** Longer than this, a loop should have called itself last (`self.tailCall`); the process is ended. */
export const JOURNAL_MAX = 1_000_000;

/** Calls a function of a module. `self` comes first for an export, last for a callback, as in the modules' types. */
export function callFunction(node: Node, begin: Begin, self: Self): unknown {
  const exports = node.moduleNamed(begin.module);
  if (begin.of === 'callbacks') {
    const callbacks = exports?.default as Record<string, (...args: unknown[]) => unknown>;
    return (callbacks[begin.function] as (...args: unknown[]) => unknown).call(
      callbacks,
      ...begin.args,
      self,
    );
  }
  const exported =
    exports !== undefined && Object.hasOwn(exports, begin.function)
      ? exports[begin.function]
      : undefined;
  if (typeof exported !== 'function') throw new ErlangError('undef');
  return exported(self, ...begin.args);
}

export function isGenerator(value: unknown): value is Steps<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { next?: unknown }).next === 'function' &&
    typeof (value as { throw?: unknown }).throw === 'function'
  );
}

/** Makes the generator of a forked activation anew and brings it to where it waited. */
export function restore(node: Node, process: Process, activation: Activation): void {
  const context = node.callbacks.newContext(process);
  context.journal = activation.journal;
  context.replayAt = 0;
  node.current = process;
  // Each stretch has the budget it had, and so ends as it ended.
  node.code.setBudget(STEP_REDUCTIONS);
  const given = callFunction(node, activation.begin, new Self(context));
  const generator = given instanceof Waiting ? given[Symbol.iterator]() : given;
  assert(isGenerator(generator), 'an activation restarts as a generator');
  let yielded = generator.next();
  while (context.replayAt < activation.journal.length) {
    assert(yielded.done !== true, 'a generator that is run again waits where it waited before');
    context.outcome = activation.journal[context.replayAt++] as number;
    context.value = activation.journal[context.replayAt++] as Term;
    node.code.setBudget(STEP_REDUCTIONS);
    node.code.setBudget(STEP_REDUCTIONS);
    yielded = generator.next();
  }
  context.replayAt = -1;
  node.current = null;
  activation.generator = generator;
  activation.context = context;
}
