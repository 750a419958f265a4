/** All cards are of one size, whatever they show. Everything in pixels at zoom 1, on a grid of 8. */
export const CARD_WIDTH = 232;
export const CARD_HEIGHT = 88;
export const GAP_X = 16;
/** Between the rows of a grid; a supervisor's edges run in it. */
export const ROW_GAP = 32;
/** Between a supervisor and its children. */
export const LEVEL_GAP = 56;
/** Between the trees and the processes outside of them: messages between the two are seen on their way. */
export const CLIENT_GAP = 64;
