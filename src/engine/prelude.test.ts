import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { ALLOWED_GLOBALS } from './globals.ts';
import globalsText from './globals.ts?raw';
import preludeText from './prelude.ts?raw';
import { stripTypes } from './strip-types.ts';

/** A world of its own: tamed before all tests, like a Worker's. */
let run: (code: string) => unknown;
let left: unknown;

beforeAll(() => {
  const world = createContext({ fetch: () => {}, postMessage: () => {} });
  run = (code) => runInContext(`'use strict';${code}`, world);
  const prelude = [globalsText, preludeText].map(asScript).join('\n');
  left = runInContext(`(function(){'use strict';${prelude};return tameWorld().join()})()`, world);
});

function asScript(text: string): string {
  const stripped = stripTypes(text);
  if (!stripped.ok) throw new Error(JSON.stringify(stripped.faults));
  return stripped.code.replace(/^import[^;]*;/gm, '').replace(/^export /gm, '');
}

test('nothing that was to go is left', () => {
  expect(left).toBe('');
});

test.each([
  'Date',
  'Promise',
  'Function',
  'eval',
  'Intl',
  'WeakRef',
  'globalThis',
  'Proxy',
  'fetch',
  'postMessage',
  'SharedArrayBuffer',
  'engine',
])('%s is gone', (name) => {
  expect(run(`typeof ${name}`)).toBe('undefined');
});

test('what modules may use is there', () => {
  for (const name of ALLOWED_GLOBALS)
    if (name !== 'undefined') expect(run(`typeof ${name}`)).not.toBe('undefined');
});

test.each([
  ['Math.random', 'typeof Math.random'],
  ['Math.sin', 'typeof Math.sin'],
  ['localeCompare', "typeof 'a'.localeCompare"],
  [
    'toLocaleString',
    '[typeof (1).toLocaleString, typeof [].toLocaleString, typeof ({}).toLocaleString].join() === "undefined,undefined,undefined" ? "undefined" : "there"',
  ],
  ['the stack of an error', 'typeof new Error("x").stack'],
  ['the stack of an error of the engine', 'try { null.x } catch (e) { typeof e.stack }'],
  ['a way to put an accessor into an object', 'typeof ({}).__defineGetter__'],
  ['the constructor of patterns', 'typeof /a/.constructor'],
  ['the constructor of functions', 'typeof (() => {}).constructor'],
  ['the constructor of generators', 'typeof (function* () {}).constructor'],
  ['the constructor of async functions', 'typeof (async () => {}).constructor'],
])('there is no %s', (_what, code) => {
  expect(run(code)).toBe('undefined');
});

describe('nothing can be kept', () => {
  test.each([
    'Object.x = 1',
    'Object.prototype.x = 1',
    'Array.prototype.map = null',
    'Math.x = 1',
    '[].__proto__.x = 1',
    '(function* () {}).__proto__.x = 1',
    'Map.prototype.get = null',
    'Error.prototype.x = 1',
    'Object.prototype.toString = null',
    'Error.stackTraceLimit = 1',
    '[].values().__proto__.x = 1',
  ])('%s', (code) => {
    expect(() => run(code)).toThrow();
  });
});

describe('what people write still works', () => {
  test.each([
    [
      'an error with a name of its own',
      "class Mine extends Error { constructor() { super('m'); this.name = 'Mine' } } String(new Mine())",
      'Mine: m',
    ],
    [
      'a field named as one of all objects',
      'const o = {}; o.toString = () => "own"; o.constructor = 1; String(o) + o.constructor',
      'own1',
    ],
    [
      'counting words',
      "const n = {}; for (const w of ['a', 'valueOf', 'a']) n[w] = (n[w] === undefined ? 0 : 1) + 1; n.a",
      2,
    ],
    ['a class', 'class A { #x = 1; static y = 2; get x() { return this.#x } } new A().x + A.y', 3],
    ['collections', '[...new Map([[1, 2]]), ...new Set([3])].join()', '1,2,3'],
    ['generators', '[...(function* () { yield* [1, 2] })()].join()', '1,2'],
    ['patterns', "'a-b'.replace(/-(\\w)/, (_, c) => c.toUpperCase())", 'aB'],
    [
      'patterns that split',
      "'a-b'.split(/-/).concat([...'xay'.matchAll(/[xy]/g)].join()).join()",
      'a,b,x,y',
    ],
    ['JSON', 'JSON.stringify({ a: [1, null] })', '{"a":[1,null]}'],
    ['spread', 'const a = { x: 1 }; ({ ...a, y: 2 }).x + [1, ...[2]].length', 3],
    ['a text of a list', "'' + [1, 2]", '1,2'],
  ])('%s', (_what, code, expected) => {
    expect(run(code)).toBe(expected);
  });
});
