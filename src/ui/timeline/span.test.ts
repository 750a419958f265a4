import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { follow, isWhole, pan, ticks, wholeSpan, zoom } from './span.ts';

const END = 10_000_000;

describe('zooming', () => {
  test('leaves the moment under the pointer where it is', () => {
    const closer = zoom({ from: 0, to: 8_000_000 }, 2, 2_000_000, END);
    expect(closer).toEqual({ from: 1_000_000, to: 5_000_000 });
  });

  test('in and out again is where one was', () => {
    const span = { from: 2_000_000, to: 4_000_000 };
    const back = zoom(zoom(span, 3, 2_500_000, END), 1 / 3, 2_500_000, END);
    expect(back.from).toBeCloseTo(span.from);
    expect(back.to).toBeCloseTo(span.to);
  });

  test('out goes as far as the whole run', () => {
    expect(zoom({ from: 4e6, to: 5e6 }, 0.001, 4.5e6, END)).toEqual(wholeSpan(END));
  });

  test('and panning never leave the run, nor turn it round', () => {
    const end = fc.integer({ min: 0, max: 1e9 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        end,
        share,
        factor,
        fc.double({ min: -3, max: 3, noNaN: true }),
        (end, at, by, part) => {
          const whole = wholeSpan(end);
          const zoomed = zoom(whole, by, at * whole.to, end);
          for (const span of [zoomed, pan(zoomed, part, end)]) {
            expect(span.from).toBeGreaterThanOrEqual(0);
            expect(span.to).toBeLessThanOrEqual(whole.to * (1 + 1e-9));
            expect(span.to - span.from).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});

describe('the whole', () => {
  test('holds the run and some room', () => {
    for (const end of [0, 1, 999_999, 12_345_678]) expect(wholeSpan(end).to).toBeGreaterThan(end);
    expect(isWhole(wholeSpan(END), END)).toBe(true);
    expect(isWhole({ from: 0, to: END / 2 }, END)).toBe(false);
  });
});

describe('following', () => {
  const span = { from: 1_000_000, to: 2_000_000 };

  test('moves on when the moment on view has left on the right', () => {
    const next = follow(span, 1_990_000, 2_010_000, END);
    expect(next.from).toBeLessThan(2_010_000);
    expect(next.to - next.from).toBe(1_000_000);
  });

  test('lets be what somebody looks at elsewhere', () => {
    expect(follow(span, 5_000_000, 5_100_000, END)).toBe(span);
  });
});

test('ticks stand at round moments, far enough apart', () => {
  const moments = ticks({ from: 1_234_567, to: 9_876_543 }, 800, 80);
  expect(moments.length).toBeGreaterThan(3);
  expect(moments.length).toBeLessThanOrEqual(11);
  for (const at of moments) expect(at % 500_000).toBe(0);
});
