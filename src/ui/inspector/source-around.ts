export interface SourceLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The lines of a module's text around `line`, as few of them as show where it is; none if it has no such line. */
export function sourceAround(text: string, line: number, around = 2): readonly SourceLine[] {
  const lines = text.split('\n');
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - around);
  return lines
    .slice(first - 1, line + around)
    .map((each, index) => ({ number: first + index, text: each }));
}
