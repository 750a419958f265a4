export interface SourceLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of a module's text around `line`, as few of them as show where it is, without the margin they
 * share; none if it has no such line.
 */
export function sourceAround(text: string, line: number, around = 2): readonly SourceLine[] {
  const lines = text.split('\n');
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - around);
  const near = lines.slice(first - 1, line + around);
  const margins = near.filter((each) => each.trim() !== '').map((each) => each.search(/\S/));
  const margin = Math.min(...margins);
  return near.map((each, index) => ({ number: first + index, text: each.slice(margin) }));
}
