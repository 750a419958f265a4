import { canonical } from '../otp-trace/compare.ts';

/** The first place where two JSON values differ, and how; null when they are equal. The order of keys plays no part. */
export function firstDifference(expected: unknown, actual: unknown, path = ''): string | null {
  if (canonical(expected) === canonical(actual)) return null;
  if (isContainer(expected) && isContainer(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const inner = firstDifference(expected[key], actual[key], `${path}/${key}`);
      if (inner !== null) return inner;
    }
  }
  const [left, right] = [expected, actual].map((value) => canonical(value) ?? 'nothing');
  return `${path}\n    expected ${left}\n    actual   ${right}`;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
