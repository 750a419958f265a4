const LINES_MAX = 2 ** 18;

/** A line of the module with this number among the program's, as one number. */
export const markOf = (module: number, line: number): number => (module + 1) * LINES_MAX + line;

/** What `markOf` was given; module -1 for the mark 0. */
export const placeIn = (mark: number): { readonly module: number; readonly line: number } => ({
  module: Math.floor(mark / LINES_MAX) - 1,
  line: mark % LINES_MAX,
});
