import { freezeTerm } from '../runtime/term.ts';
import { ALLOWED_OBJECT } from './globals.ts';

/**
 * What modules get under names of the language whose own meaning would let a run differ.
 *
 * They are variables of the program, so they hold in Node as in a Worker.
 * - `Object` has the functions that make and read terms. Its `freeze` is deep: the runtime takes a
 *   frozen value for a term that was looked at, so nothing may be frozen on its surface only.
 * - `RegExp` doesn't remember the last match.
 * - The kinds of errors that JavaScript raises by itself note which of them were made by a module:
 *   the text of the others differs between engines, so a `catch` sees them without it.
 */
export interface TameGlobals {
  readonly globals: Readonly<Record<string, unknown>>;
  /** At the head of a `catch`. */
  settle(error: unknown): void;
}

/** `isLoading`: are top levels evaluated, whose constants may hold functions (and are frozen later)? */
export function tameGlobals(isLoading: () => boolean): TameGlobals {
  const made = new WeakSet<object>();
  return {
    globals: Object.freeze({
      Object: tameObject((value) => (isLoading() || !isObject(value) ? value : freezeTerm(value))),
      RegExp: standIn(RegExp, () => {}),
      ...Object.fromEntries(
        NATIVE_ERRORS.map((kind) => [kind.name, standIn(kind, (error) => made.add(error))]),
      ),
    }),
    settle(error) {
      if (!(error instanceof Error) || made.has(error)) return;
      if (NATIVE_ERRORS.some((kind) => Object.getPrototypeOf(error) === kind.prototype)) {
        Object.defineProperty(error, 'message', { value: 'raised by JavaScript itself' });
      }
    },
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

function tameObject(freeze: (value: unknown) => unknown): unknown {
  const tame = { Object: (value: unknown) => Object(value) }.Object;
  // So that `x instanceof Object` means what it does.
  Object.defineProperty(tame, 'prototype', { value: Object.prototype });
  for (const name of ALLOWED_OBJECT) {
    Object.defineProperty(tame, name, { value: name === 'freeze' ? freeze : Object[name] });
  }
  return Object.freeze(tame);
}

type Constructor = new (...args: never[]) => object;

const NATIVE_ERRORS = [
  TypeError,
  RangeError,
  ReferenceError,
  SyntaxError,
  EvalError,
  URIError,
] as const;

/** A constructor that makes what `kind` makes, called with and without `new`, and has nothing else of it. */
function standIn(kind: Constructor, note: (made: object) => void): unknown {
  function tame(...args: unknown[]): object {
    const made = Reflect.construct(kind, args, new.target ?? tame) as object;
    note(made);
    return made;
  }
  Object.defineProperty(tame, 'name', { value: kind.name });
  // So that `x instanceof TypeError` means what it does.
  Object.defineProperty(tame, 'prototype', { value: kind.prototype as unknown });
  return Object.freeze(tame);
}
