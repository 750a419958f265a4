import { describe, expect, test } from 'vitest';
import { parseScenarios } from '../otp-trace/parse-scenarios.ts';
import { Draw } from './draw.ts';
import type { Scenario } from './erl.ts';
import { type FuzzKind, generate } from './kind.ts';
import { KINDS } from './kinds.ts';

const COUNT = 16;
const made = (kind: FuzzKind, seed: number): Scenario[] =>
  Array.from({ length: COUNT }, (_, index) =>
    generate(kind, (name) => new Draw(seed, name), seed, index),
  );

describe.each([...KINDS.values()])('$name', (kind) => {
  test('the same seed gives the same scenarios, another one others', () => {
    expect(made(kind, 11)).toEqual(made(kind, 11));
    const texts = (seed: number) =>
      made(kind, seed).map((one) => JSON.stringify({ ...one, id: '' }));
    expect(texts(12).filter((text) => texts(11).includes(text))).toEqual([]);
  });

  test('a scenario is named by its profile, the seed and its place, and all profiles are there', () => {
    const names = made(kind, 11).map(({ id }) => id);
    expect(names[1]).toBe(`${kind.profiles[1]}-11-1`);
    expect(new Set(names.map((name) => name.replace(/-\d+-\d+$/, '')))).toEqual(
      new Set(kind.profiles),
    );
  });

  test('it depends on nothing but seed and place', () => {
    const draws = (name: string) => new Draw(11, name);
    expect(generate(kind, draws, 11, COUNT - 1)).toEqual(made(kind, 11).at(-1));
  });

  test('each move gives another scenario', () => {
    for (const scenario of made(kind, 11).slice(0, 10)) {
      const text = JSON.stringify(scenario);
      const others = [...kind.smaller(scenario)].map((one) => JSON.stringify(one));
      expect(others.filter((other) => other === text)).toEqual([]);
    }
  });
});

test('trees are in the documented format', () => {
  const kind = KINDS.get('supervisor') as FuzzKind;
  const { values, errors } = parseScenarios(JSON.stringify(made(kind, 11)));
  expect(errors).toEqual([]);
  expect(values).toHaveLength(COUNT);
});
