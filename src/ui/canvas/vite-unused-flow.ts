import { type Plugin, parseSync } from 'vite';

/**
 * What React Flow never comes to on this page, and what stands there instead: it is given no edges and
 * no keys, and nothing of its own is dragged, connected or selected (flow.tsx). With what only they use
 * it is a quarter of what the tree loads.
 */
const UNUSED: Readonly<Record<string, string>> = {
  EdgeRenderer: '() => null',
  ConnectionLineWrapper: '() => null',
  NodesSelection: '() => null',
  UserSelection: '() => null',
  SelectionListener: '() => null',
  // Is the card being dragged?
  useDrag: '() => false',
  // What arrow keys do to selected cards.
  useMoveSelectedNodes: '() => () => {}',
  // Is a key held down? None means anything to it.
  useKeyPress: '() => false',
  useGlobalKeyHandler: '() => {}',
  // Hands out useReactFlow(): we go to its store.
  useOnInitHandler: '() => {}',
  // Texts that nothing refers to: the cards have their own keys.
  A11yDescriptions: '() => null',
  // Each of our cards has a type of ours.
  builtinNodeTypes: '{}',
};

/** Its functions that make a component and do nothing else: what they made can go if nobody uses it. */
export const MAKE_COMPONENTS = [
  'memo',
  'forwardRef',
  'fixedForwardRef',
  'createContext',
  'createBezierEdge',
  'createSimpleBezierEdge',
  'createSmoothStepEdge',
  'createStepEdge',
  'createStraightEdge',
];

const REACT_FLOW = /@xyflow\/react\/dist\/esm\/index\.js$/;

/** Leaves those parts out of the build, and so all that only they use. */
export function withoutUnusedFlow(): Plugin {
  return {
    name: 'without-unused-flow',
    apply: 'build',
    transform: {
      filter: { id: REACT_FLOW },
      handler: (code, id) => ({ code: withoutUnused(code, id), map: null }),
    },
  };
}

/** `code` with all of UNUSED replaced. Throws if it does not declare one of them: another version needs another look. */
export function withoutUnused(code: string, id: string): string {
  const left = new Map(Object.entries(UNUSED));
  let result = '';
  let copied = 0;
  for (const statement of parseSync(id, code).program.body) {
    const name = declaredName(statement) ?? '';
    const instead = left.get(name);
    if (instead === undefined && !namesForDebugging(statement)) continue;
    result += code.slice(copied, statement.start);
    if (instead !== undefined) result += `const ${name} = ${instead};`;
    copied = statement.end;
    left.delete(name);
  }
  if (left.size > 0) throw new Error(`${id} has no ${[...left.keys()].join(', ')}`);
  return result + code.slice(copied);
}

type Statement = ReturnType<typeof parseSync>['program']['body'][number];

function declaredName(statement: Statement): string | null {
  if (statement.type === 'FunctionDeclaration') return statement.id?.name ?? null;
  if (statement.type !== 'VariableDeclaration') return null;
  const [first] = statement.declarations;
  return first?.id.type === 'Identifier' ? first.id.name : null;
}

/** `X.displayName = 'X'`, which keeps an X that nobody uses in the build. */
function namesForDebugging(statement: Statement): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const { expression } = statement;
  if (expression.type !== 'AssignmentExpression') return false;
  const { left } = expression;
  if (left.type !== 'MemberExpression' || left.property.type !== 'Identifier') return false;
  return left.property.name === 'displayName';
}
