/**
 * Makes what stands at the top level of a module unchangeable, through and through: plain objects,
 * arrays, functions and classes. Throws an Error that says what to do when there is something in it that
 * can't be held so, or a function that a call made (it might remember).
 *
 * What is a term is frozen, for the runtime takes a frozen value for a term that it has looked at. What
 * holds something that is none (a function, a pattern) can't be changed either, and yet does not count as
 * frozen: sent or kept, it is looked at and refused.
 *
 * Values of the kernel (pids and other opaque things) pass if they are frozen.
 */
export function freezeConstant<T>(constant: T, mayHoldFunctions: boolean): T {
  /** What was found, and in what. */
  const holders = new Map<object, object[]>();
  const prototypes = new Set<unknown>();
  const notTerms: object[] = [];
  const found = (value: unknown, holder: object | null) => {
    if (!isObject(value)) return;
    const known = holders.get(value);
    if (known === undefined) waiting.push(value);
    const all = known ?? [];
    if (holder !== null) all.push(holder);
    holders.set(value, all);
  };
  const waiting: object[] = [];
  found(constant, null);
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'function') {
      if (!mayHoldFunctions) throw new Error(MAKES_FUNCTION);
      prototypes.add(Object.getOwnPropertyDescriptor(value, 'prototype')?.value);
      notTerms.push(value);
    } else if (!isPlain(value) && !prototypes.has(value)) {
      check(value);
      if (value instanceof RegExp) notTerms.push(value);
      continue;
    }
    for (const { value: held, get, set } of propertiesOf(value)) {
      found(held, value);
      found(get, value);
      found(set, value);
    }
  }
  lockAll(notTerms, holders);
  for (const value of holders.keys()) if (!isLocked(value)) Object.freeze(value);
  return constant;
}

/** These, and whatever holds them. */
function lockAll(values: readonly object[], holders: ReadonlyMap<object, readonly object[]>): void {
  const seen = new Set<object>();
  const waiting = [...values];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    // A function is never taken for a term.
    if (typeof value !== 'function') lock(value);
    waiting.push(...(holders.get(value) ?? []));
  }
}

/** All that `Object.freeze` does, and one field that nobody can reach and that could be written. */
function lock(value: object): void {
  if (!Object.isExtensible(value)) return;
  for (const key of Reflect.ownKeys(value)) {
    const isField = Object.getOwnPropertyDescriptor(value, key)?.get === undefined;
    const change = { configurable: false, ...(isField ? { writable: false } : {}) };
    Object.defineProperty(value, key, change);
  }
  Object.defineProperty(value, LOCK, { value: true, writable: true });
  Object.preventExtensions(value);
}

const LOCK: unique symbol = Symbol('holds what is no term');

const isLocked = (value: object): boolean => Object.hasOwn(value, LOCK);

function propertiesOf(value: object): PropertyDescriptor[] {
  const properties = Object.getOwnPropertyDescriptors(value);
  return Reflect.ownKeys(properties).map(
    (key) => properties[key as keyof typeof properties] as PropertyDescriptor,
  );
}

const KEEP = 'make it in a function, and keep it in the state of a process';
const MAKES_FUNCTION =
  'a function that was made by a call stands at the top level; it might remember, ' +
  'and all processes would share what it remembers: write it out as a function';

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function check(value: object): void {
  if (value instanceof RegExp) {
    if (value.global || value.sticky) {
      throw new Error(`a pattern with the flag g or y remembers where it was: ${KEEP}`);
    }
    return;
  }
  const changeable = CHANGEABLE.find((kind) => value instanceof kind);
  if (changeable !== undefined || ArrayBuffer.isView(value) || !Object.isFrozen(value)) {
    const what = changeable?.name ?? 'thing that can change';
    throw new Error(`a ${what} at the top level would be shared by all processes: ${KEEP}`);
  }
}

const CHANGEABLE = [Map, Set, ArrayBuffer];
