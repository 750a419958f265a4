/**
 * Cards cut their texts by the number of characters, not by clipping: each clipped box is a
 * thing of its own to the browser's painter, and a hundred cards have hundreds. The lines are
 * monospaced, so characters tell the width. Whole texts are in the inspector.
 */
export const STATE_CHARACTERS = 22;
/** Beside the tear. */
export const REASON_CHARACTERS = 19;
/** Beside mailbox and pid. */
export const WORD_CHARACTERS = 11;

/**
 * How long a name is, for names are not monospaced: `short` ones stand on one line of any card, `medium` ones on
 * one line of a card with all its lines, `long` ones on two. Signs of Asian scripts are twice as wide.
 */
export function lengthOf(name: string): 'short' | 'medium' | 'long' {
  let width = 0;
  for (const sign of name) width += (sign.codePointAt(0) as number) >= FIRST_WIDE ? 2 : 1;
  return width <= 11 ? 'short' : width <= 17 ? 'medium' : 'long';
}
const FIRST_WIDE = 0x2e80;
/** A registered name is smaller, and stands on a line of its own. */
export const REGISTERED_CHARACTERS = 23;

export const isCut = (text: string, most: number): boolean => text.length > most;

/** For lines that end in a fade. */
export const cut = (text: string, most: number): string =>
  isCut(text, most) ? text.slice(0, most) : text;
