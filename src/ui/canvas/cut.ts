/**
 * Cards cut their texts by the number of characters, not by clipping: each clipped box is a
 * thing of its own to the browser's painter, and a hundred cards have hundreds. The lines are
 * monospaced, so characters tell the width. Whole texts are in the inspector.
 */
export const STATE_CHARACTERS = 26;
/** Beside the tear. */
export const REASON_CHARACTERS = 19;
export const WORD_CHARACTERS = 18;
/** The name is not monospaced: so many characters fit for sure. */
export const NAME_CHARACTERS = 14;

export const isCut = (text: string, most: number): boolean => text.length > most;

/** For lines that end in a fade. */
export const cut = (text: string, most: number): string =>
  isCut(text, most) ? text.slice(0, most) : text;

/** For words that end in dots. */
export const shortened = (text: string, most: number): string =>
  isCut(text, most) ? `${text.slice(0, most - 1)}…` : text;
