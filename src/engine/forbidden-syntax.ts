import { type AnyNode, childrenOf, type Program } from './ast.ts';
import { referencesIn } from './scopes.ts';

/** What is wrong at an offset of the text. */
export interface FaultAt {
  readonly at: number;
  readonly message: string;
}

/** Names of our own in instrumented code begin so, and a module may not use them. */
const OUR_PREFIX = '__$';

const NO_ASYNC =
  'async and await are not used here: a callback that waits is a generator (function*) and writes yield*';

/**
 * Syntax by which code would get away from being counted, in a module or a linked script.
 * `ours` are names with our prefix that we put there ourselves.
 */
export function forbiddenSyntax(
  program: Program,
  ours: ReadonlySet<string> = new Set(),
): FaultAt[] {
  const faults: FaultAt[] = [];
  visit(program);
  for (const { node, binding } of referencesIn(program)) {
    if (binding === 'global' && (node.name === 'eval' || node.name === 'Function')) {
      report(
        node,
        `${node.name} makes code out of text, which nobody could count: write a function`,
      );
    }
  }
  return faults;

  function visit(node: AnyNode): void {
    const message = messageFor(node, ours);
    if (message !== undefined) report(node, message);
    for (const child of childrenOf(node)) visit(child);
  }

  function report(node: AnyNode, message: string): void {
    faults.push({ at: node.start, message });
  }
}

function messageFor(node: AnyNode, ours: ReadonlySet<string>): string | undefined {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node.async ? NO_ASYNC : undefined;
    case 'AwaitExpression':
      return NO_ASYNC;
    case 'ForOfStatement':
      return node.await ? NO_ASYNC : undefined;
    case 'ImportExpression':
      return 'import() loads code while running: use an import statement at the top';
    case 'MetaProperty':
      return node.meta.name === 'import'
        ? 'import.meta is not available: a module has no address'
        : undefined;
    case 'Identifier':
    case 'PrivateIdentifier':
      return node.name.startsWith(OUR_PREFIX) && !ours.has(node.name)
        ? `names beginning with ${OUR_PREFIX} are taken: choose another`
        : undefined;
    case 'CatchClause':
      return node.param && node.param.type !== 'Identifier'
        ? 'catch takes one name here: write catch (error) and take it apart inside'
        : undefined;
    case 'AssignmentExpression':
      return node.operator === '**=' && node.left.type !== 'Identifier'
        ? 'write a = a ** b instead of a **= b'
        : undefined;
    case 'CallExpression':
      return isOptionalSort(node)
        ? 'write a.sort(f) without ?.: make sure first that there is an array'
        : undefined;
    case 'DebuggerStatement':
      return 'debugger stops the whole page: pause the run and step instead';
    case 'WithStatement':
      return 'with is not part of strict code';
    default:
      return undefined;
  }
}

/** Sorting is replaced by ours, which asks in one order; a chain of `?.` has no place to put it. */
function isOptionalSort(node: AnyNode & { type: 'CallExpression' }): boolean {
  const { callee } = node;
  if (
    callee.type !== 'MemberExpression' ||
    callee.property.type !== 'Identifier' ||
    callee.computed
  )
    return false;
  return (
    /^(sort|toSorted)$/.test(callee.property.name) &&
    (isInChain(callee.object) || callee.optional || node.optional)
  );
}

function isInChain(node: AnyNode): boolean {
  if (node.type === 'CallExpression') return node.optional || isInChain(node.callee);
  return node.type === 'MemberExpression' && (node.optional || isInChain(node.object));
}
