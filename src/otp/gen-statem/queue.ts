import {
  AT_ONCE,
  type Data,
  type Postponed,
  type QueuedEvent,
  type Timeout,
  type Transition,
} from './data.ts';

/** Which event is next, without a look at the mailbox. Pure. */

/** Port of `loop_state_transition/9` and `loop_done`: the event is done with, or put aside. `timeouts` run from now on. */
export function afterTransition(
  data: Data,
  { event, postpone, inserted }: Transition,
  changes: boolean,
  timeouts: Data['timeouts'],
): Data {
  const postponed = postpone ? aside(event, data.postponed) : data.postponed;
  const retried = changes ? oldestFirst(postponed) : NO_EVENTS;
  const same = { ...data, timeouts, transition: null, postponed: changes ? null : postponed };
  if (inserted.length === 0 && retried.length === 0) return same;
  return { ...same, events: [...inserted, ...retried, ...data.events.slice(data.at)], at: 0 };
}

const aside = (event: QueuedEvent, before: Postponed | null): Postponed => ({
  event,
  before,
  count: (before?.count ?? 0) + 1,
});

const NO_EVENTS: readonly QueuedEvent[] = Object.freeze([]);

/** The events that were put aside. */
export function oldestFirst(postponed: Postponed | null): QueuedEvent[] {
  const events: QueuedEvent[] = [];
  for (let left = postponed; left !== null; left = left.before) events.push(left.event);
  return events.reverse();
}

/** The next event that is not a message, and what is left then; null if there is none. */
export function takeEvent(data: Data): { readonly event: QueuedEvent; readonly left: Data } | null {
  const event = data.events[data.at];
  if (event !== undefined) {
    const isLast = data.at + 1 === data.events.length;
    return {
      event,
      left: { ...data, events: isLast ? [] : data.events, at: isLast ? 0 : data.at + 1 },
    };
  }
  const timeout = nextAtOnce(data.timeouts);
  if (timeout === undefined) return null;
  const { kind, content } = timeout;
  const timeouts = data.timeouts.filter((other) => other !== timeout);
  return { event: { type: kind, content, seq: -1 }, left: { ...data, timeouts } };
}

/** How many events it holds, besides those in its mailbox. */
export const held = ({ events, at, postponed }: Data): number =>
  events.length - at + (postponed?.count ?? 0);

/** Something is to be done before the mailbox is looked at. */
export const hasNext = ({ events, timeouts }: Data): boolean =>
  events.length > 0 || nextAtOnce(timeouts) !== undefined;

/** The next timeout of no time at all. */
const nextAtOnce = (timeouts: Data['timeouts']): Timeout | undefined =>
  timeouts.find(({ ref }) => ref === AT_ONCE);
