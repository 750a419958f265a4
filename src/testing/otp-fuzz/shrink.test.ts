import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Draw } from './draw.ts';
import { generate } from './kind.ts';
import { KINDS } from './kinds.ts';
import { withoutOne } from './moves.ts';
import { shrink } from './shrink.ts';

const asking =
  <Of>(holds: (one: Of) => boolean) =>
  async (candidates: readonly Of[]): Promise<boolean[]> =>
    candidates.map(holds);

test('what is left still differs, and nothing smaller by one move does', async () => {
  const lists = fc.array(fc.nat(9), { maxLength: 12 });
  // Wants some items in their order, so that most moves don't help.
  const wants = (wanted: readonly number[]) => (list: readonly number[]) => {
    let found = 0;
    for (const item of list) if (item === wanted[found]) found++;
    return found === wanted.length;
  };
  await fc.assert(
    fc.asyncProperty(lists, fc.func(fc.boolean()), async (list, isKept) => {
      const holds = wants(list.filter((_, index) => isKept(index)));
      const left = await shrink<readonly number[]>(list, withoutOne, asking(holds));
      expect(holds(left)).toBe(true);
      expect([...withoutOne(left)].some(holds)).toBe(false);
    }),
  );
});

test.each([...KINDS.values()])('$name: so of a generated scenario', async (kind) => {
  const draws = (name: string) => new Draw(7, name);
  for (let index = 0; index < 4; index++) {
    const scenario = generate(kind, draws, 7, index);
    // Stands for a difference: as many commands of the scenario as this, and something else of it.
    const text = JSON.stringify(scenario);
    const word = ['"crash"', '"add"', '"next"', '"exit"'].find((one) => text.includes(one)) ?? '';
    const holds = (one: object): boolean => JSON.stringify(one).includes(word);
    const left = await shrink(scenario, (one) => kind.smaller(one), asking(holds));
    expect(holds(left)).toBe(true);
    expect([...kind.smaller(left)].some(holds)).toBe(false);
  }
});

test('what nothing smaller is like stays as it is', async () => {
  const list = [1, 2, 3];
  const left = await shrink<readonly number[]>(
    list,
    withoutOne,
    asking((one) => one.length === 3),
  );
  expect(left).toBe(list);
});
