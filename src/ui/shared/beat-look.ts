import type { Beat, LogLine } from '../../view/view.ts';
import type { Tone } from './process-words.ts';

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

const UNKNOWN: BeatLook = { sign: '◆', word: 'beat', tone: 'restarting' };

export function beatLook(line: LogLine & { readonly beat?: Beat | null }): BeatLook {
  return line.beat == null ? UNKNOWN : BEAT_LOOKS[line.beat];
}
