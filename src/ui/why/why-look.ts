import type { LinkKind } from '../../view/why/link-kind.ts';
import { BEAT_LOOKS, beatLook } from '../shared/beat-look.ts';
import type { Tone } from '../shared/process-look.ts';

export interface WhyLook {
  readonly sign: string;
  readonly word: string;
  readonly tone: Tone | 'lost';
}

/** How a link of a chain looks: sign, word and colour say the same, and the same as in the log. */
export const WHY_LOOKS: Readonly<Record<LinkKind, WhyLook>> = {
  crash: BEAT_LOOKS.throw,
  end: beatLook(null),
  signal: BEAT_LOOKS.exit_signal,
  decision: BEAT_LOOKS.decision,
  stop: BEAT_LOOKS.stop,
  start: BEAT_LOOKS.start,
  message: { sign: '•', word: 'message', tone: 'running' },
  callback: { sign: '▮', word: 'callback', tone: 'busy' },
  timer: { sign: '◔', word: 'timer', tone: 'running' },
  wait: { sign: '▯', word: 'wait', tone: 'waiting' },
  lost: { sign: '✂', word: 'lost', tone: 'lost' },
  command: { sign: '▸', word: 'action', tone: 'running' },
  other: { sign: '·', word: 'event', tone: 'running' },
};
