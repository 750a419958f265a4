import { describe, expect, test } from 'vitest';
import { freezeTerm } from '../runtime/term.ts';
import { compile } from './compile.ts';
import { evaluateProgram } from './evaluate.ts';
import type { LoadedCode } from './load-program.ts';
import { isBudgetExhausted, isStackOverflow } from './reductions.ts';

const otp = {
  reply: (reply: unknown, state: unknown) => ({ type: 'reply', reply, state }),
  noreply: (state: unknown) => ({ type: 'noreply', state }),
};

function load(modules: Record<string, string>): LoadedCode {
  const compiled = compile(modules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 1));
  const code = evaluateProgram(compiled.program, otp);
  code.setBudget(1_000_000);
  return code;
}

function call(code: LoadedCode, module: string, name: string, ...args: unknown[]): unknown {
  const exported = code.module(module)?.[name] as (...args: unknown[]) => unknown;
  return exported(...args);
}

/** What the module `main` exports by default, called with `args`. */
function run(main: string, ...args: unknown[]): unknown {
  return call(load({ main }), 'main', 'default', ...args);
}

/** Nothing of it can be assigned, added or removed. */
function isUnchangeable(value: unknown): boolean {
  const object = value as Record<string, unknown>;
  return (
    ['own', ...Object.keys(object)].every((key) => !Reflect.set(object, key, 'other')) &&
    Object.keys(object).every((key) => !Reflect.deleteProperty(object, key)) &&
    !Object.isExtensible(object)
  );
}

/** Problems as lines `module:line:column message`. */
function problems(modules: Record<string, string> | string): string[] {
  const compiled = compile(typeof modules === 'string' ? { main: modules } : modules);
  const found = compiled.ok ? evaluateProgram(compiled.program, otp).problems : compiled.problems;
  return found.map(({ module, line, column, message }) => `${module}:${line}:${column} ${message}`);
}

describe('a compiled module', () => {
  test('is TypeScript with its types taken out', () => {
    const { default: kv } = load({
      kv: `import { reply, type GenServer } from 'otp';
type Call = { type: 'lookup'; key: string };
/** Keeps values. */
export default {
  init: () => ({ a: 1 }),
  handleCall({ key }, state, self) { return reply(state[key]!, state); },
} satisfies GenServer<Record<string, number>, Call>;
`,
    }).module('kv') as { default: { handleCall(a: unknown, b: unknown): unknown } };
    expect(kv.handleCall({ key: 'a' }, { a: 1 })).toEqual({
      type: 'reply',
      reply: 1,
      state: { a: 1 },
    });
  });

  test.each([
    ['named', `import { add } from './sum.ts'; export default () => add(1, 2);`],
    ['renamed', `import { add as plus } from './sum'; export default () => plus(1, 2);`],
    ['as a namespace', `import * as sum from './sum.ts'; export default () => sum.add(1, 2);`],
    ['by default', `import sum from './sum.ts'; export default () => sum.add(1, 2);`],
    ['in shorthand', `import { add } from './sum.ts'; export default () => ({ add }).add(1, 2);`],
    [
      'with no semicolons',
      `import { add } from './sum.ts'\nconst one = 1\nexport default () => {\n  const a = one\n  return add(a, 2)\n}`,
    ],
    ['re-exported', `import { more } from './again.ts'; export default () => more(1, 2);`],
    ['all of it', `import { add } from './star.ts'; export default () => add(1, 2);`],
    [
      'shadowed',
      `import { add } from './sum.ts'; export default () => { const twice = (add: number) => add * 2; return add(1, 2) + twice(0); };`,
    ],
  ])('imports from another: %s', (_how, main) => {
    const code = load({
      main,
      sum: `export function add(a: number, b: number) { return a + b }\nexport default { add }`,
      again: `export { add as more } from './sum.ts'`,
      star: `export * from './sum.ts'`,
    });
    expect(call(code, 'main', 'default')).toBe(3);
  });

  test('exports in every form', () => {
    const exports = load({
      main: `export const a = 1, { b, c: [d] } = { b: 2, c: [3] };
export function f() { return a }
export class K { static x = 5 }
const later = 6;
export { later as g, f as "odd name" };
export default class extends K {}`,
    }).module('main');
    expect(Object.keys(exports ?? {}).sort()).toEqual([
      'K',
      'a',
      'b',
      'd',
      'default',
      'f',
      'g',
      'odd name',
    ]);
    expect(exports).toMatchObject({ a: 1, b: 2, d: 3, g: 6 });
    expect(isUnchangeable(exports)).toBe(true);
  });

  test('may import in a circle, to use in functions', () => {
    const code = load({
      even: `import { odd } from './odd.ts'; export const even = (n: number): boolean => n === 0 || odd(n - 1);`,
      odd: `import { even } from './even.ts'; export const odd = (n: number): boolean => n !== 0 && even(n - 1);`,
    });
    expect(call(code, 'even', 'even', 10)).toBe(true);
  });

  test('that uses a circle at its top level is told', () => {
    expect(
      problems({
        a: `import { b } from './b.ts';\nexport const a = b + 1;`,
        b: `import { a } from './a.ts';\nexport const b = a + 1;`,
      })[0],
    ).toMatch(/^b:2:1 `a` of a.ts is not ready/);
  });

  test('has its constants frozen through and through', () => {
    const { table, K, f } = load({
      main: `export const table = Object.freeze({ rows: [{ n: 1 }], f: () => 1 });
export class K { method() {} }
export function f() {}`,
    }).module('main') as {
      table: { rows: { n: number }[]; f: object };
      K: { prototype: object };
      f: object;
    };
    for (const value of [table, table.rows, table.rows[0], table.f, K, K.prototype, f]) {
      expect(isUnchangeable(value)).toBe(true);
    }
  });

  test('may send a constant that is a term, as it is', () => {
    const { rows } = load({ main: 'export const rows = [{ n: 1 }, [null]];' }).module(
      'main',
    ) as Record<string, object>;
    expect(Object.isFrozen(rows)).toBe(true);
    expect(freezeTerm(rows)).toBe(rows);
  });

  test.each([
    ['a function', '{ deep: [{ f: () => 1 }] }', /deep\[0\]\.f is a function/],
    ['a list of functions', '[function* () {}]', /\[0\] is a function/],
    ['a class', '{ K: class {} }', /K is a function/],
    ['a pattern', '{ word: /a/ }', /word is an instance of a class/],
  ])('may not send a constant that holds %s', (_what, text, why) => {
    const code = load({ main: `const held = ${text};\nexport const all = { held, n: 1 };` });
    const { all } = code.module('main') as Record<string, { held: object }>;
    expect(() => freezeTerm(all)).toThrow(why);
    expect(() => freezeTerm(all?.held)).toThrow(why);
    expect(() => freezeTerm(code.module('main'))).toThrow(why);
    expect(isUnchangeable(all)).toBe(true);
  });

  test('is no way to keep anything between calls', () => {
    expect(() => run(`export default function f() { const me: any = f; me.count = 1 }`)).toThrow(
      TypeError,
    );
  });

  test('may have generators', () => {
    expect(
      run(
        `export default () => [...g(3)];\nfunction* g(n: number): Generator<number> { if (n > 0) { yield n; yield* g(n - 1) } }`,
      ),
    ).toEqual([3, 2, 1]);
  });

  test('raises to whole powers in one way, and to no others', () => {
    expect(run('export default (a: number, b: number) => a ** b', 3, 5)).toBe(243);
    expect(run('export default (a: number, b: number) => a ** b', 2, -2)).toBe(0.25);
    expect(run('export default (a: bigint) => a ** 70n', 2n)).toBe(2n ** 70n);
    expect(run('export default (a: number) => { a **= 1 + 2; return a }', 2)).toBe(8);
    expect(() => run('export default (a: number, b: number) => a ** b', 2, 0.5)).toThrow(
      'whole exponent',
    );
  });
});

