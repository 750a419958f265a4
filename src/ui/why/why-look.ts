import type { LinkKind } from '../../view/why/link-kind.ts';
import type { WhyLink } from '../../view/why/why.ts';
import { BEAT_LOOKS, beatLook } from '../shared/beat-look.ts';
import { DOINGS, type Picture, SIGNS, signOf } from '../shared/picture-data.ts';
import type { Tone } from '../shared/process-look.ts';

export interface WhyLook {
  readonly sign: string | Picture;
  readonly word: string;
  readonly tone: Tone | 'lost';
}

/** How a link of a chain looks: sign, word and colour say the same, and the same as in the log and on the canvas. */
export function whyLook({ kind, message }: Pick<WhyLink, 'kind' | 'message'>): WhyLook {
  const look = LOOKS[kind];
  return message === null ? look : { ...look, sign: SIGNS[signOf(message)] };
}

const LOOKS: Readonly<Record<LinkKind, WhyLook>> = {
  crash: BEAT_LOOKS.throw,
  end: beatLook(null),
  signal: BEAT_LOOKS.exit_signal,
  decision: BEAT_LOOKS.decision,
  stop: BEAT_LOOKS.stop,
  start: BEAT_LOOKS.start,
  message: { sign: SIGNS.info, word: 'message', tone: 'running' },
  callback: { sign: DOINGS.busy, word: 'callback', tone: 'busy' },
  timer: { sign: SIGNS.timer, word: 'timer', tone: 'running' },
  wait: { sign: DOINGS.waits, word: 'wait', tone: 'waiting' },
  lost: { sign: '✂', word: 'lost', tone: 'lost' },
  command: { sign: '▸', word: 'action', tone: 'running' },
  other: { sign: '·', word: 'event', tone: 'running' },
};
