import {
  type AnyNode,
  type Comment,
  type Identifier,
  type Options,
  type Program,
  parse,
} from 'acorn';

export type { AnyNode, Comment, Identifier, Program };

/** A place in a text, lines and columns from 1, and what is wrong there, in plain English. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

/** Everything acorn knows today: whether the browser knows it too shows when it loads the program. */
const SYNTAX: Options = { ecmaVersion: 'latest', locations: false, allowHashBang: false };

export type Parsed =
  | { readonly ok: true; readonly program: Program; readonly comments: readonly Comment[] }
  | { readonly ok: false; readonly fault: Fault };

export function parseText(text: string, sourceType: 'module' | 'script'): Parsed {
  const comments: Comment[] = [];
  try {
    const program = parse(text, { ...SYNTAX, sourceType, onComment: comments });
    return { ok: true, program, comments };
  } catch (error) {
    return { ok: false, fault: syntaxFault(error, 0) };
  }
}

/** What a parser threw, as a fault. The parsers repeat the place in their texts. */
export function syntaxFault(error: unknown, firstColumn: 0 | 1): Fault {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  if (loc === undefined) {
    const nested = error instanceof RangeError;
    return { line: 1, column: 1, message: nested ? 'this is nested too deeply' : message };
  }
  const text = message.replace(/^Error transforming .*?: /, '').replace(/ \(\d+:\d+\)$/, '');
  return { line: loc.line, column: loc.column + 1 - firstColumn, message: text };
}

/** The nodes right below, in the order of the text. Of `{ a }` only the value: the key is the same text. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  let children = CHILDREN.get(node);
  if (children === undefined) {
    children = findChildren(node);
    CHILDREN.set(node, children);
  }
  return children;
}

/** Trees are walked some ten times and never change. */
const CHILDREN = new WeakMap<AnyNode, readonly AnyNode[]>();

function findChildren(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const key in node) {
    if (key === 'key' && 'shorthand' in node && node.shorthand) continue;
    const value = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item);
    } else if (isNode(value)) children.push(value);
  }
  return children.length > 1 ? children.sort((a, b) => a.start - b.start) : children;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

/** Is the node `found`, or one below it, save in the functions and classes it makes, which run later? */
export function runsHere(node: AnyNode, found: (node: AnyNode) => boolean): boolean {
  if (found(node)) return true;
  if (isFunction(node)) return false;
  return childrenOf(node).some((child) => runsHere(child, found));
}

/** The names a pattern binds: `{ a, b: [c] = [] }` binds a and c. */
export function boundNames(pattern: AnyNode): Identifier[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'RestElement' ? property : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    default:
      return [];
  }
}
