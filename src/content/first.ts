/** The scenario that the page opens with: the only one whose files it knows by itself. */
export const FIRST = 'essay';
