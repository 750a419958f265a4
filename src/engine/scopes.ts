import {
  type AnyNode,
  boundNames,
  childrenOf,
  type Identifier,
  isFunction,
  type Program,
} from './ast.ts';

/** What declares a name: `import`, the module's top level, something inside a function, or nothing here. */
export type Binding = 'import' | 'top' | 'catch' | 'local' | 'global';

export interface Reference {
  readonly node: Identifier;
  readonly parent: AnyNode;
  readonly binding: Binding;
}

type Scope = { readonly names: Map<string, Binding>; readonly outer: Scope | null };

/**
 * Every use of a name as a variable in a module (always strict), with what it refers to.
 * Names of members, keys, labels and of what a module imports or exports are no uses.
 */
export function referencesIn(program: Program): Reference[] {
  const references: Reference[] = [];
  const top: Scope = { names: new Map(), outer: null };
  declareVars(program, top, 'top');
  declareBlock(program.body, top, 'top');
  for (const child of program.body) walk(child, program, top);
  return references;

  function walk(node: AnyNode, parent: AnyNode, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
        references.push({ node, parent, binding: lookUp(node.name, scope) });
        return;
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'MetaProperty':
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'ExportSpecifier':
        if (parent.type === 'ExportNamedDeclaration' && !parent.source)
          walk(node.local as AnyNode, node, scope);
        return;
      case 'LabeledStatement':
        return walk(node.body, node, scope);
      case 'MemberExpression':
        walk(node.object, node, scope);
        if (node.computed) walk(node.property, node, scope);
        return;
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) walk(node.key, node, scope);
        if (node.value) walk(node.value, node, scope);
        return;
    }
    const inner = scopeOf(node, scope);
    for (const child of childrenOf(node)) {
      // A declaration's own name is a place where it is bound, not a use.
      if ('id' in node && child === node.id && child.type === 'Identifier') continue;
      walk(child, node, inner);
    }
  }
}

/** The scope inside `node`: a new one if it makes one. */
function scopeOf(node: AnyNode, outer: Scope): Scope {
  if (isFunction(node)) {
    const scope = open(outer);
    if (node.type === 'FunctionExpression' && node.id) scope.names.set(node.id.name, 'local');
    if (node.type !== 'ArrowFunctionExpression') scope.names.set('arguments', 'local');
    for (const parameter of node.params) declare(boundNames(parameter), scope, 'local');
    declareVars(node.body, scope, 'local');
    return scope;
  }
  switch (node.type) {
    case 'BlockStatement': {
      const scope = open(outer);
      declareBlock(node.body, scope, 'local');
      return scope;
    }
    case 'StaticBlock': {
      const scope = open(outer);
      for (const statement of node.body) declareVars(statement, scope, 'local');
      declareBlock(node.body, scope, 'local');
      return scope;
    }
    case 'SwitchStatement': {
      const scope = open(outer);
      declareBlock(
        node.cases.flatMap(({ consequent }) => consequent),
        scope,
        'local',
      );
      return scope;
    }
    case 'ForStatement':
      return node.init?.type === 'VariableDeclaration' ? opened([node.init], outer) : outer;
    case 'ForInStatement':
    case 'ForOfStatement':
      return node.left.type === 'VariableDeclaration' ? opened([node.left], outer) : outer;
    case 'CatchClause': {
      const scope = open(outer);
      if (node.param) declare(boundNames(node.param), scope, 'catch');
      return scope;
    }
    case 'ClassDeclaration':
    case 'ClassExpression': {
      const scope = open(outer);
      // A class sees its own name inside; what it means there is what it means outside.
      if (node.id && node.type === 'ClassExpression') scope.names.set(node.id.name, 'local');
      return scope;
    }
    default:
      return outer;
  }
}

function open(outer: Scope): Scope {
  return { names: new Map(), outer };
}

function opened(declarations: readonly AnyNode[], outer: Scope): Scope {
  const scope = open(outer);
  declareBlock(declarations, scope, 'local');
  return scope;
}

function declare(names: readonly Identifier[], scope: Scope, binding: Binding): void {
  for (const { name } of names) scope.names.set(name, binding);
}

/** What statements of one block declare for that block. */
function declareBlock(statements: readonly AnyNode[], scope: Scope, binding: Binding): void {
  for (const statement of statements) {
    const node =
      (statement.type === 'ExportNamedDeclaration' ||
        statement.type === 'ExportDefaultDeclaration') &&
      statement.declaration
        ? statement.declaration
        : statement;
    switch (node.type) {
      case 'VariableDeclaration':
        if (node.kind !== 'var') {
          for (const { id } of node.declarations) declare(boundNames(id), scope, binding);
        }
        break;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        if (node.id) scope.names.set(node.id.name, binding);
        break;
      case 'ImportDeclaration':
        for (const { local } of node.specifiers) scope.names.set(local.name, 'import');
        break;
    }
  }
}

/** `var`, wherever it stands in a function, belongs to the function. */
function declareVars(node: AnyNode, scope: Scope, binding: Binding): void {
  if (node.type === 'VariableDeclaration' && node.kind === 'var') {
    for (const { id } of node.declarations) declare(boundNames(id), scope, binding);
  }
  for (const child of childrenOf(node)) {
    if (!isFunction(child) && child.type !== 'StaticBlock') declareVars(child, scope, binding);
  }
}

function lookUp(name: string, scope: Scope): Binding {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const binding = at.names.get(name);
    if (binding !== undefined) return binding;
  }
  return 'global';
}
