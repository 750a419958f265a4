import {
  type AnyNode,
  boundNames,
  childrenOf,
  type Identifier,
  isFunction,
  type Program,
} from './ast.ts';
import type { FaultAt } from './forbidden-syntax.ts';
import { hostFaults } from './host-rules.ts';
import { type Reference, referencesIn } from './scopes.ts';

/**
 * Modules hold no state.
 *
 * A module is evaluated once a version, and all processes share it. What it remembered would be
 * shared by processes that share nothing, and would survive when the run steps back. So its top level
 * holds constants, functions, classes, imports and exports, and nothing else; what can't be seen
 * here (a constant that holds something changeable) is found when the module is evaluated
 * (`freeze-constant.ts`).
 */
export function moduleFaults(program: Program): FaultAt[] {
  const references = referencesIn(program);
  const calls = new TopLevel(importedFrom('otp', program));
  for (const statement of program.body) calls.statement(statement);
  return [
    ...calls.faults,
    ...changedFromInside(program, references),
    ...codeInData(program),
    ...hostFaults(program, references),
  ].sort((a, b) => a.at - b.at);
}

/** May a constant made by this expression hold functions? Not if a call could have made a closure. */
export function mayHoldFunctions(init: AnyNode, otpNames: ReadonlySet<string>): boolean {
  if (isFunction(init)) return true;
  // Fields of instances are made when an instance is.
  if (init.type === 'PropertyDefinition' && !init.static) return true;
  if (init.type === 'TaggedTemplateExpression') return false;
  if (init.type === 'CallExpression') {
    const { callee } = init;
    const ofOtp = callee.type === 'Identifier' && otpNames.has(callee.name);
    // Object.freeze and its like hand on what is written in their arguments.
    const ofObject =
      callee.type === 'MemberExpression' &&
      callee.object.type === 'Identifier' &&
      callee.object.name === 'Object';
    if (!ofOtp && !ofObject) return false;
  }
  return childrenOf(init).every((child) => mayHoldFunctions(child, otpNames));
}

/** Names under which a module knows what it imports by name from `source`. */
export function importedFrom(source: string, program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration' || node.source.value !== source) continue;
    for (const { local } of node.specifiers) names.add(local.name);
  }
  return names;
}

const KEEP = 'keep what changes in the state of a process';

class TopLevel {
  readonly faults: FaultAt[] = [];
  readonly #otpNames: ReadonlySet<string>;

  constructor(otpNames: ReadonlySet<string>) {
    this.#otpNames = otpNames;
  }

  statement(node: AnyNode): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'FunctionDeclaration':
      case 'EmptyStatement':
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) this.statement(node.declaration);
        return;
      case 'ExportDefaultDeclaration':
        if (node.declaration.type === 'FunctionDeclaration') return;
        return this.constant(node.declaration);
      case 'ClassDeclaration':
        return this.constant(node);
      case 'VariableDeclaration':
        if (node.kind !== 'const')
          return this.variable(
            node,
            node.declarations.map(({ id }) => id),
          );
        for (const { init } of node.declarations) if (init) this.constant(init);
        return;
      case 'ExpressionStatement':
        if (node.directive !== undefined) return;
        break;
    }
    this.#report(
      node,
      'the top level of a module may only declare things (import, export, const, function, class): put this in a function',
    );
  }

  variable(node: AnyNode & { kind: string }, ids: readonly AnyNode[]): void {
    const names = ids.flatMap(boundNames).map(({ name }) => `\`${name}\``);
    this.#report(
      node,
      `${names.join(', ')} can change, and all processes that use this module would share it: ` +
        `write const, or ${KEEP}`,
    );
  }

  /** What runs when a constant or a class is made. */
  constant(node: AnyNode): void {
    if (isFunction(node)) return;
    const message = this.#messageFor(node);
    if (message !== undefined) return this.#report(node, message);
    for (const child of childrenOf(node)) {
      // Fields of instances are made when an instance is.
      const isField = node.type === 'PropertyDefinition' && !node.static && child === node.value;
      if (!isField) this.constant(child);
    }
  }

  #messageFor(node: AnyNode): string | undefined {
    switch (node.type) {
      case 'NewExpression': {
        const what = node.callee.type === 'Identifier' ? `new ${node.callee.name}` : 'new';
        return `${what} at the top level makes one thing that all processes would share: make it in a function, and ${KEEP}`;
      }
      case 'CallExpression':
        return this.#isPure(node.callee)
          ? undefined
          : 'a call at the top level could make something that remembers, and all processes would share it: ' +
              'call it in a function (Object.freeze, Object.fromEntries, Array.from and the like are allowed)';
      case 'TaggedTemplateExpression':
        return this.#isPure(node.tag) ? undefined : 'a tag calls a function: do it in a function';
      case 'AssignmentExpression':
      case 'UpdateExpression':
        return `an assignment at the top level changes what all processes share: ${KEEP}`;
      case 'Literal':
        return node.regex && /[gy]/.test(node.regex.flags)
          ? 'a pattern with the flag g or y remembers where it was: write it in the function that uses it'
          : undefined;
      case 'StaticBlock':
        return `a static block runs when the module is loaded: make it a static method, and ${KEEP}`;
      case 'PropertyDefinition':
        return node.static && node.key.type === 'PrivateIdentifier'
          ? `a private static field can change, and all processes would share it: ${KEEP}`
          : undefined;
      default:
        return undefined;
    }
  }

  /** Does calling this give the same constant each time, made of nothing but its arguments? */
  #isPure(callee: AnyNode): boolean {
    if (callee.type === 'Identifier')
      return PURE_FUNCTIONS.has(callee.name) || this.#otpNames.has(callee.name);
    if (
      callee.type !== 'MemberExpression' ||
      callee.computed ||
      callee.property.type !== 'Identifier'
    )
      return false;
    if (callee.object.type === 'Identifier') {
      const all = PURE_STATICS[callee.object.name];
      if (all !== undefined) return all === 'all' || all.includes(callee.property.name);
    }
    return PURE_METHODS.has(callee.property.name);
  }

  #report({ start }: AnyNode, message: string): void {
    this.faults.push({ at: start, message });
  }
}

