import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';

/** Problems of one module as `line:column message`. */
function problems(main: string): string[] {
  const compiled = compile({ main });
  return compiled.ok
    ? []
    : compiled.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('the top level holds no state: told is', () => {
  test.each([
    ['let', 'const a = 1;\nlet count = 0;', '2:1 `count` can change'],
    ['var', 'var a = 1, b = 2;', '1:1 `a`, `b` can change'],
    ['an exported let', 'export let count = 0;', '1:8 `count` can change'],
    ['a Map', 'const cache = new Map();', '1:15 new Map at the top level'],
    ['a Set inside an object', 'const a = { seen: new Set() };', '1:19 new Set at the top level'],
    ['an object of a class', 'class A {}\nexport default new A();', '2:16 new A at the top level'],
    [
      'a closure that remembers',
      'const make = () => { let n = 0; return () => ++n };\nconst next = make();',
      '2:14 a call at the top level',
    ],
    [
      'a function called where it stands',
      'export default (() => { let n = 0; return () => ++n })();',
      '1:16 a call at the top level',
    ],
    [
      'a generator at work',
      'function* g() { yield 1 }\nconst all = g();',
      '2:13 a call at the top level',
    ],
    [
      'a tag',
      'const f = (s: TemplateStringsArray) => s;\nconst a = f`x`;',
      '2:11 a tag calls a function',
    ],
    [
      'a statement',
      'const a = [1];\nif (a) { a.at(0) }',
      '2:1 the top level of a module may only declare',
    ],
    ['a loop', 'for (const x of [1]) ;', '1:1 the top level of a module may only declare'],
    [
      'an expression',
      'const f = () => {};\nf();',
      '2:1 the top level of a module may only declare',
    ],
    ['a block', '{ const a = 1 }', '1:1 the top level of a module may only declare'],
    [
      'an assignment in a constant',
      'const a = [1], b = a[0] = 2;',
      '1:20 an assignment at the top level',
    ],
    ['a pattern that remembers', 'const word = /\\w+/g;', '1:14 a pattern with the flag g'],
    ['a static block', 'class A { static { } }', '1:11 a static block'],
    ['a private static field', 'class A { static #n = 0 }', '1:11 a private static field'],
    [
      'a call in a static field',
      'const f = () => 1;\nclass A { static n = f() }',
      '2:22 a call at the top level',
    ],
    [
      'a mixin',
      'const f = (c: object) => c;\nclass A extends f(Object) {}',
      '2:17 a call at the top level',
    ],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)[0]).toContain(expected);
  });

  test.each([
    [
      'pushing to a constant',
      'const all = [];\nexport const f = (x) => all.push(x);',
      '2:25 `all` stands at the top level',
    ],
    [
      'a field of a constant',
      'const a = { n: 0 };\nexport const f = () => { a.n++ };',
      '2:26 `a` stands at the top level',
    ],
    [
      'a static field',
      'class A { static n = 0 }\nexport const f = () => { A.n += 1 };',
      '2:26 `A` stands at the top level',
    ],
    [
      'deleting from a constant',
      'const a = { n: 0 };\nexport const f = () => delete a.n;',
      '2:24 `a` stands at the top level',
    ],
    [
      'changing an import',
      "import { x } from './main.ts';\nexport const f = () => { x.n = 1 }, x2 = 1;",
      '`x` is imported',
    ],
    [
      'a shared prototype',
      'export const f = () => { Array.prototype.last = 1 };',
      '`Array` is shared by all modules',
    ],
  ])('a function that tries: %s', (_what, text, expected) => {
    expect(problems(text).join('\n')).toContain(expected);
  });
});

describe('code that looks like data is told', () => {
  test.each([
    [
      'a getter in an object',
      'export const f = () => ({\n  get n() { return 1 } });',
      '2:3 a getter',
    ],
    ['a setter in an object', 'export const f = () => ({ set n(x) {} });', '1:27 a setter'],
    ['a getter in a constant', 'const a = { get n() { return 1 } };', '1:13 a getter'],
    [
      '__defineGetter__',
      "export const f = (a: any) => a.__defineGetter__('n', () => 1);",
      '1:32 __defineGetter__ puts code',
    ],
    [
      'Object.defineProperty',
      "export const f = (a: any) => Object.defineProperty(a, 'n', { get: () => 1 });",
      '1:37 Object.defineProperty is not available',
    ],
    [
      'Object.defineProperties',
      'export const f = (a: any) => Object.defineProperties(a, {});',
      '1:37 Object.defineProperties is not available',
    ],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)[0]).toContain(expected);
  });

  test('a class may have getters: its instances are no terms', () => {
    expect(problems('export class A { get n() { return 1 } }')).toEqual([]);
  });
});

