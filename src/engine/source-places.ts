interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads the mappings of a source map of one file whose lines are those of its source: where a place
 * of the made text comes from. Lines and columns from 1. A place between two marks counts from the
 * one before it.
 */
export function sourcePlaces(mappings: string): (place: Place) => Place {
  let sourceColumn = 0;
  const lines = mappings.split(';').map((line) => {
    let column = 0;
    return line.split(',').flatMap((segment) => {
      if (segment === '') return [];
      const fields = decode(segment);
      column += fields[0] ?? 0;
      sourceColumn += fields[3] ?? 0;
      return [{ made: column, source: sourceColumn }];
    });
  });
  return ({ line, column }) => {
    const marks = lines[line - 1] ?? [];
    const mark = marks.findLast(({ made }) => made <= column - 1);
    return { line, column: mark === undefined ? column : column - mark.made + mark.source };
  };
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Numbers in base 64, five bits a digit, the lowest first and its lowest bit the sign. */
function decode(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
