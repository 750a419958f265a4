import { type AnyNode, childrenOf, type Program } from './ast.ts';
import type { FaultAt } from './forbidden-syntax.ts';
import {
  ALLOWED_GLOBALS,
  ALLOWED_MATH,
  ALLOWED_OBJECT,
  HOST_WORDS,
  LOCALE_METHODS,
} from './globals.ts';
import type { Reference } from './scopes.ts';

/** Where a module asks the computer it runs on, whose answers would differ from run to run. */
export function hostFaults(program: Program, references: readonly Reference[]): FaultAt[] {
  const faults: FaultAt[] = [];
  const bindings = new Map(
    references.map((reference) => [reference.node as AnyNode, reference.binding]),
  );
  for (const { node, parent, binding } of references) {
    if (binding !== 'global') continue;
    if (!ALLOWED_GLOBALS.has(node.name)) {
      // eval and Function are told by forbiddenSyntax already.
      if (node.name === 'eval' || node.name === 'Function') continue;
      const why = Object.hasOwn(HOST_WORDS, node.name)
        ? HOST_WORDS[node.name]
        : 'is not defined in this module';
      report(node, `\`${node.name}\` ${why}`);
    } else if (node.name === 'Math' && !isPlainMember(parent, node)) {
      report(
        node,
        'Math can only be used as Math.floor(…) and the like, by the name of the function',
      );
    }
  }
  visit(program);
  return faults;

  function visit(node: AnyNode): void {
    if (node.type === 'MemberExpression' && node.property.type === 'Identifier' && !node.computed) {
      const message = memberMessage(node.object, node.property.name);
      if (message !== undefined) report(node.property, message);
    }
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression')
      changed(node.left);
    if (node.type === 'UpdateExpression' && node.argument.type === 'MemberExpression')
      changed(node.argument);
    for (const child of childrenOf(node)) visit(child);
  }

  function memberMessage(object: AnyNode, name: string): string | undefined {
    const binding = bindings.get(object);
    if (LOCALE_METHODS.has(name)) {
      return `${name} depends on the language of the computer: compare with < and >, and write formats out`;
    }
    if (name === 'constructor' || name === '__proto__' || name === 'prototype') {
      return `.${name} leads to what all modules share: it is not available`;
    }
    if (name === 'stack' && binding === 'catch') {
      return 'the stack of an error is worded differently by each browser: use its message';
    }
    if (binding !== 'global' || object.type !== 'Identifier') return undefined;
    if (object.name === 'Math' && name === 'random')
      return 'Math.random would differ from run to run: use self.random(n)';
    if (object.name === 'Math' && !ALLOWED_MATH.has(name)) {
      return `Math.${name} may differ in the last digit from browser to browser, and fork the run: use + - * / and Math.sqrt`;
    }
    if (object.name === 'Object' && !(ALLOWED_OBJECT as readonly string[]).includes(name)) {
      return `Object.${name} is not available: states and messages are plain objects and arrays`;
    }
    if (object.name === 'RegExp')
      return 'RegExp remembers the last match for everybody: use what match or exec gives back';
    return undefined;
  }

  function changed(target: AnyNode): void {
    let root = target;
    while (root.type === 'MemberExpression') root = root.object;
    if (
      root.type === 'Identifier' &&
      bindings.get(root) === 'global' &&
      ALLOWED_GLOBALS.has(root.name)
    ) {
      report(
        target,
        `\`${root.name}\` is shared by all modules and can't be changed: write a function of your own`,
      );
    }
  }

  function report({ start }: AnyNode, message: string): void {
    faults.push({ at: start, message });
  }
}

function isPlainMember(parent: AnyNode, node: AnyNode): boolean {
  return parent.type === 'MemberExpression' && parent.object === node && !parent.computed;
}
