import type { Beat } from '../../view/view.ts';
import type { Tone } from './process-look.ts';

/** How a beat looks in the log and the caption: sign, word and colour say the same. */
export interface BeatLook {
  readonly sign: string;
  readonly word: string;
  readonly tone: Tone;
}

export const BEAT_LOOKS: Record<Beat, BeatLook> = {
  throw: { sign: '✕', word: 'crash', tone: 'crashed' },
  exit_signal: { sign: '⚡', word: 'signal', tone: 'crashed' },
  decision: { sign: '☂', word: 'decision', tone: 'restarting' },
  stop: { sign: '◻', word: 'stop', tone: 'exited' },
  start: { sign: '↻', word: 'start', tone: 'restarting' },
  give_up: { sign: '⊘', word: 'gives up', tone: 'crashed' },
};

/** Of a line that belongs to the story and is no moment of it: a process has ended, by what came before. */
const END: BeatLook = { sign: '○', word: 'end', tone: 'exited' };

/** How a line of the story looks. */
export const beatLook = (beat: Beat | null): BeatLook => (beat === null ? END : BEAT_LOOKS[beat]);
