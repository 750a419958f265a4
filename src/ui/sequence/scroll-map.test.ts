import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHeight, type Pane, scrollFor, scrollInto, topOf } from './scroll-map.ts';

const panes = fc.record({
  total: fc.integer({ min: 400, max: 60_000_000 }),
  height: fc.integer({ min: 100, max: 400 }),
});

test('both ends of the picture can be seen, however high it is', () => {
  fc.assert(
    fc.property(panes, (pane) => {
      expect(topOf(pane, 0)).toBe(0);
      const most = contentHeight(pane) - pane.height;
      expect(topOf(pane, most)).toBeCloseTo(pane.total - pane.height, 3);
      expect(contentHeight(pane)).toBeLessThanOrEqual(8_000_000);
    }),
  );
});

test('where to scroll for a height is where that height stands', () => {
  fc.assert(
    fc.property(panes, fc.double({ min: 0, max: 1, noNaN: true }), (pane, share) => {
      const top = share * (pane.total - pane.height);
      expect(topOf(pane, scrollFor(pane, top))).toBeCloseTo(top, 3);
    }),
  );
});

test('what is in sight is not scrolled for', () => {
  const pane: Pane = { total: 1_000, height: 200 };
  expect(scrollInto(pane, 100, 150, 20)).toBeNull();
  expect(scrollInto(pane, 100, 290, 20)).toBe(110);
  expect(scrollInto(pane, 100, 50, 20)).toBe(30);
});
