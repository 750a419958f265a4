/**
 * Cards cut their texts by the number of characters, not by clipping: each clipped box is a
 * thing of its own to the browser's painter, and a hundred cards have hundreds. The lines are
 * monospaced, so characters tell the width. Whole texts are in the inspector.
 */
export const STATE_CHARACTERS = 26;
/** Beside the tear. */
export const REASON_CHARACTERS = 19;
export const WORD_CHARACTERS = 15;
/** Names are not monospaced: so many characters fit for sure. */
export const NAME_CHARACTERS = 19;
/** A registered name is printed smaller: a character of it counts for so much. */
const REGISTERED_WIDTH = 0.6;

/** Does a child's id fit beside its registered name? */
export const namesFit = (title: string, registered: string | null): boolean =>
  title.length + (registered === null ? 0 : (registered.length + 3) * REGISTERED_WIDTH) <=
  NAME_CHARACTERS;

export const isCut = (text: string, most: number): boolean => text.length > most;

/** For lines that end in a fade. */
export const cut = (text: string, most: number): string =>
  isCut(text, most) ? text.slice(0, most) : text;

/** For words that end in dots. */
export const shortened = (text: string, most: number): string =>
  isCut(text, most) ? `${text.slice(0, most - 1)}…` : text;
