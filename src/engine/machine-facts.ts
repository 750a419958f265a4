import { formatTerm, type TermStyle } from '../runtime/format-term.ts';
import type { PostponedFacts, TimeoutFacts, TransitionFacts } from './protocol.ts';

const NAME_LENGTH = 60;
const CONTENT_LENGTH = 120;

/** A name that people know a state by: as it prints in Erlang, whatever the style of terms. */
const nameOf = (term: unknown): string => formatTerm(term, 'erlang', NAME_LENGTH);

/** Of a `transitioned`. `cause`: payload of the event that its column b names; undefined for none. */
export function transitionFacts(payload: unknown, cause: unknown): TransitionFacts {
  const { from, to } = payload as { readonly from: unknown; readonly to: unknown };
  const timeout = timeoutFacts(cause);
  return {
    from: from === null ? null : nameOf(from),
    to: nameOf(to),
    tag: timeout === null ? tagOf(cause) : timeout.name,
  };
}

/** Of a `postponed`. */
export function postponedFacts(payload: unknown, style: TermStyle): PostponedFacts {
  const [type, content] = payload as readonly [unknown, unknown];
  const [word, name] = Array.isArray(type) ? type : [type, null];
  return {
    type: word === 'timeout' && name !== null ? `timeout ${nameOf(name)}` : String(word),
    content: formatTerm(content, style, CONTENT_LENGTH),
  };
}

/** Of a `timer_started` or `timer_fired` whose payload is as that of a machine's timeouts, `[kind, content]`; else null. */
export function timeoutFacts(payload: unknown): TimeoutFacts | null {
  if (!Array.isArray(payload) || payload.length !== 2) return null;
  const [kind] = payload;
  if (kind === 'state_timeout' || kind === 'timeout') return { kind, name: '' };
  const isNamed = Array.isArray(kind) && kind.length === 2 && kind[0] === 'timeout';
  return isNamed ? { kind: 'timeout', name: nameOf(kind[1]) } : null;
}

/** What a message is called: an atom, or that with which its tuple begins. */
function tagOf(message: unknown): string {
  const tag = Array.isArray(message)
    ? message[0]
    : typeof message === 'object' && message !== null && 'type' in message
      ? message.type
      : message;
  return typeof tag === 'string' || typeof tag === 'number' ? nameOf(tag) : '';
}
