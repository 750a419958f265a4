import { expect, test } from 'vitest';
import reactFlow from '../../../node_modules/@xyflow/react/dist/esm/index.js?raw';
import flow from './flow.tsx?raw';
import { withoutUnused } from './vite-unused-flow.ts';

test('the parts are taken out of the React Flow that is installed, and the rest stands', () => {
  const less = withoutUnused(reactFlow, 'index.js');
  expect(less).toContain('const EdgeRenderer = () => null;');
  expect(less).toContain('const useDrag = () => false;');
  expect(less).not.toMatch(/^[\w$]+\.displayName = /m);
  expect(less).toContain('function NodeWrapper(');
});

test('a React Flow without one of them is told', () => {
  const renamed = reactFlow.replaceAll('ConnectionLineWrapper', 'ConnectionLayer');
  expect(() => withoutUnused(renamed, 'index.js')).toThrow('no ConnectionLineWrapper');
});

test.each([
  'edges={NO_EDGES}',
  'nodesDraggable={false}',
  'nodesConnectable={false}',
  'elementsSelectable={false}',
  'disableKeyboardA11y',
  'deleteKeyCode={null}',
  'selectionKeyCode={null}',
  'multiSelectionKeyCode={null}',
  'panActivationKeyCode={null}',
  'zoomActivationKeyCode={null}',
])('nobody misses them: the canvas says %s', (said) => {
  expect(flow).toContain(said);
});

test('and neither asks for a node type of React Flow nor hears of its selection', () => {
  expect(flow).not.toMatch(/onSelectionChange|onInit|useReactFlow/);
});
