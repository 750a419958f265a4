import {
  type AnyNode,
  type Comment,
  childrenOf,
  type Fault,
  type FunctionNode,
  isFunction,
  parseText,
  runsHere,
} from './ast.ts';
import { forbiddenSyntax } from './forbidden-syntax.ts';
import { markOf } from './line-mark.ts';
import { MAX_DEPTH } from './reductions.ts';
import { applyEdits, type Edit, insertion, placesIn } from './text-edits.ts';

/**
 * Makes a script count what it does, so that a step ends after the same number of reductions in
 * every engine. `program-text.ts` defines the names that are put in:
 *
 * - every function entry and turn of a loop counts one reduction (`__$b`, `__$x`);
 * - calls within calls are counted up and down (`__$d`, `__$o`), and in a generator by a frame that
 *   knows of yields (`__$G`). A function that calls nothing is left out: a recursion made only of
 *   coercions and getters is ended by the engine's own stack, which we recognise as the same kill;
 * - defaults of parameters and values of class fields that call something run in a counted function;
 * - `catch` and `finally` begin by letting a kill through (`__$c`, `__$f`);
 * - `**` becomes multiplication in a fixed order (`__$p`): engines differ in the last bit of it;
 * - `a.sort(f)` and `a.toSorted(f)` become ours (`__$q`): engines ask f in different orders;
 * - every statement of a function notes its line (`__$t`, see `markOf`), for whoever asks where it raised. One that
 *   raises after a function it called came back is taken for the last line of that function.
 *
 * Only insertions within lines: line numbers stay.
 */
export function instrument(
  script: string,
  ours: ReadonlySet<string> = new Set(),
  module = 0,
):
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly faults: readonly Fault[] } {
  const parsed = parseText(script, 'script');
  if (!parsed.ok) return { ok: false, faults: [parsed.fault] };
  const forbidden = forbiddenSyntax(parsed.program, ours);
  if (forbidden.length > 0) {
    const placeOf = placesIn(script);
    return { ok: false, faults: forbidden.map(({ at, message }) => ({ ...placeOf(at), message })) };
  }
  const edits: Edit[] = [];
  const placeOf = placesIn(script);
  const markAt = (at: number) => `__$t=${markOf(module, placeOf(at).line)};`;
  visit(parsed.program, { text: script, comments: parsed.comments, edits, markAt });
  return { ok: true, code: applyEdits(script, edits) };
}

interface Work {
  readonly text: string;
  readonly comments: readonly Comment[];
  readonly edits: Edit[];
  readonly markAt: (at: number) => string;
}

const COUNT = 'if(--__$b<0)__$x();';
const ENTER = `${COUNT}const __$s=__$d;if(__$s>=${MAX_DEPTH})__$o();__$d=__$s+1;try{`;
const LEAVE = '}finally{__$d=__$s}';
const ENTER_GENERATOR = `${COUNT}const __$g=new __$G();try{`;
const LEAVE_GENERATOR = '}finally{__$g.end()}';

/** Notes what opens before going down and what closes after: see `applyEdits`. */
function visit(node: AnyNode, work: Work): void {
  if (isFunction(node)) return visitFunction(node, work);
  switch (node.type) {
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
      return visitChildren(node, work, (child) => {
        if (child === node.body) visitLoopBody(child, work);
        else visit(child, work);
      });
    case 'BlockStatement':
      return visitStatements(node.body, work);
    case 'SwitchCase':
      if (node.test) visit(node.test, work);
      return visitStatements(node.consequent, work);
    case 'IfStatement':
      visit(node.test, work);
      visitBranch(node.consequent, work);
      if (node.alternate) visitBranch(node.alternate, work);
      return;
    case 'CatchClause': {
      const name = node.param?.type === 'Identifier' ? node.param.name : '__$e';
      if (!node.param) insert(node.start + 'catch'.length, `(${name})`, work);
      insert(node.body.start + 1, `__$c(${name});`, work);
      return visitChildren(node, work);
    }
    case 'TryStatement':
      return visitChildren(node, work, (child) => {
        if (child === node.finalizer) insert(child.start + 1, '__$f();', work);
        visit(child, work);
      });
    case 'PropertyDefinition':
      return visitChildren(node, work, (child) => {
        if (child === node.value && callsSomething(child)) visitInCountedFunction(child, work);
        else visit(child, work);
      });
    case 'YieldExpression':
      return wrap(node, '__$g.resumed(', ')', work, () => {
        const { argument, delegate } = node;
        if (!argument) return;
        const handOver = delegate ? '__$g.delegate((' : '__$g.suspend((';
        wrap(argument, handOver, '))', work, () => visit(argument, work));
      });
    case 'CallExpression':
      if (!isSort(node)) return visitChildren(node, work);
      return visitSort(node, node.callee, work);
    case 'BinaryExpression':
      if (node.operator !== '**') return visitChildren(node, work);
      return wrap(node, '__$p(', ')', work, () => {
        visit(node.left, work);
        replace('**', ',', node.left.end, work);
        visit(node.right, work);
      });
    case 'AssignmentExpression':
      if (node.operator !== '**=' || node.left.type !== 'Identifier')
        return visitChildren(node, work);
      replace('**=', `=__$p(${node.left.name},(`, node.left.end, work);
      visit(node.right, work);
      return insert(node.end, '))', work);
    default:
      return visitChildren(node, work);
  }
}