describe('where it raised', () => {
  test.each([
    ['a statement', 'n += 1;\n/*here*/ none.x;\nreturn n;'],
    ['what is thrown', "if (n > 5) return;\n/*here*/ throw new Error('no');"],
    ['a branch without a block', 'if (n > 0)\n/*here*/ none.x;'],
    ['the other branch', 'if (n > 5) n += 1;\nelse\n/*here*/ none.x;'],
    ['the condition of an `if` after another', 'if (n > 5) return;\n/*here*/ if (none.x) return;'],
    ['a case', 'switch (n) {\ncase 1:\n/*here*/ none.x;\n}'],
    ['a block in a block', '{\nn += 1;\n{\n/*here*/ none.x;\n}\n}'],
    ['a `try` that lets it through', 'try {\n/*here*/ none.x;\n} finally {}'],
    ['a function that is called', 'return deep();\n}\nfunction deep() {\n/*here*/ none.x;'],
    ['an arrow function', 'return [n].map(\n/*here*/ () => none.x,\n);'],
  ])('%s', (_what, body) => {
    const main = `const none: any = null;\nexport default (n: any) => run(n);\nfunction run(n: any) {\n${body}\n}`;
    const code = load({ main, other: 'export const one = 1;' });
    expect(() => call(code, 'main', 'default', 1)).toThrow();
    const line = main.split('\n').findIndex((text) => text.includes('/*here*/')) + 1;
    expect(code.place()).toEqual({ module: 'main', line });
  });

  test('nowhere, before anything was called', () => {
    expect(load({ main: 'export default () => 1;' }).place()).toBeNull();
  });
});

