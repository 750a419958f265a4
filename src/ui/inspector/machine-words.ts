import type { MessageView, TransitionView } from '../../view/view.ts';

type Cause = TransitionView['causes'][number];

/** The sign of an event, as of the message that brings it; null for one that a machine gives to itself. */
export function eventSign(type: string): MessageView['kind'] | null {
  const [word] = type.split(' ');
  switch (word) {
    case 'call':
    case 'cast':
    case 'info':
      return word;
    case 'timeout':
    case 'state_timeout':
      return 'timeout';
    default:
      return null;
  }
}

/** What stands at an arrow: the event, and how many others did the same. */
export function arrowLabel(causes: readonly Cause[]): string {
  const [first, ...others] = causes;
  if (first === undefined) return '';
  const word = first.tag === '' ? first.type : first.tag;
  return others.length === 0 ? cutTo(word, 13) : `${cutTo(word, 10)} +${others.length}`;
}

/** `cast button ×2`. */
export function causeWords({ type, tag, count }: Cause): string {
  const times = count === 1 ? '' : ` ×${count}`;
  return `${type}${tag === '' ? '' : ` ${tag}`}${times}`;
}

export const cutTo = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;
