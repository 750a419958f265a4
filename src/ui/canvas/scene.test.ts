import { expect, test } from 'vitest';
import {
  demoManyView,
  demoRestartedView,
  demoRestartingView,
  demoView,
} from '../../testing/demo-view.ts';
import { layoutTree } from '../../view/tree-layout.ts';
import type { View } from '../../view/view.ts';
import { childAt, processOf, Scene, type SceneCard } from './scene.ts';

const sceneOf = (view: View, collapsed: string[] = []) =>
  new Scene(layoutTree(view, { collapsed: new Set(collapsed), expanded: new Set() }).cards);
const server = 'simple_supervisor/server';
const cardOf = (scene: Scene, path: string) => scene.card(path) as SceneCard;

test('a card shows the process that fills its place now, also before the layout knows it', () => {
  const card = cardOf(sceneOf(demoView()), server);
  expect(processOf(demoView(), card)?.pid).toBe(82);
  expect(processOf(demoRestartedView(1), card)?.pid).toBe(90);
  expect(childAt(demoRestartingView(), card)?.current).toBe('restarting');
});

test('a client has a process, and no child', () => {
  const card = cardOf(sceneOf(demoView()), 'client_1');
  expect(processOf(demoView(), card)?.name).toBe('client_1');
  expect(childAt(demoView(), card)).toBeUndefined();
});

test('what is hidden stands under the card that hides it', () => {
  const view = demoView();
  expect(sceneOf(view).cardOf(view, 82)?.path).toBe(server);
  expect(sceneOf(view, ['simple_supervisor']).cardOf(view, 82)?.path).toBe('simple_supervisor');
  const many = demoManyView(20);
  expect(sceneOf(many).cardOf(many, 10)?.kind).toBe('pool');
  expect(sceneOf(view).cardOf(view, 999)).toBeNull();
});

test('a point hits the card that stands there', () => {
  const scene = sceneOf(demoView());
  const { x, y, width, height } = cardOf(scene, server);
  expect(scene.hit(x + width / 2, y + height / 2)?.path).toBe(server);
  expect(scene.hit(x - 5, y)?.path).toBeUndefined();
});

test('families are a supervisor and its children', () => {
  const [family] = sceneOf(demoView()).families;
  expect(family?.parent.path).toBe('simple_supervisor');
  expect(family?.children).toHaveLength(3);
});

test('what comes from outside has a card once there is any', () => {
  const before = demoView();
  expect(sceneOf(before).cardOf(before, 0)).toBeNull();
  const view: View = { ...before, you: [] };
  expect(sceneOf(view).cardOf(view, 0)?.kind).toBe('you');
});