const PURE_FUNCTIONS: ReadonlySet<string> = new Set([
  'Number',
  'String',
  'BigInt',
  'Boolean',
  'parseInt',
  'parseFloat',
]);
const PURE_STATICS: Readonly<Record<string, 'all' | readonly string[]>> = {
  Object: ['freeze', 'fromEntries', 'entries', 'keys', 'values', 'assign'],
  Array: ['from', 'of', 'isArray'],
  Math: 'all',
  Number: 'all',
  String: 'all',
  JSON: 'all',
  BigInt: 'all',
  Symbol: ['for'],
};
const PURE_METHODS: ReadonlySet<string> = new Set(
  (
    'map filter flat flatMap concat slice join split repeat padStart padEnd trim toUpperCase toLowerCase ' +
    'replace replaceAll charCodeAt codePointAt at indexOf includes reduce toSorted toReversed with toFixed toString'
  ).split(' '),
);

const ARRAY_CHANGERS: ReadonlySet<string> = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin'.split(' '),
);

/** Functions that try to change what stands at the top: it is frozen, so they would only crash. */
function changedFromInside(program: Program, references: readonly Reference[]): FaultAt[] {
  const shared = new Map(
    references
      .filter(({ binding }) => binding === 'top' || binding === 'import')
      .map((it) => [it.node, it.binding]),
  );
  const arrays = topLevelArrays(program);
  const faults: FaultAt[] = [];
  visit(program);
  return faults;

  function visit(node: AnyNode): void {
    if (node.type === 'AssignmentExpression') changed(node.left, node);
    if (node.type === 'UpdateExpression') changed(node.argument, node);
    if (node.type === 'UnaryExpression' && node.operator === 'delete') changed(node.argument, node);
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const { object, property } = node.callee;
      const changes = property.type === 'Identifier' && ARRAY_CHANGERS.has(property.name);
      if (changes && object.type === 'Identifier' && arrays.has(object.name))
        changed(node.callee, node);
    }
    for (const child of childrenOf(node)) visit(child);
  }

  function changed(target: AnyNode, at: AnyNode): void {
    const root = rootOf(target);
    const binding = root && shared.get(root);
    if (root === undefined || binding === undefined) return;
    const what = binding === 'import' ? 'is imported' : 'stands at the top level';
    faults.push({
      at: at.start,
      message: `\`${root.name}\` ${what}, so all processes share it and it can't be changed: ${KEEP}`,
    });
  }
}

/**
 * Code where a field seems to stand. The runtime looks at a term once and freezes it: an accessor would
 * give something else each time, and could remember. A class may have them: its instances are no terms.
 */
function codeInData(program: Program): FaultAt[] {
  const faults: FaultAt[] = [];
  visit(program);
  return faults;

  function visit(node: AnyNode): void {
    if (node.type === 'Property' && node.kind !== 'init')
      report(node, `a ${node.kind}ter in an object`);
    if (
      node.type === 'MemberExpression' &&
      node.property.type === 'Identifier' &&
      /^__(define|lookup)[GS]etter__$/.test(node.property.name)
    )
      report(node.property, node.property.name);
    for (const child of childrenOf(node)) visit(child);
  }

  function report({ start }: AnyNode, what: string): void {
    faults.push({
      at: start,
      message: `${what} puts code where a field seems to stand, and a term is data alone: write a method`,
    });
  }
}

function topLevelArrays(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of program.body) {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (node?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of node.declarations) {
      if (id.type === 'Identifier' && init?.type === 'ArrayExpression') names.add(id.name);
    }
  }
  return names;
}

function rootOf(target: AnyNode): Identifier | undefined {
  if (target.type === 'Identifier') return target;
  return target.type === 'MemberExpression' ? rootOf(target.object) : undefined;
}
