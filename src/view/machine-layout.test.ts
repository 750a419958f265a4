import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LABEL, layoutMachine } from './machine-layout.ts';
import type { MachineView, TransitionView } from './view.ts';

const way = (from: string, to: string): TransitionView => ({
  from,
  to,
  count: 1,
  causes: [{ type: 'cast', tag: 'go', count: 1 }],
});

function machine(states: readonly string[], ways: readonly (readonly [string, string])[]) {
  const last = ways.at(-1);
  return {
    state: last?.[1] ?? (states[0] as string),
    states,
    transitions: ways.map(([from, to]) => way(from, to)),
    last: last === undefined ? null : { from: last[0], to: last[1], at: 0 },
    postponed: [],
    timeouts: [],
  } satisfies MachineView;
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const name = fc.constantFrom(...NAMES);
const ways = fc.uniqueArray(fc.tuple(name, name), {
  maxLength: 24,
  selector: ([from, to]) => `${from} ${to}`,
});

test('what is drawn stays where it is while the machine is seen to do more', () => {
  fc.assert(
    fc.property(ways, fc.nat(24), (all, upTo) => {
      const some = all.slice(0, upTo);
      const seen = (given: typeof all) => [...new Set(given.flat())];
      const before = layoutMachine(
        machine(['a', ...seen(some).filter((one) => one !== 'a')], some),
      );
      const after = layoutMachine(machine(['a', ...seen(all).filter((one) => one !== 'a')], all));
      const still = ({ boxes, arrows }: typeof before) => ({
        boxes: boxes.map(({ state, x, y }) => ({ state, x, y })),
        arrows: arrows.map(({ path, label, tip }) => ({ path, label, tip })),
      });
      const [was, is] = [still(before), still(after)];
      expect(is.boxes.slice(0, was.boxes.length)).toEqual(was.boxes);
      expect(is.arrows.slice(0, was.arrows.length)).toEqual(was.arrows);
    }),
  );
});

test('the labels of a machine of five states keep clear of each other', () => {
  const { arrows } = layoutMachine(
    machine(
      ['a', 'b', 'c', 'd', 'e'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
        ['c', 'd'],
        ['d', 'a'],
        ['b', 'a'],
        ['d', 'e'],
        ['e', 'a'],
      ],
    ),
  );
  for (const [index, { label }] of arrows.entries()) {
    for (const other of arrows.slice(0, index)) {
      const apart =
        Math.abs(label.y - other.label.y) >= LABEL.height - 1 ||
        Math.abs(label.x - other.label.x) >= LABEL.width;
      expect(apart).toBe(true);
    }
  }
});

test('the present state and the last transition are marked, and none else', () => {
  const { boxes, arrows } = layoutMachine(
    machine(
      ['a', 'b'],
      [
        ['b', 'a'],
        ['a', 'b'],
      ],
    ),
  );
  expect(boxes.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
  expect(arrows.map(({ isLast }) => isLast)).toEqual([false, true]);
});

test('a state that is entered again has an arrow that comes back to it', () => {
  const { arrows, height } = layoutMachine(machine(['a'], [['a', 'a']]));
  expect(arrows).toHaveLength(1);
  expect(arrows[0]?.tip.y).toBeLessThan(height);
});

test('of very many states some are hidden, which is told', () => {
  const states = Array.from({ length: 20 }, (_, index) => `s${index}`);
  const { boxes, hidden } = layoutMachine(machine(states, [['s0', 's19']]));
  expect(boxes).toHaveLength(12);
  expect(hidden).toBe(8);
});
