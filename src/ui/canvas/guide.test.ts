import { expect, test } from 'vitest';
import { demoManyView, demoView } from '../../testing/demo-view.ts';
import { layoutTree } from '../../view/tree-layout.ts';
import type { CanvasLoop } from './canvas-loop.ts';
import type { Viewport } from './geometry.ts';
import { Guide } from './guide.ts';
import { EMPTY_SCENE, Scene } from './scene.ts';

const fold = (collapsed: string[] = [], expanded: string[] = []) => ({
  collapsed: new Set(collapsed),
  expanded: new Set(expanded),
});
const essay = new Scene(layoutTree(demoView(), fold()).cards);
const folded = new Scene(layoutTree(demoView(), fold(['simple_supervisor'])).cards);
const pool = new Scene(layoutTree(demoManyView(40), fold()).cards);
const opened = new Scene(layoutTree(demoManyView(40), fold([], ['pool_sup/*'])).cards);

/** A guide on a screen of 800 × 600 that is shown these scenes one after the other. */
function guided() {
  let width = 800;
  let viewport: Viewport = { x: 0, y: 0, zoom: 1 };
  let moves = 0;
  const loop = { scene: EMPTY_SCENE, still: () => true };
  const guide = new Guide(loop as unknown as CanvasLoop, {
    viewport: () => viewport,
    size: () => ({ width, height: 600 }),
    go(to) {
      viewport = to;
      moves++;
    },
  });
  const show = (scene: Scene) => {
    const before = loop.scene;
    loop.scene = scene;
    guide.follow(scene, before);
  };
  const onScreen = (path: string) => {
    const card = loop.scene.card(path);
    return [
      (card?.x ?? 0) * viewport.zoom + viewport.x,
      (card?.y ?? 0) * viewport.zoom + viewport.y,
    ];
  };
  const resize = (to: number, selected?: string) => {
    const before = { width, height: 600 };
    width = to;
    guide.resized(before, selected === undefined ? undefined : loop.scene.card(selected));
  };
  return { guide, show, onScreen, resize, zoom: () => viewport.zoom, moves: () => moves };
}

test('the tree is fitted when it appears, and left alone while it is in view', () => {
  const { show, moves } = guided();
  show(essay);
  show(folded);
  expect(moves()).toBe(1);
});

test('it is fitted again when it grows out of view', () => {
  const { show, zoom } = guided();
  show(pool);
  const before = zoom();
  show(opened);
  expect(zoom()).toBeLessThan(before);
});

test('a click does not take the viewport, a movement does', () => {
  const { guide, show, zoom } = guided();
  show(pool);
  guide.released(null);
  guide.released({});
  const before = zoom();
  show(opened);
  expect(zoom()).toBe(before);
});

test('what a person opens stays where it is, once the viewport is theirs', () => {
  const { guide, show, onScreen } = guided();
  show(pool);
  guide.released({});
  const before = onScreen('pool_sup');
  guide.anchor('pool_sup');
  show(opened);
  expect(onScreen('pool_sup')).toEqual(before);
});

test('what is in view already is not moved to', () => {
  const { guide, show, moves } = guided();
  show(essay);
  guide.show(essay.cards[0] as Scene['cards'][number]);
  expect(moves()).toBe(1);
  guide.show({ x: 9_000, y: 0, width: 10, height: 10 });
  expect(moves()).toBe(2);
});

test('a panel that opens makes the tree smaller, and larger again when it folds', () => {
  const { show, resize, zoom } = guided();
  show(essay);
  const before = zoom();
  resize(500);
  expect(zoom()).toBeLessThan(before);
  resize(800);
  expect(zoom()).toBe(before);
});

test('nor does it hide what it was opened for, once the viewport is a person’s', () => {
  const { guide, show, onScreen, resize, zoom } = guided();
  show(essay);
  guide.released({});
  const before = zoom();
  resize(300, 'simple_supervisor/logger');
  const [x = 0] = onScreen('simple_supervisor/logger');
  expect(x).toBeGreaterThanOrEqual(0);
  expect(x).toBeLessThan(300);
  expect(zoom()).toBe(before);
});
