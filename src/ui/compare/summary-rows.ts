import type { Tally } from '../../view/tally.ts';

/** The rows of the summary: the signs and tones are those of the log and the canvas. */
export const ROWS = [
  { of: 'crashes', sign: '✕', tone: 'crashed', words: 'Crashed or killed' },
  { of: 'restarts', sign: '↻', tone: 'restarting', words: 'Restarts' },
  { of: 'stopped', sign: '◻', tone: 'exited', words: 'Stopped by a supervisor' },
  { of: 'gaveUp', sign: '⊘', tone: 'crashed', words: 'Supervisors that gave up' },
  { of: 'lost', sign: '✂', tone: 'lost', words: 'Messages lost' },
  { of: 'late', sign: '◂', tone: 'lost', words: 'Answers too late' },
  { of: 'callsTimedOut', sign: '◔', tone: 'waiting', words: 'Calls timed out' },
  { of: 'callsFailed', sign: '▸', tone: 'crashed', words: 'Calls failed' },
] as const satisfies readonly {
  readonly of: Exclude<keyof Tally, 'deaths'>;
  readonly sign: string;
  readonly tone: string;
  readonly words: string;
}[];

const NAMES_MAX = 4;

/** `kv 2, logger 1`: who died most comes first. */
export function diedWords({ deaths }: Tally): string {
  const all = [...deaths].sort(([, one], [, other]) => other - one);
  if (all.length === 0) return 'nobody';
  const shown = all.slice(0, NAMES_MAX).map(([name, count]) => `${name} ${count}`);
  const more = all.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
