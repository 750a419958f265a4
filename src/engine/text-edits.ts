/** Puts `text` in the place of what stands from `start` to `end`; an insertion if they are equal. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/**
 * Applies edits that don't overlap. Those of the same place keep their order, so a walk over a tree
 * that notes what opens on its way down and what closes on its way up comes out nested rightly.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, text: replacement } of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(done, start) + replacement;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}

/** As much of `text` as keeps the lines after it where they are. */
export function lineBreaksOf(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]+/g, '');
}

/** Line and column, from 1, of places in one text; the lines are those JavaScript counts. */
export function placesIn(text: string): (at: number) => { line: number; column: number } {
  const starts = [0];
  for (const { index, 0: ending } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
    starts.push(index + ending.length);
  }
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}
