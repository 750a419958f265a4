import type { Why, WhyEnd } from '../../view/why/why.ts';
import { formatTime } from '../shared/format.ts';

/** What stands below the last link. */
export const END_WORDS: Readonly<Record<WhyEnd, string>> = {
  command: 'This was done from outside, by a person or the script. Here the chain begins.',
  boot: 'Here everything begins.',
  outside: 'This came from outside. Here the chain begins.',
  gone: 'What comes before is no longer kept.',
  more: 'It goes on further back.',
};

/** The chain as plain text, to be pasted somewhere. */
export function whyText({ links, end }: Why): string {
  const lines = links.flatMap(({ at, text, asides }, place) => [
    `${formatTime(at)}  ${place === 0 ? '' : 'because '}${text}`,
    ...asides.map((aside) => `${formatTime(aside.at)}      - ${aside.text}`),
  ]);
  return [...lines, END_WORDS[end], ''].join('\n');
}
