/**
 * What a module finds without importing it: the part of the language that gives the same answers in
 * every engine, every time. The prelude removes all else from the Worker; the rules tell all else at
 * its line, so that a module which compiles runs alike in Node, where there is no prelude.
 */
export const ALLOWED_GLOBALS: ReadonlySet<string> = new Set(
  (
    'undefined NaN Infinity Object Array String Number Boolean BigInt Symbol Map Set Math JSON RegExp ' +
    'Error TypeError RangeError SyntaxError ReferenceError EvalError URIError ' +
    'parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI ' +
    'ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array ' +
    'Uint32Array BigInt64Array BigUint64Array Float32Array Float64Array'
  ).split(' '),
);

/** Exact in every engine. The others of Math may differ in the last bit, and so fork a run. */
export const ALLOWED_MATH: ReadonlySet<string> = new Set(
  (
    'abs ceil clz32 floor fround imul max min round sign sqrt trunc ' +
    'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'
  ).split(' '),
);

/** What there is of Object: functions that make and read terms. */
export const ALLOWED_OBJECT = [
  'assign',
  'entries',
  'freeze',
  'fromEntries',
  'getOwnPropertyNames',
  'hasOwn',
  'is',
  'isFrozen',
  'keys',
  'values',
] as const;

/** Methods that follow the place where the browser stands. */
export const LOCALE_METHODS: ReadonlySet<string> = new Set([
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'toLocaleUpperCase',
  'toLocaleLowerCase',
  'localeCompare',
]);

const TIME = 'reads the clock of the computer: virtual time is self.now()';
const TIMER = 'waits on the clock of the computer: use self.sendAfter(…), or yield* self.sleep(…)';
const PROMISE =
  'runs code outside of any process: a callback that waits is a generator and writes yield*';
const OUTSIDE = 'reaches out of the playground: a module has no network, no storage and no page';
const CHANCE = 'would differ from run to run: use self.random(n)';
const COLLECTED =
  'depends on when the browser collects garbage: use a Map in the state of the process';
const LOCALE = 'depends on the language of the computer';
const CODE = 'makes code out of text, which nobody could count: write a function';
const GLOBAL = 'is shared by everything: keep what must last in the state of a process';

/** What to do instead, for the words people reach for. */
export const HOST_WORDS: Readonly<Record<string, string>> = {
  Date: TIME,
  performance: TIME,
  Temporal: TIME,
  setTimeout: TIMER,
  setInterval: TIMER,
  setImmediate: TIMER,
  clearTimeout: 'ends a timer of the computer: use self.cancelTimer(…)',
  clearInterval: 'ends a timer of the computer: use self.cancelTimer(…)',
  queueMicrotask: PROMISE,
  Promise: PROMISE,
  crypto: CHANCE,
  WeakRef: COLLECTED,
  WeakMap: COLLECTED,
  WeakSet: COLLECTED,
  FinalizationRegistry: COLLECTED,
  Intl: LOCALE,
  fetch: OUTSIDE,
  XMLHttpRequest: OUTSIDE,
  WebSocket: OUTSIDE,
  Worker: OUTSIDE,
  localStorage: OUTSIDE,
  sessionStorage: OUTSIDE,
  indexedDB: OUTSIDE,
  document: OUTSIDE,
  window: OUTSIDE,
  navigator: OUTSIDE,
  location: OUTSIDE,
  postMessage: OUTSIDE,
  process: OUTSIDE,
  Buffer: 'belongs to Node: use a Uint8Array, or text',
  require: 'belongs to Node: write import { … } from at the top',
  module: 'belongs to Node: write export',
  exports: 'belongs to Node: write export',
  globalThis: GLOBAL,
  self: 'is handed to a callback as its last argument: take it from there, or pass it on',
  global: GLOBAL,
  eval: CODE,
  Function: CODE,
  Proxy: 'can make any value behave in hidden ways: write a function',
  Reflect: 'is not available: use Object, or the operators in and delete',
  structuredClone: 'is not needed: terms are immutable and can be shared',
  console: 'writes to the computer’s console: what a process does is shown by the trace',
  SharedArrayBuffer: GLOBAL,
  Atomics: GLOBAL,
  arguments: 'is only there inside a function',
};
