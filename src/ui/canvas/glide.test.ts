import { expect, test } from 'vitest';
import type { Viewport } from './geometry.ts';
import { createGlide } from './glide.ts';

function screen() {
  let now: Viewport = { x: 0, y: 0, zoom: 1 };
  const waiting = new Set<(ms: number) => void>();
  const glide = createGlide({
    viewport: () => now,
    set: (to) => {
      now = to;
    },
    frame(callback) {
      waiting.add(callback);
      return () => void waiting.delete(callback);
    },
  });
  return {
    glide,
    at: () => now,
    set: (to: Viewport) => {
      now = to;
    },
    picture(ms: number) {
      const callbacks = [...waiting];
      waiting.clear();
      for (const callback of callbacks) callback(ms);
    },
  };
}

const there = { x: 100, y: 40, zoom: 2 };

test('without a duration it is there at once', () => {
  const { glide, at } = screen();
  glide(there, {});
  expect(at()).toEqual(there);
});

test('with one it is on its way, and then there exactly', () => {
  const { glide, at, picture } = screen();
  glide(there, { duration: 200 });
  picture(1_000);
  expect(at()).toEqual({ x: 0, y: 0, zoom: 1 });
  picture(1_050);
  expect(at()).toEqual({ x: 25, y: 10, zoom: 1.25 });
  picture(1_230);
  expect(at()).toEqual(there);
});

test('who moves the viewport meanwhile keeps it', () => {
  const { glide, at, set, picture } = screen();
  glide(there, { duration: 200 });
  picture(0);
  picture(100);
  set({ x: -7, y: 0, zoom: 1 });
  picture(150);
  picture(250);
  expect(at()).toEqual({ x: -7, y: 0, zoom: 1 });
});

test('another way replaces the one under way', () => {
  const { glide, at, picture } = screen();
  glide(there, { duration: 200 });
  picture(0);
  picture(100);
  glide({ x: 0, y: 0, zoom: 1 }, { duration: 100 });
  picture(120);
  picture(220);
  picture(300);
  expect(at()).toEqual({ x: 0, y: 0, zoom: 1 });
});
