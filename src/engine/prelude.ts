import { ALLOWED_GLOBALS, ALLOWED_MATH, LOCALE_METHODS } from './globals.ts';

/**
 * Makes a Worker's world one in which nothing can differ from run to run, and nothing can be kept.
 *
 * The sandboxed frame and its content security policy are what keeps foreign code in; this is what
 * keeps it deterministic, should it get past the rules for modules. Order in a Worker:
 *
 * 1. the kernel's bundle is evaluated and takes what it needs of the host into its own variables
 *    (its port, the clock for slices), in a function, so that no global name leads to it;
 * 2. this runs: names that are not on the list are removed from the global object and its prototypes,
 *    what the language itself has of clock, chance, locale and memory is removed, the rest is frozen;
 * 3. only then the program is called, and with it the first line of anybody's module.
 *
 * The kernel runs on in this world. It must not use `addEventListener` (it has `onmessage`), and
 * must have taken what it needs of the host before.
 *
 * Gives back the names that could not be removed: there should be none.
 */
export function tameWorld(): string[] {
  const kept = roots();
  const left = [
    ...removeGlobals(),
    ...removeMembers('Math', Math, (name) => !ALLOWED_MATH.has(name)),
    ...removeMembers('Error', Error, (name) => !FUNCTION_MEMBERS.has(name)),
    ...removeMembers('Error.prototype', Error.prototype, (name) => name === 'stack'),
    ...removeMembers('Array', Array, (name) => name === 'fromAsync'),
    // They would put code where the runtime expects data.
    ...removeMembers('Object.prototype', Object.prototype, (name) =>
      /^__(define|lookup)/.test(name),
    ),
  ];
  for (const { name, value } of kept) {
    const prototype = prototypeOf(value);
    if (prototype === undefined) continue;
    left.push(...removeMembers(name, prototype, (member) => LOCALE_METHODS.has(member)));
    if (name === 'Object' || name.endsWith('Error')) letInstancesOverride(prototype);
  }
  // RegExp.$1 and its like, the last match of anybody, can't be removed everywhere. Programs have a
  // RegExp of their own (`tame-globals.ts`); this closes the other way to the language's.
  removeMembers('RegExp', RegExp, (name) => !FUNCTION_MEMBERS.has(name));
  Object.defineProperty(RegExp.prototype, 'constructor', { value: undefined });
  for (const kind of KINDS_OF_FUNCTIONS) {
    // From the constructor of any of them a function could be made out of text.
    Object.defineProperty(kind(), 'constructor', { value: undefined });
  }
  freezeAll([
    ...kept.map(({ value }) => value),
    ...KINDS_OF_FUNCTIONS.map((kind) => kind()),
    ...iterators(),
  ]);
  return left;
}

/** What our own code needs beside what modules may have: the same in every engine, too. */
const KERNEL_GLOBALS: ReadonlySet<string> = new Set(['WeakMap', 'WeakSet', 'Reflect', 'Iterator']);
/** The prototypes of functions of each kind, which only syntax leads to. */
const KINDS_OF_FUNCTIONS: readonly (() => object)[] = [
  () => Object.getPrototypeOf(() => {}),
  () => Object.getPrototypeOf(function* () {}),
  () => Object.getPrototypeOf(async () => {}),
  () => Object.getPrototypeOf(async function* () {}),
];
/** Whose prototypes only syntax and methods lead to as well. */
function iterators(): unknown[] {
  const values = [].values();
  // Where iterators have no `map` yet there is nothing to freeze of it.
  const mapped = (values as { map?(f: () => unknown): unknown }).map?.(() => 0);
  return [
    values,
    mapped,
    new Map().values(),
    new Set().values(),
    ''[Symbol.iterator](),
    ''.matchAll(/a/g),
  ];
}
const FUNCTION_MEMBERS: ReadonlySet<string> = new Set(['prototype', 'name', 'length', 'escape']);

function roots(): { name: string; value: object }[] {
  const names = [...ALLOWED_GLOBALS, ...KERNEL_GLOBALS];
  const all = names.map((name) => ({ name, value: Reflect.get(globalThis, name) as unknown }));
  return all.filter((root): root is { name: string; value: object } => isObject(root.value));
}

function removeGlobals(): string[] {
  const left: string[] = [];
  const end: object = Object.prototype;
  for (
    let at: object | null = globalThis;
    at !== null && at !== end;
    at = Object.getPrototypeOf(at)
  ) {
    left.push(
      ...removeMembers(
        'global',
        at,
        (name) => !ALLOWED_GLOBALS.has(name) && !KERNEL_GLOBALS.has(name),
      ),
    );
  }
  return left;
}

function removeMembers(of: string, object: object, unwanted: (name: string) => boolean): string[] {
  return Object.getOwnPropertyNames(object)
    .filter((name) => unwanted(name) && !Reflect.deleteProperty(object, name))
    .filter((name) => !isFixedNumber(object, name))
    .map((name) => `${of}.${name}`);
}

/** Chromium's global has constants, such as PERSISTENT, that are there for good and do no harm. */
function isFixedNumber(object: object, name: string): boolean {
  const property = Object.getOwnPropertyDescriptor(object, name);
  return typeof property?.value === 'number' && property.writable === false;
}

/**
 * On a frozen prototype, a plain assignment to an object that inherits from it fails
 * (`this.name = 'Mine'` in a class of errors). Accessors that define the object's own property
 * give assignment its meaning back.
 */
function letInstancesOverride(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const property = Object.getOwnPropertyDescriptor(prototype, key);
    if (property === undefined || !('value' in property) || !property.configurable) continue;
    const { value, enumerable } = property;
    Object.defineProperty(prototype, key, {
      configurable: true,
      enumerable: enumerable ?? false,
      get: () => value,
      set(this: unknown, own: unknown) {
        if (this === prototype || !isObject(this))
          throw new TypeError('this is shared, and frozen');
        Object.defineProperty(this, key, {
          value: own,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
    });
  }
}

function freezeAll(objects: readonly unknown[]): void {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [...objects];
  while (waiting.length > 0) {
    const object = waiting.pop();
    if (!isObject(object) || seen.has(object)) continue;
    seen.add(object);
    Object.freeze(object);
    waiting.push(Object.getPrototypeOf(object));
    for (const key of Reflect.ownKeys(object)) {
      const property = Object.getOwnPropertyDescriptor(object, key);
      waiting.push(property?.value, property?.get, property?.set);
    }
  }
}

function prototypeOf(value: object): object | undefined {
  const prototype: unknown = Object.getOwnPropertyDescriptor(value, 'prototype')?.value;
  return isObject(prototype) ? prototype : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
