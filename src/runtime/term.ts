/** A process identifier. Opaque to authors; prints as `<0.82.0>`. `slot` is its place in the node's table while it lives. */
export class Pid {
  readonly node: string;
  readonly id: number;
  readonly slot: number;

  constructor(node: string, id: number, slot: number) {
    this.node = node;
    this.id = id;
    this.slot = slot;
    Object.freeze(this);
  }
}

/** A reference, unique in its node: of a monitor or a timer. */
export class Ref {
  readonly node: string;
  readonly id: number;

  constructor(node: string, id: number) {
    this.node = node;
    this.id = id;
    Object.freeze(this);
  }
}

/**
 * Who asked, in `handleCall`; what `self.reply` needs. Port of `gen_server:from()`. Made for every call, and
 * nearly always dropped with it: so it is frozen as other terms are, when it is kept or sent.
 */
export class From {
  readonly pid: Pid;
  readonly ref: number;

  constructor(pid: Pid, ref: number) {
    this.pid = pid;
    this.ref = ref;
  }
}

/**
 * What processes hold and send. Atoms and strings are both strings, tuples and lists both arrays,
 * maps are plain objects; a message is usually an object with a `type`.
 */
export type Term =
  | string
  | number
  | bigint
  | boolean
  | null
  | Pid
  | Ref
  | From
  | readonly Term[]
  | { readonly [key: string]: Term };

/** The value is not a term: a function, an instance of a class, `undefined` … `path` says where in it. */
export class NotATerm extends Error {
  override readonly name = 'NotATerm';
  readonly path: string;
  readonly what: string;

  constructor(path: string, what: string) {
    super(`${path === '' ? 'the value' : path} is ${what}, which is not a term`);
    this.path = path;
    this.what = what;
  }
}

/**
 * Freezes a value deeply and gives it back as a term.
 *
 * A frozen value is not walked again: what is frozen has been through here (user code's own
 * `Object.freeze` is deep too, and a module's constants count as frozen only if they are terms), so
 * freezing costs once, whatever the number of sends.
 * @throws NotATerm
 */
export function freezeTerm(value: unknown): Term {
  if (typeof value !== 'object') {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return value;
    if (typeof value === 'bigint') return value;
    throw new NotATerm('', describe(value));
  }
  if (value !== null && !Object.isFrozen(value)) freezeObject(value, '', 0);
  return value as Term;
}

/** Deeper than this is refused: it would overflow the native stack at a depth that differs between engines. */
const DEPTH_MAX = 200;

function freezeObject(value: object, path: string, depth: number): void {
  if (depth > DEPTH_MAX) throw new NotATerm('', `nested deeper than ${DEPTH_MAX}`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      freezeInner(value[index], path, index, depth);
  } else {
    const prototype = Object.getPrototypeOf(value) as unknown;
    if (prototype !== Object.prototype && prototype !== null && prototype !== From.prototype)
      throw new NotATerm(path, describe(value));
    for (const key in value) freezeInner((value as Record<string, unknown>)[key], path, key, depth);
  }
  Object.freeze(value);
}

function freezeInner(inner: unknown, path: string, key: string | number, depth: number): void {
  switch (typeof inner) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return;
    case 'object':
      if (inner !== null && !Object.isFrozen(inner))
        freezeObject(
          inner,
          `${path}${typeof key === 'number' ? `[${key}]` : `.${key}`}`,
          depth + 1,
        );
      return;
    default:
      throw new NotATerm(
        `${path}${typeof key === 'number' ? `[${key}]` : `.${key}`}`,
        describe(inner),
      );
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  return 'an instance of a class';
}

/** Structural equality, as Erlang's `=:=`. */
export function equalTerms(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right;
  if (left instanceof Pid)
    return right instanceof Pid && left.id === right.id && left.node === right.node;
  if (left instanceof Ref)
    return right instanceof Ref && left.id === right.id && left.node === right.node;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => equalTerms(item, right[index]));
  }
  if (Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(right, key) &&
      equalTerms((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}