describe('nothing is said against', () => {
  test.each([
    ['constants', "const a = 1, b = 'x', c = [1, { d: null }], d = -a, e = `t`, f = a ? b : c[0];"],
    [
      'frozen constants',
      "const A = Object.freeze({ a: 1 }), B = Object.fromEntries([['a', 1]]), C = Array.from({ length: 3 }, (_, i) => i * i);",
    ],
    ['methods of constants', "const words = 'a b'.split(' ').map((w) => w.toUpperCase());"],
    ['calls of otp', "import { reply } from 'otp';\nconst DONE = reply('ok', null);"],
    [
      'functions and classes',
      'const f = () => 1; function g() { let n = 0; return () => n++ } class A { #n = 0; x = new Map(); static y = [1]; static z() {} }',
    ],
    ['patterns', 'const word = /^\\w+$/iu;'],
    ['types', 'type A = Date; interface Promise { performance: number } declare const x: Worker;'],
    [
      'a Map in a function',
      'export const f = () => { const seen = new Map(); seen.set(1, 2); return seen.size };',
    ],
    [
      'names of members',
      'export const f = (a: any) => [a.Date, a.fetch, a.stack, a.process, { performance: 1, setTimeout: 2 }];',
    ],
    [
      'names of one’s own',
      'export const f = (performance: number) => { const fetch = performance; let name = fetch; return name };',
    ],
    [
      'own methods with names of arrays’',
      'const bank = { push: (x: number) => x };\nexport const f = () => bank.push(1);',
    ],
    [
      'shadowed constants',
      'const a = { n: 0 };\nexport const f = (a: { n: number }) => { a.n = 1 };',
    ],
    ['Math that is exact', 'export const f = (x: number) => Math.floor(Math.sqrt(x)) + Math.PI;'],
    ['export without a list', 'const a = 1;\nexport { a };'],
    ['typeof', "export const f = (x: unknown) => typeof x === 'undefined' || x === undefined;"],
    ['labels', 'export const f = () => { location: for (;;) break location };'],
  ])('%s', (_what, text) => {
    expect(problems(text)).toEqual([]);
  });
});

describe('what asks the computer is told, with what to use instead', () => {
  test.each([
    ['Date.now()', 'self.now()'],
    ['new Date()', 'self.now()'],
    ['performance.now()', 'self.now()'],
    ['Math.random()', 'self.random(n)'],
    ['crypto.getRandomValues([])', 'self.random(n)'],
    ['setTimeout(() => {}, 1)', 'self.sendAfter'],
    ['Promise.resolve(1)', 'yield*'],
    ["fetch('/')", 'no network'],
    ['globalThis.x', 'in the state of a process'],
    ['new WeakRef({})', 'use a Map'],
    ["'a'.localeCompare('b')", 'compare with < and >'],
    ['(1).toLocaleString()', 'write formats out'],
    ['Math.sin(1)', 'last digit'],
    ["Math['random']()", 'by the name of the function'],
    ['[Math].length', 'by the name of the function'],
    ['[].constructor', 'not available'],
    ['RegExp.$1', 'remembers the last match'],
    ['new Proxy({}, {})', 'write a function'],
    ["eval('1')", 'write a function'],
    ["new Function('')", 'write a function'],
    ["require('otp')", 'import { … }'],
    ['console.log(1)', 'shown by the trace'],
    ['sefl', '`sefl` is not defined in this module'],
    ['(() => { try { return 1 } catch (e) { return e.stack } })()', 'use its message'],
  ])('%s', (expression, advice) => {
    const [first = '', ...others] = problems(`\nexport const f = () => ${expression};`);
    expect(first).toMatch(/^2:/);
    expect(first).toContain(advice);
    expect(others).toEqual([]);
  });
});
