import { formatTerm } from '../runtime/format-term.ts';
import type { PostponedFacts, TimeoutFacts, TransitionFacts } from './protocol.ts';

const NAME_LENGTH = 60;
const CONTENT_LENGTH = 120;

/** A state, by the name that people know it by: as it prints in Erlang, whatever the style of terms. */
const nameOf = (state: unknown): string => formatTerm(state, 'erlang', NAME_LENGTH);

/** Of a `transitioned`. `cause` is the payload of the event that its column b names; undefined for none. */
export function transitionFacts(payload: unknown, cause: unknown): TransitionFacts {
  const { from, to, first } = payload as { from: unknown; to: unknown; first?: boolean };
  return {
    from: from === null && first !== false ? null : nameOf(from),
    to: nameOf(to),
    tag: tagOf(isTimeout(cause) ? nameOfTimeout(cause[0]) : cause),
  };
}