function visitChildren(
  node: AnyNode,
  work: Work,
  each = (child: AnyNode) => visit(child, work),
): void {
  for (const child of childrenOf(node)) each(child);
}

function visitFunction(node: FunctionNode, work: Work): void {
  if (node.type !== 'ArrowFunctionExpression' && node.id) visit(node.id, work);
  for (const parameter of node.params) visitParameter(parameter, work);
  const [enter, leave] = countingOf(node);
  if (node.body.type === 'BlockStatement') {
    insert(node.body.start + 1, enter, work);
    visitStatements(node.body.body, work);
    insert(node.body.end - 1, leave, work);
  } else {
    // The body's own brackets belong to the arrow function, not to the body.
    const arrow = find('=>', node.params.at(-1)?.end ?? node.start, work);
    insert(arrow + 2, `{${enter}${work.markAt(node.body.start)}return(`, work);
    visit(node.body, work);
    insert(node.end, `)${leave}}`, work);
  }
}

/** Of a function, or of a block in it. */
function visitStatements(statements: readonly AnyNode[], work: Work): void {
  for (const statement of statements) {
    if (MARKED.has(statement.type)) insert(statement.start, work.markAt(statement.start), work);
    visit(statement, work);
  }
}

/** Statements whose own expressions may raise. */
const MARKED: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'ReturnStatement',
  'ThrowStatement',
  'VariableDeclaration',
  'IfStatement',
  'SwitchStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
]);

/** The branch of an `if`, which may be a statement without a block. */
function visitBranch(statement: AnyNode, work: Work): void {
  if (!MARKED.has(statement.type)) return visit(statement, work);
  wrap(statement, `{${work.markAt(statement.start)}`, '}', work, () => visit(statement, work));
}

function countingOf(node: FunctionNode): readonly [enter: string, leave: string] {
  if (node.generator) return [ENTER_GENERATOR, LEAVE_GENERATOR];
  return callsSomething(node.body) ? [ENTER, LEAVE] : [COUNT, ''];
}

/** Defaults, in patterns too, run before the body's first line, so they are counted by themselves. */
function visitParameter(node: AnyNode, work: Work): void {
  visitChildren(node, work, (child) => {
    const isExpression =
      (node.type === 'AssignmentPattern' && child === node.right) ||
      (node.type === 'Property' && node.computed && child === node.key);
    if (!isExpression) visitParameter(child, work);
    else if (callsSomething(child)) visitInCountedFunction(child, work);
    else visit(child, work);
  });
}

function visitInCountedFunction(node: AnyNode, work: Work): void {
  wrap(node, `(()=>{${ENTER}return(`, `)${LEAVE}})()`, work, () => visit(node, work));
}

type Call = Extract<AnyNode, { type: 'CallExpression' }>;
type Member = Extract<AnyNode, { type: 'MemberExpression' }>;

function isSort(node: Call): node is Call & { callee: Member & { property: { name: string } } } {
  const { callee } = node;
  return (
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    callee.property.type === 'Identifier' &&
    callee.object.type !== 'Super' &&
    (callee.property.name === 'sort' || callee.property.name === 'toSorted')
  );
}

function visitSort(node: Call, { object, property }: Member, work: Work): void {
  insert(node.start, '__$q(', work);
  visit(object, work);
  replace('.', ',', object.end, work);
  insert(property.start, '"', work);
  insert(property.end, '"', work);
  replace('(', ',', property.end, work);
  for (const argument of node.arguments) visit(argument, work);
}

function visitLoopBody(body: AnyNode, work: Work): void {
  if (body.type === 'BlockStatement') {
    insert(body.start + 1, COUNT, work);
    visit(body, work);
  } else wrap(body, `{${COUNT}`, '}', work, () => visit(body, work));
}

/** Could evaluating this call a function? `try` counts as well: it could swallow an engine's overflow. */
function callsSomething(node: AnyNode): boolean {
  return runsHere(node, ({ type }) => CALLS.has(type));
}

const CALLS: ReadonlySet<string> = new Set([
  'CallExpression',
  'NewExpression',
  'TaggedTemplateExpression',
  'YieldExpression',
  'SpreadElement',
  'ForOfStatement',
  'TryStatement',
  'ClassDeclaration',
  'ClassExpression',
]);

function insert(at: number, text: string, { edits }: Work): void {
  if (text !== '') edits.push(insertion(at, text));
}

function wrap(node: AnyNode, before: string, after: string, work: Work, inside: () => void): void {
  insert(node.start, before, work);
  inside();
  insert(node.end, after, work);
}

function replace(token: string, by: string, from: number, work: Work): void {
  const start = find(token, from, work);
  work.edits.push({ start, end: start + token.length, text: by });
}

/** Where `token` stands next from `from` on, not counting comments. */
function find(token: string, from: number, { text, comments }: Work): number {
  for (let at = from; ; ) {
    const found = text.indexOf(token, at);
    const comment = comments.find(({ start, end }) => start <= found && found < end);
    if (comment === undefined) return found;
    at = comment.end;
  }
}
