import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instrument } from './instrument.ts';
import { loadProgram, type Program } from './load-program.ts';
import { programText } from './program-text.ts';
import { isBudgetExhausted, isStackOverflow } from './reductions.ts';

type Main = (...args: unknown[]) => unknown;

/** The function `main` of a script, instrumented, with what counts it. */
function counted(script: string) {
  const result = instrument(script);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const code = `${result.code}\n;__$exports.main=main`;
  const program = programText([{ name: 'm', code, exports: ['main'], uses: [] }]);
  const loaded = loadProgram(new Function(`return ${program}`)() as Program, {});
  expect(loaded.problems).toEqual([]);
  return { ...loaded, main: loaded.module('m')?.main as Main };
}

/** How `main` ends with a budget of 20,000, and the reductions it took. */
function endOf(script: string): string {
  const { main, setBudget, reductions } = counted(script);
  setBudget(20_000);
  try {
    return `returned ${String(main())} after ${reductions()}`;
  } catch (error) {
    if (isBudgetExhausted(error)) return `reductions after ${reductions()}`;
    return isStackOverflow(error) ? 'depth' : `threw ${error}`;
  }
}

function faultsOf(script: string): string[] {
  const result = instrument(script);
  return result.ok
    ? []
    : result.faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('what never ends is ended after the same count', () => {
  test.each([
    ['while', 'while (true);'],
    ['for', 'for (;;);'],
    ['do', 'do ; while (true)'],
    ['labels', 'outer: while (true) { while (true) continue outer }'],
    ['a catch that swallows', 'while (true) { try { while (true); } catch (e) { } }'],
    ['a catch without a name', 'while (true) { try { while (true); } catch { } }'],
    ['finally that goes on', 'while (true) { try { while (true); } finally { continue } }'],
    ['finally that returns', 'for (;;) { try { for (;;); } finally { return 1 } }'],
    ['a generator', 'for (const x of (function* () { while (true) yield 1 })());'],
    [
      'a generator that ends late',
      'const g = (function* () { try { while (true) yield } finally { while (true); } })(); for (const x of g) break',
    ],
    ['spread of one', '[...(function* () { while (true) yield 1 })()]'],
    ['an array that grows', 'const a = [1]; for (const x of a) a.push(x)'],
    [
      'a Map that grows',
      'const m = new Map([[0, 0]]); m.forEach((v, k) => { m.delete(k); m.set(k + 1, 0) })',
    ],
    ['a switch', 'for (;;) switch (1) { case 1: continue }'],
    ['a getter', 'const o = { get x() { for (;;); } }; o.x'],
    ['a comma', 'for (let i = 0; ; i++, i) i = 0'],
    ['for in', 'const o = { a: 1 }; while (1) for (const k in o) o.a = k'],
  ])('%s', (_what, body) => {
    expect(endOf(`function main() { ${body} }`)).toBe('reductions after 20000');
  });
});

describe('calls within calls are ended at the same depth', () => {
  test.each([
    ['a function', 'function f() { f() } f()'],
    ['an arrow', 'const f = () => f(); f()'],
    ['nested arrows', 'const f = (a) => (b) => f(a)(b); f(1)(2)'],
    ['two of them', 'const f = () => g(), g = () => f(); f()'],
    ['a method', 'const o = { f() { return this.f() } }; o.f()'],
    ['a getter', 'const o = { get x() { return o.x + f() } }; const f = () => o.x; f()'],
    ['a setter', 'const o = { set x(v) { f() } }; const f = () => { o.x = 1 }; f()'],
    ['a constructor', 'class A { constructor() { new A() } } new A()'],
    [
      'a derived constructor',
      'class B {} class A extends B { constructor() { super(); new A() } } new A()',
    ],
    ['a field', 'class A { x = new A() } new A()'],
    ['a private field', 'class A { #x = new A() } new A()'],
    ['a computed field', 'class A { ["x"] = new A() } new A()'],
    ['a default', 'function f(x = f()) {} f()'],
    ['a default of an arrow', 'const f = (x = (f())) => {}; f()'],
    ['a default in a pattern', 'function f({ a: [b = f({ a: [] })] }) {} f({ a: [] })'],
    ['a key in a pattern', 'function f({ [f({})]: b }) {} f({})'],
    ['a callback', 'const f = () => [1].map(f); f()'],
    ['sort', 'const f = () => [2, 1].sort(f); f()'],
    ['toString', 'const o = { toString() { return String(o) } }; String(o)'],
    ['JSON', 'const o = { toJSON() { return JSON.stringify(o) } }; JSON.stringify(o)'],
    ['replace', "const f = () => 'a'.replace('a', f); f()"],
    ['a generator', 'function* g() { yield* g() } [...g()]'],
    [
      'a generator, a step each',
      'function* g(n) { yield n; yield* g(n + 1) } for (const x of g(0));',
    ],
    ['a tag', 'const f = (x) => f`a`; f``'],
    ['a static field', 'const f = () => class { static x = f() }; f()'],
    ['a swallowing catch', 'const f = () => { try { f() } catch { f() } }; f()'],
    ['a swallowing finally', 'function f() { try { f() } finally { return f() } } f()'],
  ])('%s', (_what, body) => {
    expect(endOf(`let depth = 0;function main() { ${body} }`)).toBe('depth');
  });

  test.each([
    [299, 'returned 0'],
    [300, 'depth'],
  ])('%i calls below main', (depth, end) => {
    expect(
      endOf(`const f = (n) => n === 0 ? 0 : f(n - 1); function main() { return f(${depth} - 1) }`),
    ).toContain(end);
  });

  test('returning, throwing and yielding give the depth back', () => {
    const body = `
      const thrower = () => { throw new Error([].concat()) };
      function* values() { for (let i = 0; i < 3; i++) { yield String(i) } }
      function* outer() { yield* values(); yield* values() }
      for (let i = 0; i < 1000; i++) {
        String(i);
        try { thrower() } catch (e) { }
        for (const x of outer()) String(x);
        for (const x of outer()) if (x === '1') break;
        const abandoned = outer(); abandoned.next();
        const [first] = outer();
      }
      const deep = (n) => n === 0 ? 'ok' : deep(n - 1);
      return deep(290)`;
    const { main, setBudget } = counted(`function main() { ${body} }`);
    setBudget(1_000_000);
    expect(main()).toBe('ok');
  });

  test('a generator that others resume at any depth does not lend it to them', () => {
    expect(
      endOf(`function main() {
        const shared = (function* () { while (true) yield String(1) })();
        const f = () => { shared.next(); f() };
        f();
      }`),
    ).toBe('depth');
  });
});

describe('the meaning stays', () => {
  test.each([
    ['an object as an arrow’s body', 'const f = () => ({ a: 1 }); return f().a', '1'],
    ['brackets around a body', 'const f = (x) => ((x + 1)); return f(1)', '2'],
    ['arrows in arrows', 'const f = (a) => (b) => (c) => a + b + c; return f(1)(2)(3)', '6'],
    ['a comma in brackets', 'const f = () => (1, 2); return f()', '2'],
    ['an arrow in a comment', 'const f = (a /* => */) /* => */ => /* => */ a; return f(3)', '3'],
    ['a comment at the end of a line', 'const f = () => // one\n 1 // two\n; return f()', '1'],
    [
      'no semicolons',
      'let a = 0\nfor (const x of [1, 2]) a += x\nwhile (a < 5) a++\ndo a++\nwhile (a < 9)\nreturn a',
      '9',
    ],
    [
      'if else in a loop',
      'let a = 0; for (let i = 0; i < 2; i++) if (i) a++; else a += 10; return a',
      '11',
    ],
    [
      'a closure of a loop',
      'const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); return fs.map((f) => f()).join()',
      '0,1,2',
    ],
    [
      'this in a default',
      'const o = { a: 1, f(x = [this].map((t) => t.a)[0]) { return x } }; return o.f()',
      '1',
    ],
    ['this in a field', 'class A { a = 1; b = [this].map((t) => t.a)[0] } return new A().b', '1'],
    [
      'super',
      'class A { f() { return 1 } } class B extends A { f(x = super.f()) { return x + super.f() } } return new B().f()',
      '2',
    ],
    ['arguments', 'function f() { return arguments.length + [].length } return f(1, 2)', '2'],
    ['hoisting', 'return f(); function f() { return g(); function g() { return 1 } }', '1'],
    ['the name of a function', 'const f = () => [].concat(); return f.name', 'f'],
    ['the length of a function', 'function f(a, b = [].concat(), c) {} return f.length', '1'],
    [
      'yield',
      'function* g() { const a = yield 1; const b = yield (2, 3); return [a, b] } const i = g(); return [i.next().value, i.next("a").value, i.next("b").value.join()].join()',
      '1,3,a,b',
    ],
    [
      'yield without a value',
      'function* g() { const x = yield\nreturn x } const i = g(); i.next(); return i.next(4).value',
      '4',
    ],
    [
      'yield in yield',
      'function* g() { return yield yield 1 } const i = g(); return [i.next().value, i.next(2).value, i.next(3).value].join()',
      '1,2,3',
    ],
    [
      'throw into a generator',
      'function* g() { try { yield 1 } catch (e) { yield e } } const i = g(); i.next(); return i.throw(7).value',
      '7',
    ],
    ['return from finally', 'try { return 1 } finally { return 2 }', '2'],
    [
      'the order of operands',
      'let s = ""; const a = () => (s += "a", 2), b = () => (s += "b", 3); const r = a() ** b(); return s + r',
      'ab8',
    ],
    [
      'sort',
      'return [3, 1, 2] /* . */ .sort( /* ( */ (a, b) => a - b).map((x) => [x, 0].sort().at(-1)).sort((a, b) => b - a).join()',
      '3,2,1',
    ],
    ['sort without brackets around', 'const a = [2, 1]\n;(a)\n.sort(\n)\nreturn a.join()', '1,2'],
    ['powers of powers', 'return 2 ** 3 ** 2 + (-2) ** 2', '516'],
  ])('%s', (_what, body, expected) => {
    const { main, setBudget } = counted(`function main() { ${body} }`);
    setBudget(1_000);
    expect(String(main())).toBe(expected);
  });

  test('lines stay', () => {
    const script =
      'function main(\n a = f(),\n) {\n while (\n a) b\n}\n\n const c =\n () =>\n { };';
    const result = instrument(script);
    expect(result.ok && result.code.split('\n').length).toBe(script.split('\n').length);
  });
});

describe('what could get away is rejected', () => {
  test.each([
    ['import("./a.js")', '1:1 import() loads'],
    ['(async () => {})', '1:2 async and await'],
    ['function* f() { for await (const x of y); }', '1:21'],
    ['\n __$b = 1', '2:2 names beginning with __$'],
    ['a.\\u005f_$c', '1:3 names beginning with __$'],
    ['class A { #__$x = 1 }', '1:11 names beginning with __$'],
    ['eval("1")', '1:1 eval makes code'],
    ['const f = Function', '1:11 Function makes code'],
    ['try { } catch ({ message }) { }', '1:9 catch takes one name'],
    ['debugger', '1:1 debugger'],
    ['a.b **= 2', '1:1 write a = a ** b'],
    ['a?.b.sort(f)', '1:1 write a.sort(f) without'],
    ['a +', '1:4 Unexpected token'],
  ])('%s', (script, expected) => {
    expect(faultsOf(script)[0]).toContain(expected);
  });

  test('but not the words where they name members', () => {
    expect(faultsOf('a.eval = { Function: 1, async: 2 }')).toEqual([]);
  });
});

describe('for any program', () => {
  const statement = fc.letrec<{ expression: string; statement: string; block: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('1', 'a', 'b', '"s"', '[1, 2]', '({ x: 1 })'),
      fc
        .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '**', '<', ','), tie('expression'))
        .map(([l, o, r]) => `((${l}) ${o} (${r}))`),
      tie('expression').map((e) => `((x) => (y) => ${e.startsWith('({') ? `(${e})` : e})(1)(2)`),
      fc
        .tuple(tie('block'), tie('expression'))
        .map(([s, e]) => `(function (p = ${e}) { ${s} return p })()`),
      fc
        .tuple(tie('expression'), tie('expression'))
        .map(
          ([d, e]) =>
            `[...(function* () { const q = yield ${d}; yield* [${e}]; return q })()].length`,
        ),
      tie('expression').map((e) => `new (class { f = ${e}; static g = 1 })().f`),
    ),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('expression').map((e) => `log(${e});`),
      tie('expression').map((e) => `a = ${e};`),
      tie('statement').map((s) => `for (let i = 0; i < 3; i++) ${s}`),
      tie('block').map((s) => `for (const k of [1, 2]) { ${s} if (k > 1) continue; b = k }`),
      fc
        .tuple(tie('block'), tie('block'))
        .map(([s, t]) => `try { ${s} throw new Error('e') } catch { ${t} } finally { log('f') }`),
      fc
        .tuple(tie('expression'), tie('statement'))
        .map(([e, s]) => `if (${e}) ${s} else log('else');`),
    ),
    block: fc.array(tie('statement'), { maxLength: 3 }).map((all) => all.join('\n')),
  })).block;

  const HEAD = 'let a = 0, b = 1; const out = []; const log = (x) => { out.push(String(x)) };';
  const program = statement.map(
    (body) => `function main() { ${HEAD}\n${body}\nreturn out.join('|') }`,
  );

  test('it does what it did, save that ** is exact', () => {
    fc.assert(
      fc.property(program, (script) => {
        const { main, setBudget } = counted(script);
        setBudget(1 << 28);
        const plain = ended(() =>
          (runInNewContext(`${script.replaceAll('**', '-')};main`) as Main)(),
        );
        const same = counted(script.replaceAll('**', '-'));
        same.setBudget(1 << 28);
        expect(ended(() => same.main())).toBe(plain);
        ended(() => main());
      }),
      { numRuns: 300 },
    );
  });

  test('it takes as many reductions each time, and one less is too few', () => {
    fc.assert(
      fc.property(program, (script) => {
        const { main, setBudget, reductions } = counted(script.replaceAll('**', '-'));
        setBudget(1 << 28);
        const result = main();
        const used = reductions();
        setBudget(used);
        expect(main()).toBe(result);
        setBudget(used - 1);
        expect(isBudgetExhausted(thrownBy(main))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

function ended(work: () => unknown): string {
  try {
    return String(work());
  } catch (error) {
    return (error as Error).name;
  }
}

function thrownBy(work: Main): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
}
