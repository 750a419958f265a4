/**
 * Freezes what stands at the top level of a module, through and through: plain objects, arrays,
 * functions and classes. Throws an Error that says what to do when there is something in it that
 * freezing can't hold, or a function that a call made (it might remember).
 *
 * Values of the kernel (pids and other opaque things) pass if they are frozen.
 */
export function freezeConstant<T>(constant: T, mayHoldFunctions: boolean): T {
  const seen = new Set<unknown>();
  const prototypes = new Set<unknown>();
  const waiting: unknown[] = [constant];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (!isObject(value) || seen.has(value)) continue;
    seen.add(value);
    if (typeof value === 'function') {
      if (!mayHoldFunctions) throw new Error(MAKES_FUNCTION);
      prototypes.add(Object.getOwnPropertyDescriptor(value, 'prototype')?.value);
    } else if (!isPlain(value) && !prototypes.has(value)) {
      check(value);
      continue;
    }
    Object.freeze(value);
    const properties = Object.getOwnPropertyDescriptors(value);
    for (const key of Reflect.ownKeys(properties)) {
      const {
        value: held,
        get,
        set,
      } = properties[key as keyof typeof properties] as PropertyDescriptor;
      waiting.push(held, get, set);
    }
  }
  return constant;
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
    Object.freeze(value);
    return;
  }
  const changeable = CHANGEABLE.find((kind) => value instanceof kind);
  if (changeable !== undefined || ArrayBuffer.isView(value) || !Object.isFrozen(value)) {
    const what = changeable?.name ?? 'thing that can change';
    throw new Error(`a ${what} at the top level would be shared by all processes: ${KEEP}`);
  }
}

const CHANGEABLE = [Map, Set, ArrayBuffer];
