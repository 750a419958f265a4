import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';
import { describe, expect, test } from 'vitest';

/** The words that the numbers in the trace stand for: all that both sides need as a value. */
const TRACE_WORDS = 'runtime/trace-event.ts';
/** How a term prints: the page says it as the engine does. */
const TERM_WORDS = 'runtime/format-term.ts';

/**
 * The layers, and what each may import besides its own folder. This table is the architecture:
 * change it on purpose, and the one in README.md with it.
 *
 * `type:x` allows `import type` only; `x/file.ts` one file of a layer; `npm:x` one package, `npm`
 * any of them.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  sim: ['base'],
  runtime: ['base', 'sim'],
  otp: ['base', 'runtime'],
  // The one package below the engine: it checks foreign data, touches no host, and depends on none.
  scenario: ['base', 'runtime', 'otp', 'npm:valibot'],
  engine: ['base', 'sim', 'runtime', 'otp', 'scenario', 'npm'],
  view: [
    'base',
    'type:runtime',
    TRACE_WORDS,
    TERM_WORDS,
    'type:engine/protocol.ts',
    'npm:d3-hierarchy',
  ],
  store: ['base', 'view', 'scenario', 'type:runtime', TRACE_WORDS, 'type:engine', 'npm'],
  ui: [
    'base',
    'view',
    'store',
    'type:runtime',
    TRACE_WORDS,
    TERM_WORDS,
    'type:scenario',
    'type:engine/protocol.ts',
    'npm',
  ],
  content: ['otp', 'scenario'],
  bench: ['anything'],
  testing: ['anything'],
};

/** Here a run must depend on its inputs alone. */
const DETERMINISTIC = ['base', 'sim', 'runtime', 'otp', 'scenario', 'view'];

/** Faults we live with. The list may only get shorter; each says why it does no harm. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  // A count of what one hash may still visit, set afresh by each: it carries nothing over.
  './runtime/term-hash.ts': ['keeps a variable outside every run'],
  // A function, set once while the module loads: the key to what a class keeps private.
  './runtime/self.ts': ['keeps a variable outside every run'],
};

/** Names by which the host's clock, chance, queue or locale would get in. */
const HOST = new Set(
  (
    'Date performance crypto setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame ' +
    'Promise WeakRef FinalizationRegistry Intl Temporal localStorage document window globalThis fetch'
  ).split(' '),
);
const HOST_METHODS = /^(toLocale\w*|localeCompare)$/;

/** Exact in every engine. The others of Math may differ in the last bit, and so fork a run. */
const EXACT_MATH = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc'.split(' '),
);