describe('what engines word or order differently', () => {
  test('errors that JavaScript raises are caught without their text, those of modules with it', () => {
    const caught = (code: string) =>
      run(
        `export default () => { try { ${code} } catch (e: any) { return [e instanceof TypeError, e.name, e.message].join() } }`,
      );
    expect(caught('(null as any).x')).toBe('true,TypeError,raised by JavaScript itself');
    expect(caught("throw new TypeError('mine')")).toBe('true,TypeError,mine');
    expect(caught("throw new (class Own extends TypeError { name = 'Own' })('mine')")).toBe(
      'true,Own,mine',
    );
    expect(caught("throw new Error('mine')")).toBe('false,Error,mine');
  });

  test('patterns work, made with new and without', () => {
    const main = `export default (t: string) => [new RegExp('a+', 'g'), RegExp('b'), /c/]
      .map((p) => (p instanceof RegExp) + t.replace(p, '-')).join()`;
    expect(run(main, 'aabcaa')).toBe('true-bc-,trueaa-caa,trueaab-aa');
    expect(
      run(
        "export default () => 'a-b-c'.split(/-/).concat([...'xay'.matchAll(/[xy]/g)].join()).join()",
      ),
    ).toBe('a,b,c,x,y');
  });

  test('freezing in a module is deep, and refuses what is no term', () => {
    const frozen = run('export default () => Object.freeze({ a: [{ b: 1 }] })') as { a: object[] };
    expect(Object.isFrozen(frozen.a[0])).toBe(true);
    expect(() => run('export default () => Object.freeze({ a: new Map() })')).toThrow('not a term');
    expect(() => run('export default () => Object.freeze({ a: () => 1 })')).toThrow('not a term');
  });
});

describe('a step that does not end', () => {
  test('is ended when its budget is used up', () => {
    expect(endOf('export default () => { while (true); }')).toBe('reductions');
  });

  test('is counted from setBudget on', () => {
    const code = load({ main: 'export default (n: number) => { for (let i = 0; i < n; i++); }' });
    const loop = code.module('main')?.default as (n: number) => void;
    code.setBudget(100);
    loop(10);
    expect(code.reductions()).toBe(11);
    code.setBudget(100);
    loop(5);
    expect(code.reductions()).toBe(6);
    expect(() => loop(1000)).toThrow();
    expect(code.reductions()).toBe(100);
  });

  test('at the top level is a problem', () => {
    expect(
      problems('const n = 1;\nconst all = Array.from({ length: 3 }, () => { while (true); });'),
    ).toEqual(['main:2:1 the top level of this module does not come to an end']);
  });
});

/** How the default export of `main` ends: what it was killed for. */
function endOf(main: string): string {
  try {
    return `returned ${run(main)}`;
  } catch (error) {
    if (isBudgetExhausted(error)) return 'reductions';
    return isStackOverflow(error) ? 'depth' : `threw ${error}`;
  }
}

describe('problems', () => {
  test('are told with module, line and column of the TypeScript', () => {
    expect(
      problems({ kv: 'type A = { a: number };\nconst b: A = { a: 1 as number }, c = oops;' }),
    ).toEqual(['kv:2:38 `oops` is not defined in this module']);
  });

  test.each([
    ['syntax', 'const a = ;', 'main:1:11 Unexpected token'],
    [
      'missing module',
      `\n\nimport { a } from './nowhere.ts';\nconst b = a;`,
      "main:3:1 there is no './nowhere.ts' here: a module can import from 'otp', './main.ts'",
    ],
    [
      'package',
      `import { a } from 'lodash';\nconst b = a;`,
      "main:1:1 there is no 'lodash' here: a module can import from 'otp', './main.ts'",
    ],
    [
      'missing name',
      `import { a } from './main.ts';\nconst b = () => a;`,
      'main:1:10 main.ts exports no `a`',
    ],
    [
      'missing name of otp',
      `import { reply, a } from 'otp';\nconst b = () => [a, reply];`,
      "main:1:17 'otp' exports no `a`",
    ],
    [
      'enum',
      'const a = 1;\nenum Color { Red }',
      "main:2:1 an enum is a thing that can change: write a union of texts, type Color = 'red' | 'green'",
    ],
    [
      'namespace',
      'namespace N { export const a = 1 }',
      'main:1:1 namespaces are not supported: write a module of its own and import it',
    ],
    ['decorator', '@f class A {}', "main:1:1 Unexpected character '@'"],
    ['await at the top', 'const a = await f();', /async and await are not used here/],
    ['closing bracket', '} while (true); {', /^main:1:1 Unexpected token/],
    ['old comment', 'export const a = (b: number) => b <!--b;', /<!-- has two meanings/],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)[0]).toMatch(expected);
  });

  test('deep nesting is one, not a failure of ours', () => {
    expect(problems(`const a = ${'['.repeat(20_000)}${']'.repeat(20_000)};`)).toEqual([
      'main:1:1 this is nested too deeply',
    ]);
  });

  test('words in comments and texts are none', () => {
    expect(
      problems(`// enum Color, namespace N {\nconst a = 'enum Color', b = "namespace N {";`),
    ).toEqual([]);
  });

  test('of all modules are told at once', () => {
    expect(problems({ b: 'let x = 1', a: 'var y = 2' }).map((line) => line.slice(0, 5))).toEqual([
      'a:1:1',
      'b:1:1',
    ]);
  });
});
