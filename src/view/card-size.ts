/**
 * How large cards are and how far apart, in pixels at zoom 1. In one tree all are of one size, whatever
 * they show: `whole` has all lines, `brief` the name and the most telling line, `name` the name alone.
 */
export type CardSize = 'whole' | 'brief' | 'name';

interface Box {
  readonly width: number;
  readonly height: number;
}

export interface CardMeasures extends Box {
  /** Between a supervisor and its children. */
  readonly levelGap: number;
  /** Between the rows of a grid; a supervisor's edges run in it. */
  readonly rowGap: number;
  /** Between the lines of an outline. */
  readonly listGap: number;
  /** Between the trees and the processes outside of them: messages between the two are seen on their way. */
  readonly clientGap: number;
}

export const CARDS: Readonly<Record<CardSize, CardMeasures>> = {
  whole: { width: 216, height: 90, levelGap: 48, rowGap: 32, listGap: 12, clientGap: 56 },
  brief: { width: 216, height: 62, levelGap: 40, rowGap: 26, listGap: 8, clientGap: 44 },
  name: { width: 176, height: 48, levelGap: 18, rowGap: 18, listGap: 4, clientGap: 36 },
};

/** Beside each other. */
export const GAP_X = 12;
/** How far a child stands to the right of its supervisor where it is listed below it. */
export const INDENT = 28;

/** What a card has to measure on screen to show so much, with names of 14 px and lesser lines of 12 px. */
export const ON_SCREEN: Readonly<Record<CardSize, Box>> = {
  whole: { width: 180, height: 72 },
  brief: { width: 148, height: 44 },
  name: { width: 96, height: 30 },
};

/** How many times larger than on screen at zoom 1 a card of this size shows itself in that detail. */
export const scaleOf = (card: Box, least: Box): number =>
  Math.min(card.width / least.width, card.height / least.height);

/** The least zoom at which cards of this size can be read. */
export const readableFrom = (size: CardSize): number => 1 / scaleOf(CARDS[size], ON_SCREEN[size]);
