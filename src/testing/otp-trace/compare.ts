/** Compares traces by the documented rule: `seq` as a list, `par` as a multiset of lists. */

interface Trace {
  readonly id: string;
  readonly start: unknown;
  readonly steps: readonly Step[];
}
interface Step {
  readonly i: number;
  readonly reply?: unknown;
  readonly seq: readonly unknown[];
  readonly par: readonly (readonly unknown[])[];
}

/** The first place where two traces differ; texts are canonical JSON, `undefined` where there is nothing. */
export interface Difference {
  readonly where: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

export function compareTraces(expected: Trace, actual: Trace): Difference | null {
  return (
    differ('start', expected.start, actual.start) ??
    firstOf(expected.steps, (step, index) => compareSteps(step, actual.steps[index], index)) ??
    differ('number of steps', expected.steps.length, actual.steps.length)
  );
}

function compareSteps(expected: Step, actual: Step | undefined, index: number): Difference | null {
  const where = `step ${index} (i ${expected.i})`;
  if (actual === undefined) return { where, expected: canonical(expected), actual: undefined };
  return (
    differ(`${where}, i`, expected.i, actual.i) ??
    differ(`${where}, reply`, expected.reply, actual.reply) ??
    compareLists(`${where}, seq`, expected.seq, actual.seq) ??
    compareMultisets(`${where}, par`, expected.par, actual.par)
  );
}

function compareLists(
  where: string,
  expected: readonly unknown[],
  actual: readonly unknown[],
): Difference | null {
  const longer = expected.length >= actual.length ? expected : actual;
  return firstOf(longer, (_item, index) =>
    differ(`${where}[${index}]`, expected[index], actual[index]),
  );
}

function compareMultisets(
  where: string,
  expected: readonly unknown[],
  actual: readonly unknown[],
): Difference | null {
  const left = expected.map((lane) => canonical(lane) as string);
  const right = actual.map((lane) => canonical(lane) as string);
  const [missing] = without(left, right);
  const [surplus] = without(right, left);
  if (missing === undefined && surplus === undefined) return null;
  return { where: `${where}, a lane`, expected: missing, actual: surplus };
}

/** What is left of `all` when each of `others` takes its like out. */
function without(all: readonly string[], others: readonly string[]): string[] {
  const left = [...all];
  for (const other of others) {
    const at = left.indexOf(other);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

function differ(where: string, expected: unknown, actual: unknown): Difference | null {
  const [left, right] = [canonical(expected), canonical(actual)];
  return left === right ? null : { where, expected: left, actual: right };
}

function firstOf<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => Difference | null,
): Difference | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}

/** JSON text with the keys of objects in order: equal terms, equal texts. */
export function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

export function describeDifference({ where, expected, actual }: Difference): string {
  return `${where}\n    expected ${expected ?? 'nothing'}\n    actual   ${actual ?? 'nothing'}`;
}