const texts = import.meta.glob<string>('./**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
// main.tsx ties the layers together; vite-*.ts run in Node, when the page is built.
const FREE = /\.test\.tsx?$|\.d\.ts$|^\.\/main\.tsx$|\/vite-[\w-]+\.ts$/;
const sources = Object.entries(texts).filter(([path]) => !FREE.test(path));
const readmes = import.meta.glob<string>(['../README.md', './**/README.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('there is something to check', () => {
  expect(sources.length).toBeGreaterThan(5);
  expect(Object.keys(readmes)).toContain('./README.md');
});

test.each(sources)('%s keeps to its layer', (path, text) => {
  expect(faults(path, text)).toEqual(KNOWN[path] ?? []);
});

test.each(Object.entries(readmes))('%s names only paths that exist', (path, text) => {
  expect(pathsNamed(text).filter((named) => !exists(path, named))).toEqual([]);
});

test('the map has a line for every folder', () => {
  const folders = sources.flatMap(([path]) => {
    const [layer, panel, ...rest] = normalize(path).split('/');
    return layer === 'ui' && rest.length > 0 ? [`${layer}/${panel}/`, `${layer}/`] : [`${layer}/`];
  });
  const map = readmes['./README.md'] ?? '';
  const missing = [...new Set(folders)].filter((folder) => !map.includes(`| \`${folder}\` |`));
  expect(missing).toEqual([]);
});

describe('the check finds a planted', () => {
  test.each([
    ['upward import', './sim/a.ts', "import { x } from '../otp/b.ts'"],
    ['import of a sibling layer', './otp/a.ts', "import { x } from '../sim/b.ts'"],
    ['re-export from above', './base/a.ts', "export { x } from '../runtime/b.ts'"],
    ['export * from above', './base/a.ts', "export * from '../runtime/b.ts'"],
    ['import for its effects', './base/a.ts', "import '../runtime/b.ts'"],
    ['dynamic import', './base/a.ts', "const x = import('../runtime/b.ts')"],
    ['type from a forbidden layer', './base/a.ts', "type X = import('../runtime/b.ts').X"],
    [
      'value where only types may pass',
      './ui/canvas/a.tsx',
      "import { x } from '../../runtime/b.ts'",
    ],
    [
      'file of a layer of which another file is allowed',
      './view/a.ts',
      "import type { X } from '../engine/b.ts'",
    ],
    [
      'value from a file that may give types',
      './view/a.ts',
      "import { x } from '../engine/protocol.ts'",
    ],
    ['value among types', './view/a.ts', "import { type X, y } from '../runtime/b.ts'"],
    ['package in the core', './runtime/a.ts', "import { x } from 'acorn'"],
    ['other package where one is allowed', './scenario/a.ts', "import { x } from 'acorn'"],
    ['import of Node', './sim/a.ts', "import { x } from 'node:fs'"],
    ['import of a test helper', './engine/a.ts', "import { x } from '../testing/b.ts'"],
    ['import out of src', './engine/a.ts', "import x from '../../package.json'"],
    ['alias used upward', './base/a.ts', "import { x } from 'otp'"],
    ['panel that imports a panel', './ui/canvas/a.tsx', "import { x } from '../timeline/b.tsx'"],
    ['file in no layer', './utils/a.ts', 'export const x = 1'],
    ['file beside main.tsx', './helpers.ts', 'export const x = 1'],
    ['clock', './runtime/a.ts', 'export const now = () => new Date()'],
    ['chance', './sim/a.ts', 'export const x = () => Math.random()'],
    ['inexact function', './sim/a.ts', 'export const x = (y: number) => Math.log(y)'],
    ['inexact power', './sim/a.ts', 'export const x = (y: number) => y ** 0.5'],
    ['promise', './otp/a.ts', 'export const x = Promise.resolve()'],
    ['async function', './otp/a.ts', 'export const x = async () => 1'],
    ['locale', './view/a.ts', 'export const x = (y: string) => y.localeCompare("z")'],
    ['shared variable', './runtime/a.ts', 'let counter = 0; export const next = () => ++counter'],
    ['shared table', './otp/a.ts', 'const all = new Map<string, number>(); export { all }'],
  ])('%s', (_what, path, text) => {
    expect(faults(path, text)).toHaveLength(1);
  });

  test('path that does not exist', () => {
    const named = pathsNamed('see `base/nowhere.ts`, `nowhere/` and `npm run check`');
    expect(named).toEqual(['base/nowhere.ts', 'nowhere/']);
    expect(named.filter((path) => exists('./README.md', path))).toEqual([]);
  });
});

describe('the check lets pass', () => {
  test.each([
    ['its own folder', './otp/a.ts', "import { x } from './b.ts'"],
    ['a layer below', './otp/a.ts', "import { x } from '../runtime/b.ts'"],
    ['the words of the trace', './view/a.ts', "import { x } from '../runtime/trace-event.ts'"],
    ['types where types may pass', './view/a.ts', "import type { X } from '../runtime/b.ts'"],
    [
      'the one file that may give values',
      './view/a.ts',
      "import { X } from '../runtime/trace-event.ts'",
    ],
    ['the alias in content', './content/scenarios/s/a.ts', "import { reply } from 'otp'"],
    ['a text in content', './content/scenarios/s/a.ts', "import text from './b.ts?raw'"],
    [
      'a panel that imports what panels share',
      './ui/canvas/a.tsx',
      "import { x } from '../shared/b.tsx'",
    ],
    ['a host word in a comment or text', './otp/a.ts', "// Date\nexport const x = 'Promise'"],
    ['a host word as the name of a member', './otp/a.ts', 'export const x = { Date: 1 }.Date'],
    ['the clock above the core', './engine/a.ts', 'export const now = () => Date.now()'],
    [
      'a frozen table',
      './otp/a.ts',
      'const ALL: ReadonlySet<string> = new Set(["a"]); export { ALL }',
    ],
  ])('%s', (_what, path, text) => {
    expect(faults(path, text)).toEqual([]);
  });
});

/** All that is wrong with the file `path`, as sentences. */
function faults(path: string, text: string): string[] {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) return [`does not parse: ${errors[0]?.message}`];

  const layer = layerOf(path);
  const allowed = MAY_IMPORT[layer];
  if (allowed === undefined) return [`${path} belongs to no layer`];

  const found: string[] = [];
  const imports = (target: string, typeOnly: boolean) => {
    const to = layerNamed(path, target);
    const file = normalize(join(dirname(path), target));
    const isAllowed = to === layer || [to, file].some((at) => mayImport(allowed, at, typeOnly));
    if (!isAllowed)
      found.push(`${layer} may not import ${typeOnly ? 'even types from ' : ''}${target}`);
    const [from, panel] = [panelOf(path), panelOf(join(dirname(path), target))];
    if (to === 'ui' && from && panel && panel !== 'shared' && panel !== from) {
      found.push(`panel ${from} may not import panel ${panel}: they meet in the store`);
    }
  };
  for (const { moduleRequest, entries } of module.staticImports) {
    imports(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  }
  for (const { entries } of module.staticExports) {
    const from = entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    if (from)
      imports(
        from.value,
        entries.every((entry) => entry.isType),
      );
  }
  for (const { moduleRequest } of module.dynamicImports) {
    imports(text.slice(moduleRequest.start + 1, moduleRequest.end - 1), false);
  }
  new Visitor({ TSImportType: ({ source }) => imports(source.value, true) }).visit(program);

  if (DETERMINISTIC.includes(layer)) found.push(...hostUses(program, layer !== 'view'));
  return found;
}

type Program = ReturnType<typeof parseSync>['program'];

/** What in a file of the core asks the host, or outlives a run. */
function hostUses(program: Program, exact: boolean): string[] {
  const found: string[] = [];
  // The name in `x.Date` or `{ Date: 1 }` is only a word of the data.
  const members = new Set<unknown>();
  const asyncFunction = (node: { async: boolean }) => {
    if (node.async) found.push('uses async');
  };
  new Visitor({
    MemberExpression(node) {
      if (node.computed || node.property.type !== 'Identifier') return;
      members.add(node.property);
      const { name } = node.property;
      if (HOST_METHODS.test(name)) found.push(`uses ${name}`);
      if (node.object.type !== 'Identifier' || node.object.name !== 'Math') return;
      const isConstant = /^[A-Z0-9_]+$/.test(name);
      if (name === 'random' || (exact && !isConstant && !EXACT_MATH.has(name))) {
        found.push(`uses Math.${name}`);
      }
    },
    Property: (node) => void (node.computed || node.shorthand || members.add(node.key)),
    PropertyDefinition: (node) => void (node.computed || members.add(node.key)),
    MethodDefinition: (node) => void (node.computed || members.add(node.key)),
    TSPropertySignature: (node) => void (node.computed || members.add(node.key)),
    TSMethodSignature: (node) => void (node.computed || members.add(node.key)),
    Identifier(node) {
      if (HOST.has(node.name) && !members.has(node)) found.push(`uses ${node.name}`);
    },
    FunctionDeclaration: asyncFunction,
    FunctionExpression: asyncFunction,
    ArrowFunctionExpression: asyncFunction,
    BinaryExpression(node) {
      // `2 ** -32` written out is a constant, and a power of two is exact.
      const isConstant = node.left.type === 'Literal' && node.left.value === 2;
      if (node.operator === '**' && exact && !isConstant) found.push('uses **');
    },
    AssignmentExpression(node) {
      if (node.operator === '**=' && exact) found.push('uses **=');
    },
  }).visit(program);

  for (const statement of program.body) {
    const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (inner?.type !== 'VariableDeclaration' || inner.declare) continue;
    if (inner.kind !== 'const') found.push('keeps a variable outside every run');
    for (const { id, init } of inner.declarations) {
      const isTable =
        init?.type === 'NewExpression' &&
        init.callee.type === 'Identifier' &&
        /^(Weak)?(Map|Set)$/.test(init.callee.name);
      const type = id.type === 'Identifier' ? id.typeAnnotation?.typeAnnotation : undefined;
      const isReadonly =
        type?.type === 'TSTypeReference' &&
        type.typeName.type === 'Identifier' &&
        type.typeName.name.startsWith('Readonly');
      if (isTable && !isReadonly) found.push('keeps a table outside every run');
    }
  }
  return found;
}

function mayImport(allowed: readonly string[], to: string, typeOnly: boolean): boolean {
  return (
    allowed.includes('anything') ||
    allowed.includes(to) ||
    (typeOnly && allowed.includes(`type:${to}`)) ||
    (to.startsWith('npm:') && allowed.includes('npm'))
  );
}

/** './otp/supervisor.ts' → 'otp'; a file right under src has no layer. */
function layerOf(path: string): string {
  const [folder, ...rest] = normalize(path).split('/');
  return rest.length > 0 && folder !== undefined ? folder : '';
}

/** './ui/canvas/card.tsx' → 'canvas'; undefined right under ui and outside it. */
function panelOf(path: string): string | undefined {
  const [folder, panel, ...rest] = normalize(path).split('/');
  return folder === 'ui' && rest.length > 0 ? panel : undefined;
}

/** What `target`, imported by `path`, is: a layer, 'npm:package', 'node' or 'outside'. */
function layerNamed(path: string, target: string): string {
  if (target === 'otp') return 'otp';
  if (target === 'virtual:kernel-text') return 'engine';
  if (target.startsWith('node:')) return 'node';
  if (!target.startsWith('.')) {
    const [scope, name] = target.split('/');
    return `npm:${target.startsWith('@') ? `${scope}/${name}` : scope}`;
  }
  const full = join(dirname(path), target);
  return full.startsWith('..') ? 'outside' : layerOf(full);
}

/** The words in backquotes that look like a path: with a slash, or with an ending we use. */
function pathsNamed(markdown: string): string[] {
  return [
    ...markdown.matchAll(/`(\.{0,2}[\w-][\w.-]*(?:\/[\w.-]*)+|[\w.-]+\.(?:tsx?|md|json))`/g),
  ].map(([, path]) => path as string);
}

/** A path may be written from the README's own folder, from src or from the top. */
function exists(readme: string, path: string): boolean {
  const src = fileURLToPath(new URL('.', import.meta.url));
  return [join(src, dirname(readme)), src, join(src, '..')].some((from) =>
    existsSync(join(from, path)),
  );
}
