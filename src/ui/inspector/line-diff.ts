import { diffArrays } from 'diff';

/** One line of a comparison: in both, only before, or only after. */
export interface DiffLine {
  readonly sign: ' ' | '−' | '+';
  readonly text: string;
}

/** Beyond so many lines that differ the comparison would cost more than it tells. */
const EDITS_MAX = 1_000;

/**
 * What changed between two terms as they are printed, line by line. A line in both is as it is now: the
 * comma at its end, which only says that another one follows, makes no difference.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [olds, news] = [before.split('\n'), after.split('\n')];
  const parts = diffArrays(olds, news, { comparator: isSameLine, maxEditLength: EDITS_MAX });
  if (parts === undefined) return [...signed('−', olds), ...signed('+', news)];
  return parts.flatMap(({ added, removed, value }) =>
    signed(added ? '+' : removed ? '−' : ' ', value),
  );
}

const isSameLine = (old: string, now: string): boolean => old === now || bare(old) === bare(now);
const bare = (line: string): string => line.replace(/,$/, '');

function signed(sign: DiffLine['sign'], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ sign, text }));
}
